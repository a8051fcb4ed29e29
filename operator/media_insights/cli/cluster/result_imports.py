"""``kubectl media import``: into an asset of the cluster, by a MediaExecution for each result."""

from collections.abc import Iterator, Sequence

from media_insights.actions import importing
from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.meta import ObjectMeta
from media_insights.cli import imports
from media_insights.cli.cluster import executions
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.following import deadline_of, follow_execution
from media_insights.cli.cluster.installation.asset_files import AssetFiles
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.outcome import Outcome
from media_insights.imports.archives import Imported


def start_imports(cluster: Cluster, flags: StoreFlags, asset: str, found: Sequence[Imported]) -> list[MediaExecution]:
    """Upload the results and start their runs; return these. Raises Failure without the asset."""
    owner = executions.asset_of(cluster, asset).metadata
    with open_files(cluster, flags) as files:
        return [_start(cluster, files, owner, each) for each in found]


def follow_imports(cluster: Cluster, started: Sequence[MediaExecution], timeout: float) -> Iterator[Outcome]:
    """Follow the runs, one after the other as they were started; yield how each ended."""
    deadline = deadline_of(timeout)
    for each in started:
        yield follow_execution(cluster, each, f"{each.spec.asset}: {each.spec.workflow} {each.metadata.name}", deadline)


def _start(cluster: Cluster, files: AssetFiles, owner: ObjectMeta, imported: Imported) -> MediaExecution:
    address = files.upload_result(imported.name, imports.content_of(imported), cluster.namespace)
    return executions.create(cluster, importing.import_of(owner, imported.name, address.uri, executions.token()))
