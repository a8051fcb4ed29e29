"""``kubectl media limits``: what each namespace has running and stored, and how much it may."""

from typing import Annotated

import typer
from rich.table import Table

from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.installation.api_discovery import endpoint_of
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.cost_text import size_text
from media_insights.cli.terminal.failures import Failure
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.options import Output
from media_insights.client.calls import Client
from media_insights.client.loads import AnsweredNamespaceLoad

_RUNNING = "Started"
_QUEUED = ("Queued", "Resumed")


def limits(
    *,
    everywhere: Annotated[
        bool, typer.Option("--all-namespaces", "-A", help="Every namespace whose assets you may list.")
    ] = False,
    output: Output = Format.TABLE,
    place: Place,
    store: StoreFlags,
) -> None:
    """Show what each namespace has running and stored, and how much it may."""
    cluster = connect(place)
    endpoint = endpoint_of(cluster, store)
    if isinstance(endpoint, str):
        raise Failure(f"what is stored is told by the HTTP API: {endpoint}")
    found = Client(endpoint).limits()
    shown = [each for each in found.namespaces if everywhere or each.namespace == cluster.namespace]
    if not shown and not everywhere:
        raise Failure(f"the namespace {cluster.namespace} is not enabled, or you may not list its assets")
    if output is Format.TABLE:
        _print(shown)
    else:
        emit({"namespaces": [each.model_dump(mode="json", by_alias=True) for each in shown]}, output)


def _print(shown: list[AnsweredNamespaceLoad]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("NAMESPACE", "RUNNING", "QUEUED", "UPLOADS", "RESULTS", "STORED", "OF AT MOST"):
        table.add_column(heading, overflow="fold")
    for each in shown:
        running = each.executions.get(_RUNNING, 0)
        table.add_row(
            each.namespace,
            f"{running}" if each.max_executions is None else f"{running} of {each.max_executions}",
            str(sum(each.executions.get(state, 0) for state in _QUEUED)),
            size_text(each.uploads.bytes),
            size_text(each.results.bytes),
            size_text(each.uploads.bytes + each.results.bytes),
            "" if each.max_bytes is None else size_text(each.max_bytes),
        )
    stdout(140).print(table)
