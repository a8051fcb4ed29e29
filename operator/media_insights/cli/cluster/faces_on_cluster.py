"""``kubectl media faces``: collections of the cluster's namespace, images read by its operators.

Reading and writing collections takes the object store's credentials, as uploading does.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from media_insights.actions.asset import new_asset
from media_insights.api.v1alpha1 import MediaExecution
from media_insights.cli import faces
from media_insights.cli.cluster.clusters import Cluster, Place, connect
from media_insights.cli.cluster.following import Following
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.cli.terminal.failures import Failure, as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import Output
from media_insights.cli.terminal.progress import open_progress
from media_insights.domain import names
from media_insights.domain.planning.references import Address
from media_insights.kube.resources import ASSETS, EXECUTIONS
from media_insights.storage import uploads
from media_insights.storage.collections import Collections
from media_insights.storage.store import Store

PATIENCE = 600.0
"""Seconds that one image may take, its place in the queue included."""

NO_ROUTES = "the HTTP API has no routes for collections of faces"
"""Why these commands need keys of the store."""

app = typer.Typer(help="Collections of known faces, which face search looks people up in.", no_args_is_help=True)


@app.command()
@grouped
@as_failures()
def create(name: faces.Name, *, place: Place, store: StoreFlags) -> None:
    """Make an empty collection."""
    with _open_collections(place, store) as (_, found):
        faces.create(found, name, "kubectl media")


@app.command()
@grouped
@as_failures()
def index(collection: faces.Name, images: faces.Images, name: faces.Whose, *, place: Place, store: StoreFlags) -> None:
    """Read the one face of each image into a collection; the images are removed from the store afterwards."""
    with _open_collections(place, store) as (cluster, found):
        request = faces.IndexRequest(collection=collection, images=tuple(images), name=name)
        faces.index(found, request, lambda image: _read(cluster, found.store, image))


@app.command("list")
@grouped
@as_failures()
def list_(*, place: Place, store: StoreFlags, output: Output = Format.TABLE) -> None:
    """List the collections."""
    with _open_collections(place, store) as (_, found):
        faces.show(found, output)


@app.command()
@grouped
@as_failures()
def describe(name: faces.Name, *, place: Place, store: StoreFlags, output: Output = Format.TABLE) -> None:
    """Show who is in a collection; -o json with the embeddings."""
    with _open_collections(place, store) as (_, found):
        faces.describe(found, name, output)


@app.command()
@grouped
@as_failures()
def remove(
    collection: faces.Name, name: faces.Person = "", face: faces.Face = "", *, place: Place, store: StoreFlags
) -> None:
    """Take a person or one face out of a collection, history included."""
    with _open_collections(place, store) as (_, found):
        faces.remove(found, collection, name, face)


@app.command()
@grouped
@as_failures()
def delete(name: faces.Name, *, place: Place, store: StoreFlags) -> None:
    """Remove a collection with all its versions; prints the receipt."""
    with _open_collections(place, store) as (_, found):
        faces.delete(found, name)


@contextmanager
def _open_collections(place: Place, flags: StoreFlags) -> Iterator[tuple[Cluster, Collections]]:
    cluster = connect(place)
    with open_store(cluster, flags, NO_ROUTES) as store:
        yield cluster, Collections(store, cluster.namespace, faces.KIND)


def _read(cluster: Cluster, store: Store, image: Path) -> dict[str, Any]:
    """Run the workflow over an image as an asset, and remove asset, results and image, whatever happens."""
    # a key of its own: the same image may be somebody's asset already, and this one is removed
    key = uploads.key_of(image, cluster.namespace, secrets.token_hex(8))
    store.put_file(key, image)
    name = names.unique(names.asset_name_of(image.name), secrets.token_hex(3))
    manifest = new_asset(name, Address(store.bucket, key), {faces.WORKFLOW: {}}, delete_source=True)
    assets = Objects(cluster, ASSETS)
    try:
        if assets.create(manifest) is None:
            store.delete(key)
            raise Failure("a name for the image's asset was taken by chance: try again")
        return _result(cluster, store, name, image)
    finally:
        if assets.find(name):
            assets.delete(name)


def _result(cluster: Cluster, store: Store, name: str, image: Path) -> dict[str, Any]:
    with open_progress(f"{image.name}: {faces.WORKFLOW}") as watcher:
        deadline = time.monotonic() + PATIENCE
        outcome = Following(
            cluster=cluster, asset=name, workflow=faces.WORKFLOW, watcher=watcher, deadline=deadline
        ).asset_outcome()
    if outcome.exit_code:
        raise Failure(f"{image}: {outcome.status}: {outcome.message}")
    execution = MediaExecution.model_validate(Objects(cluster, EXECUTIONS).get(outcome.execution))
    return faces.result_of(store, execution.status, image)
