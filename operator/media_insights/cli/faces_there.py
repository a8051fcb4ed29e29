"""``kubectl media faces``: collections of the cluster's namespace, pictures read by its operators.

Reading and writing collections takes the object store's credentials, as uploading does.
"""

# ruff: noqa: PLR0913, PLR0917 - typer reads the options of a command from its signature

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from media_insights.api.v1alpha1 import API_VERSION, MediaExecution
from media_insights.cli import faces, naming, stored, uploads
from media_insights.cli.clusters import Cluster, Place, connect
from media_insights.cli.failures import Failure
from media_insights.cli.following import Following
from media_insights.cli.formats import Format
from media_insights.cli.objects import ASSETS, EXECUTIONS, Objects
from media_insights.cli.progress import shown
from media_insights.cli.stores import StoreFlags, opened
from media_insights.storage.collections import Collections
from media_insights.storage.store import Store

PATIENCE = 600.0
"""Seconds that one picture may take, its place in the queue included."""

Namespace = Annotated[str, typer.Option("--namespace", "-n", help="Namespace; default: the context's.")]
Context = Annotated[str, typer.Option("--context", help="Context of the kubeconfig.")]
Kubeconfig = Annotated[str, typer.Option("--kubeconfig", help="Path of the kubeconfig.")]
Endpoint = Annotated[str, typer.Option("--s3-endpoint", envvar="MEDIA_INSIGHTS_S3_ENDPOINT", help="URL of the S3.")]
Name = Annotated[str, typer.Argument(metavar="COLLECTION", show_default=False)]
Output = Annotated[Format, typer.Option("-o", "--output", help="How to print the answer.")]

app = typer.Typer(help="Collections of known faces, which face search looks people up in.", no_args_is_help=True)


@app.command()
def create(
    name: Name, namespace: Namespace = "", context: Context = "", kubeconfig: Kubeconfig = "", endpoint: Endpoint = ""
) -> None:
    """Make an empty collection."""
    with _opened(namespace, context, kubeconfig, endpoint) as (_, found):
        faces.create(found, name)


@app.command()
def index(
    collection: Name,
    pictures: Annotated[list[Path], typer.Argument(metavar="PICTURE…", show_default=False, readable=False)],
    name: Annotated[str, typer.Option("--name", help="Whose face it is.")],
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
) -> None:
    """Read the one face of each picture into a collection; the pictures are removed from the store afterwards."""
    with _opened(namespace, context, kubeconfig, endpoint) as (cluster, found):
        wanted = faces.Wanted(collection=collection, pictures=tuple(pictures), name=name)
        faces.index(found, wanted, lambda picture: _read(cluster, found.store, picture))


@app.command("list")
def list_(
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    output: Output = Format.TABLE,
) -> None:
    """List the collections."""
    with _opened(namespace, context, kubeconfig, endpoint) as (_, found):
        faces.show(found, output)


@app.command()
def describe(
    name: Name,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    output: Output = Format.TABLE,
) -> None:
    """Show who is in a collection; -o json with the embeddings."""
    with _opened(namespace, context, kubeconfig, endpoint) as (_, found):
        faces.describe(found, name, output)


@app.command()
def remove(
    collection: Name,
    name: Annotated[str, typer.Option("--name", help="Everything of this person.")] = "",
    face: Annotated[str, typer.Option("--face", help="This one face, by its id.")] = "",
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
) -> None:
    """Take a person or one face out of a collection, history included."""
    with _opened(namespace, context, kubeconfig, endpoint) as (_, found):
        faces.remove(found, collection, name, face)


@app.command()
def delete(
    name: Name, namespace: Namespace = "", context: Context = "", kubeconfig: Kubeconfig = "", endpoint: Endpoint = ""
) -> None:
    """Remove a collection with all its versions; prints the receipt."""
    with _opened(namespace, context, kubeconfig, endpoint) as (_, found):
        faces.delete(found, name)


@contextmanager
def _opened(namespace: str, context: str, kubeconfig: str, endpoint: str) -> Iterator[tuple[Cluster, Collections]]:
    cluster = connect(Place(namespace=namespace, context=context, kubeconfig=kubeconfig))
    with opened(cluster, StoreFlags(endpoint=endpoint)) as store, faces.explained():
        yield cluster, Collections(store, cluster.namespace, faces.KIND)


def _read(cluster: Cluster, store: Store, picture: Path) -> dict[str, Any]:
    """Run the workflow over a picture as an asset, and remove asset, results and picture, whatever happens."""
    # a key of its own: the same picture may be somebody's asset already, and this one is removed
    folder, _, file = uploads.key_of(picture, cluster.namespace).rpartition("/")
    key = f"{folder}-{secrets.token_hex(8)}/{file}"
    store.put_file(key, picture)
    name = naming.unique(naming.asset_name_of(picture.name), secrets.token_hex(3))
    source = {"s3": {"bucket": store.bucket, "key": key}}
    spec = {"source": source, "deletionPolicy": "DeleteSource", "workflows": [{"name": faces.WORKFLOW}]}
    manifest = {"apiVersion": API_VERSION, "kind": "MediaAsset", "metadata": {"name": name}, "spec": spec}
    assets = Objects(cluster, ASSETS)
    try:
        if assets.create(manifest) is None:
            store.delete(key)
            raise Failure("a name for the picture's asset was taken by chance: try again")
        return _result(cluster, store, name, picture)
    finally:
        if assets.find(name):
            assets.delete(name)


def _result(cluster: Cluster, store: Store, name: str, picture: Path) -> dict[str, Any]:
    with shown(f"{picture.name}: {faces.WORKFLOW}") as watcher:
        deadline = time.monotonic() + PATIENCE
        outcome = Following(
            cluster=cluster, asset=name, workflow=faces.WORKFLOW, watcher=watcher, deadline=deadline
        ).to_the_end()
    if outcome.exit_code:
        raise Failure(f"{picture}: {outcome.status}: {outcome.message}")
    execution = MediaExecution.model_validate(Objects(cluster, EXECUTIONS).get(outcome.execution))
    key = next((each.key for each in stored.results_of_execution(execution) if each.name == faces.RESULT), None)
    if key is None:
        raise Failure(f"{picture}: no face was looked for: is it a picture?")
    result: dict[str, Any] = json.loads(store.get(key))
    return result
