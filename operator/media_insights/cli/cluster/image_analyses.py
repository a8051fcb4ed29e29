"""Analyses of single images for collections: an asset that is there while its result is read, and gone afterwards."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media_insights.actions.asset import new_asset
from media_insights.api.v1alpha1 import MediaExecution
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.following import Following
from media_insights.cli.cluster.installation.asset_files import AssetFiles
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal.failures import Failure
from media_insights.cli.terminal.progress import open_progress
from media_insights.domain import names
from media_insights.kube.resources import ASSETS, EXECUTIONS

PATIENCE = 600.0
"""Seconds that one image may take, its place in the queue included."""


@contextmanager
def analyse_image(
    cluster: Cluster, files: AssetFiles, image: Path, workflow: str
) -> Iterator[tuple[str, MediaExecution]]:
    """Run the workflow over an image as an asset, and remove asset, results and image afterwards, whatever happens."""
    # a key of its own: the same image may be somebody's asset already, and this one is removed
    address = files.upload(image, cluster.namespace, shared=False)
    name = names.unique(names.asset_name_of(image.name), secrets.token_hex(3))
    assets = Objects(cluster, ASSETS)
    try:
        made = assets.create(new_asset(name, address, {workflow: {}}, delete_source=True))
        if made is None:
            raise Failure("a name for the image's asset was taken by chance: try again")
        yield made["metadata"]["uid"], _execution(cluster, name, image, workflow)
    finally:
        if assets.find(name):
            assets.delete(name)


def _execution(cluster: Cluster, name: str, image: Path, workflow: str) -> MediaExecution:
    with open_progress(f"{image.name}: {workflow}") as watcher:
        deadline = time.monotonic() + PATIENCE
        outcome = Following(
            cluster=cluster, asset=name, workflow=workflow, watcher=watcher, deadline=deadline
        ).asset_outcome()
    if outcome.exit_code:
        raise Failure(f"{image}: {outcome.status}: {outcome.message}")
    return MediaExecution.model_validate(Objects(cluster, EXECUTIONS).get(outcome.execution))
