"""``kubectl media get``: assets on one screen, or all about one of them."""

from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition_of
from media_insights.api.v1alpha1.times import seconds_between
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.executions import executions_of
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.cost_text import cost_text
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.outcome import REJECTED, operators_of, seconds_of
from media_insights.cli.terminal.progress import COLOURS, clock
from media_insights.domain.running.pointers import pointers_in
from media_insights.domain.wording import printable
from media_insights.kube.resources import ASSETS


def show_all(cluster: Cluster, format_: Format) -> None:
    """Print all assets of the namespace."""
    listed = Objects(cluster, ASSETS).list()
    if format_ is not Format.TABLE:
        emit({"assets": listed}, format_)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("NAME", "TYPE", "LENGTH", "STATE", "MESSAGE", "AGE"):
        table.add_column(heading, overflow="fold")
    for manifest in listed:
        asset = MediaAsset.model_validate(manifest)
        state, message = _state_of(asset)
        media = asset.status.media or MediaFacts()
        table.add_row(
            asset.metadata.name,
            media.type,
            clock(media.duration_millis / 1000) if media.duration_millis else "",
            Text(state, COLOURS.get(state, "")),
            message,
            _age(asset.metadata.creation_timestamp),
        )
    _print(table if listed else f"no assets in namespace {cluster.namespace}: kubectl media analyze FILE makes one")


def show_one(cluster: Cluster, name: str, format_: Format) -> None:
    """Print an asset, its executions and their operators."""
    manifest = Objects(cluster, ASSETS).get(name)
    executions = executions_of(cluster, name)
    if format_ is not Format.TABLE:
        shown = [each.model_dump(by_alias=True, mode="json", exclude_none=True) for each in executions]
        emit({"asset": manifest, "executions": shown}, format_)
        return
    asset = MediaAsset.model_validate(manifest)
    state, message = _state_of(asset)
    _print(Text.assemble((name, "bold"), "  ", (state, COLOURS.get(state, "")), f"  {message}"))
    _print(Text(printable(asset.spec.source.uri), "dim"))
    for execution in executions:
        _print(_execution(execution))
    for each in pointers_in(asset.status).files:
        _print(Text(f"{printable(each.media):<14} {each.bytes:>12,} bytes  {printable(each.key)}", "dim"))


def _execution(execution: MediaExecution) -> Table:
    status = execution.status
    table = Table.grid(padding=(0, 2))
    table.add_row(
        Text(execution.metadata.name, "bold"),
        Text(status.state, COLOURS.get(status.state, "")),
        status.progress,
        printable(status.message),
    )
    now = datetime.now(UTC)
    for each in operators_of(status):
        seconds = seconds_of(each, now if each.status == "Executing" else None)
        took = clock(seconds) if seconds is not None else ""
        table.add_row(
            f"  {each.name}",
            Text(each.status, COLOURS.get(each.status, "dim")),
            took,
            printable(each.message),
            Text(cost_text(each.cost), "dim"),
        )
    if status.cost:
        table.add_row("", "", "", "", Text(f"together {cost_text(status.cost)}", "dim"))
    return table


def _state_of(asset: MediaAsset) -> tuple[str, str]:
    """Return the one word and the sentence that say most about an asset."""
    accepted = condition_of(asset.status.conditions, ACCEPTED)
    ready = condition_of(asset.status.conditions, READY)
    if accepted and accepted.status == "False":
        return REJECTED, printable(accepted.message)
    return (ready.reason, printable(ready.message)) if ready else ("", "")


def _age(made: datetime | None) -> str:
    seconds = seconds_between(made, datetime.now(UTC))
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)}{unit}"
    return f"{int(seconds)}s"


def _print(what: object) -> None:
    stdout(160).print(what)
