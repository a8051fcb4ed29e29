"""``kubectl media import``: into an asset of the cluster, by a MediaExecution for each result."""

from collections.abc import Iterator, Sequence

from media_insights.actions import importing
from media_insights.cli import imports
from media_insights.cli.cluster import analyze as analysing
from media_insights.cli.cluster import executions as runs
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.following import Following, deadline_of
from media_insights.cli.cluster.stores import StoreFlags, opened
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.progress import shown
from media_insights.domain.planning.references import Address
from media_insights.imports.archives import Imported


def started(cluster: Cluster, flags: StoreFlags, asset: str, found: Sequence[Imported]) -> list[Outcome]:
    """Upload the results and start their runs; return these as they are queued. Raises Failure without the asset."""
    owner = runs.asset_of(cluster, asset).metadata
    begun = []
    with opened(cluster, flags) as store:
        for each in found:
            content = imports.content_of(each)
            key = importing.key_of(cluster.namespace, each.name, content)
            store.put(key, content, "application/json")
            address = Address(store.bucket, key).uri
            begun.append(runs.create(cluster, importing.import_of(owner, each.name, address, runs.token())))
    return [
        Outcome(asset=asset, namespace=cluster.namespace, execution=each.metadata.name, status="Queued")
        for each in begun
    ]


def ended(cluster: Cluster, begun: Sequence[Outcome], timeout: float) -> Iterator[Outcome]:
    """Follow the runs, one after the other as they were started; yield how each ended."""
    deadline = deadline_of(timeout)
    for each in begun:
        with shown(f"{each.asset}: {importing.WORKFLOW} {each.execution}") as watcher:
            following = Following(
                cluster=cluster, asset=each.asset, workflow=importing.WORKFLOW, watcher=watcher, deadline=deadline
            )
            yield analysing.followed(following, each.execution)
