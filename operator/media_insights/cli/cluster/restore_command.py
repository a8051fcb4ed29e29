"""``kubectl media restore``: the assets of a cluster that was lost, from the object store that was kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Annotated

import typer
from rich.table import Table

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.cli.cluster import restore_plans
from media_insights.cli.cluster.clusters import Cluster, Place, ask, connect
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.restore_plans import COMING, FAILING, PlannedAsset, PresentAssets
from media_insights.cli.cluster.restoring import Restorer
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.failures import FAILED, Failure, say
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.options import Output
from media_insights.domain.sources.tenancy import how_to_enable, is_enabled
from media_insights.domain.wording import printable
from media_insights.errors import NotFound
from media_insights.kube.resources import ASSETS, NAMESPACES
from media_insights.storage.restoration import tenants_of

AT_ONCE = 100
"""Assets whose objects are in memory together."""


def restore(  # noqa: PLR0913 - typer reads the options of a command from its signature
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come back, and change nothing.")] = False,
    all_: Annotated[bool, typer.Option("--all-namespaces", "-A", help="Every namespace that has files.")] = False,
    keep_former: Annotated[
        bool, typer.Option("--keep-former", help="Leave the files where they were, too: they take room twice.")
    ] = False,
    output: Output = Format.TABLE,
    place: Place,
    store: StoreFlags,
) -> None:
    """Make the assets of a cluster that was lost again, with their results, edits, holds and executions.

    Nothing runs again. The same command again goes on where it was interrupted.
    """
    cluster, rows = connect(place), list[PlannedAsset]()
    with open_store(cluster, store, "only whoever has them can move what is stored of a lost cluster") as opened:
        for namespace in tenants_of(opened) if all_ else (cluster.namespace,):
            within = replace(cluster, namespace=namespace)
            _require_tenant(within)
            planned = restore_plans.plan(opened, namespace, _present(within))
            rows.extend(planned if dry_run else _restore(Restorer(within, opened, keep_former), planned))
    _print(rows, output)
    if any(each.outcome in FAILING for each in rows):
        raise typer.Exit(FAILED)


def _restore(restorer: Restorer, planned: Iterator[PlannedAsset]) -> Iterator[PlannedAsset]:
    while some := list(islice(planned, AT_ONCE)):
        coming = [each for each in some if each.outcome in COMING]
        count = restorer.restore(coming)
        if coming:
            say(f"{restorer.cluster.namespace}: restored {len(coming)} assets, {count} files of theirs were copied")
        if watched := sorted({each.source for each in coming} - {""}):
            names = printable(", ".join(watched))
            say(f"a MediaSource that is made again takes all its files anew, so give it another prefix: {names}")
        yield from (_without_objects(each) for each in some)


def _without_objects(planned: PlannedAsset) -> PlannedAsset:
    return replace(planned, objects=None, outcome="Restored" if planned.outcome in COMING else planned.outcome)


def _present(cluster: Cluster) -> PresentAssets:
    found = (MediaAsset.model_validate(each) for each in Objects(cluster, ASSETS).list())
    return PresentAssets({each.metadata.name: each for each in found})


def _require_tenant(cluster: Cluster) -> None:
    name = cluster.namespace
    try:
        found = ask(f"get the namespace {name}", lambda: cluster.get(NAMESPACES, "", name))
    except NotFound as error:
        raise Failure(f"the namespace {name} does not exist: kubectl create namespace {name}") from error
    if not is_enabled(found):
        raise Failure(f"the namespace {name} is not enabled: {how_to_enable(name)}")


def _print(rows: Sequence[PlannedAsset], output: Format) -> None:
    if output is not Format.TABLE:
        emit({"assets": [each.row() for each in rows]}, output)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("NAMESPACE", "ASSET", "OUTCOME", "EXECUTIONS", "FORMER ID", "MESSAGE"):
        table.add_column(heading, overflow="fold")
    for each in rows:
        count = str(each.executions) if each.executions else ""
        table.add_row(each.namespace, printable(each.name), each.outcome, count, each.uid, printable(each.message))
    stdout(180).print(table if rows else "nothing of any asset is stored here")
