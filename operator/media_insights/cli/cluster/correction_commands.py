"""``kubectl media edits`` and ``people``: what people corrected, and who is seen, through the HTTP API."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from media_insights.cli.cluster import executions
from media_insights.cli.cluster.clusters import Cluster, Place, connect
from media_insights.cli.cluster.installation.api_discovery import endpoint_of
from media_insights.cli.cluster.installation.files_by_api import api_failures
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.failures import Failure, as_failures, say
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import Output
from media_insights.cli.terminal.progress import clock
from media_insights.client.calls import Client
from media_insights.client.corrections import AnsweredEdit, AnsweredPerson
from media_insights.domain.wording import printable


class WhichPeople(StrEnum):
    """Which people are listed."""

    ALL = "all"
    YES = "yes"
    NO = "no"


@grouped
@as_failures()
def edits(
    asset: Annotated[str, typer.Argument(help="Name of the asset.", show_default=False)],
    *,
    undo: Annotated[str, typer.Option("--undo", help="Id of an edit that is taken back.", show_default=False)] = "",
    place: Place,
    store: StoreFlags,
    output: Output = Format.TABLE,
) -> None:
    """List what people changed of an asset's results, or take one change back."""
    cluster = connect(place)
    uid = executions.asset_of(cluster, asset).metadata.uid
    with _client(cluster, store, "edits are read and taken back") as client:
        if undo:
            client.undo_edit(uid, undo)
        found = client.edits(uid)
    if output is not Format.TABLE:
        emit([each.model_dump(mode="json", by_alias=True) for each in found], output)
    elif found:
        _print(("ID", "AT", "BY", "CHANGE", "STATE"), (_edit(each) for each in found))
    else:
        say(f"nobody has edited the results of {asset}")


@grouped
@as_failures()
def people(
    *,
    everywhere: Annotated[
        bool, typer.Option("--all-namespaces", "-A", help="In every namespace whose assets you may read.")
    ] = False,
    named: Annotated[WhichPeople, typer.Option("--named", help="Those with a name, or without.")] = WhichPeople.ALL,
    place: Place,
    store: StoreFlags,
    output: Output = Format.TABLE,
) -> None:
    """List who is seen in which asset, with the names that people gave."""
    cluster = connect(place)
    with _client(cluster, store, "people are listed") as client:
        found = list(client.people("" if everywhere else cluster.namespace, named=named.value))
    if output is not Format.TABLE:
        emit([each.model_dump(mode="json", by_alias=True) for each in found], output)
    elif found:
        _print(("ASSET", "WHO", "RESULT", "STRETCHES", "FROM", "TO"), (_person(each) for each in found))
    else:
        say("nobody is seen")


@contextmanager
def _client(cluster: Cluster, store: StoreFlags, what: str) -> Iterator[Client]:
    endpoint = endpoint_of(cluster, store)
    if isinstance(endpoint, str):
        raise Failure(f"{what} through the HTTP API: {endpoint}")
    with api_failures():
        yield Client(endpoint)


def _edit(edit: AnsweredEdit) -> tuple[str, ...]:
    about = ", ".join(edit.originals) or (edit.anchor.title if edit.anchor else "") or edit.undoes
    change = f"{edit.operation} {edit.result} {about}".strip()
    return edit.id, edit.at, edit.by, f"{change} → {edit.value}" if edit.value else change, edit.reason or edit.state


def _person(person: AnsweredPerson) -> tuple[str, ...]:
    times = ("" if each is None else clock(each / 1000) for each in (person.start, person.end))
    return person.asset.name, person.name or f"({person.identity})", person.result, str(person.moments), *times


def _print(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for each in headings:
        table.add_column(each, overflow="fold")
    for row in rows:
        table.add_row(*map(printable, row))
    stdout(160).print(table)
