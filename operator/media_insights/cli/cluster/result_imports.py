"""``kubectl media import``: into an asset of the cluster, by a MediaExecution for each result."""

from collections.abc import Iterator, Sequence

from media_insights.actions import importing
from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.meta import ObjectMeta
from media_insights.cli import imports
from media_insights.cli.cluster import executions
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.following import deadline_of, follow_execution
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.cli.terminal.outcome import Outcome
from media_insights.domain.planning.references import Address
from media_insights.imports.archives import Imported
from media_insights.storage.store import Store


def start_imports(cluster: Cluster, flags: StoreFlags, asset: str, found: Sequence[Imported]) -> list[MediaExecution]:
    """Upload the results and start their runs; return these. Raises Failure without the asset."""
    owner = executions.asset_of(cluster, asset).metadata
    with open_store(cluster, flags) as store:
        return [_start(cluster, store, owner, each) for each in found]


def follow_imports(cluster: Cluster, started: Sequence[MediaExecution], timeout: float) -> Iterator[Outcome]:
    """Follow the runs, one after the other as they were started; yield how each ended."""
    deadline = deadline_of(timeout)
    for each in started:
        yield follow_execution(cluster, each, f"{each.spec.asset}: {each.spec.workflow} {each.metadata.name}", deadline)


def _start(cluster: Cluster, store: Store, owner: ObjectMeta, imported: Imported) -> MediaExecution:
    content = imports.content_of(imported)
    key = importing.key_of(cluster.namespace, imported.name, content)
    store.put(key, content, "application/json")
    address = Address(store.bucket, key).uri
    return executions.create(cluster, importing.import_of(owner, imported.name, address, executions.token()))
