"""Saved searches on the command line, the same for a results folder and for a cluster."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Protocol

import typer

from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.ports.moment_search import SearchOrder


@dataclass(frozen=True, slots=True)
class OrderedQuery:
    """A query, and the order in which what it finds is shown."""

    query: str
    order: SearchOrder = "relevance"


class SavedQueries(Protocol):
    """Where queries are kept under names."""

    def all(self) -> Iterable[tuple[str, str]]:
        """Return name and query of all."""

    def query(self, name: str) -> OrderedQuery:
        """Return a query."""

    def save(self, name: str, query: OrderedQuery) -> None:
        """Keep a query, also in the place of another one."""

    def delete(self, name: str) -> None:
        """Remove one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFlags:
    """Options of saved searches."""

    save: Annotated[str, typer.Option("--save", metavar="NAME", help="Save the query under a name.")] = ""
    saved: Annotated[str, typer.Option("--saved", metavar="NAME", help="Search by a saved query.")] = ""
    list_saved: Annotated[bool, typer.Option("--list-saved", help="List saved queries.")] = False
    delete_saved: Annotated[str, typer.Option("--delete-saved", metavar="NAME", help="Delete a saved query.")] = ""


def query_to_ask(
    flags: SavedFlags, query: str | None, order: SearchOrder | None, saved: SavedQueries
) -> OrderedQuery | None:
    """Return the query to ask, by its text or by its name; None when saved ones were only listed or deleted.

    ``order`` is the one that was asked for, in place of a saved one. Raises Failure for what contradicts itself.
    """
    chosen = [query is not None, bool(flags.saved), flags.list_saved, bool(flags.delete_saved)]
    if sum(chosen) != 1 or (flags.save and query is None):
        said = "say what to find, or which saved query: one of QUERY, --saved, --list-saved and --delete-saved"
        raise Failure(f"{said}; --save goes with QUERY", code=USAGE)
    if flags.list_saved:
        _list(saved)
        return None
    if flags.delete_saved:
        saved.delete(flags.delete_saved)
        say(f"{flags.delete_saved} is deleted")
        return None
    found = saved.query(flags.saved) if flags.saved else OrderedQuery(query or "")
    return replace(found, order=order) if order else found


def _list(saved: SavedQueries) -> None:
    found = list(saved.all())
    width = max((len(name) for name, _ in found), default=0)
    for name, query in found:
        tell(f"{name:<{width}}  {query}")
    if not found:
        say("nothing is saved: --save NAME keeps a query")
