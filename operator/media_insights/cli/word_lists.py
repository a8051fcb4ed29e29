"""``lists``: vocabularies, terminologies and filters; one set of verbs for a cluster and for this machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from media_insights.cli.terminal.answers import tell, write_document
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.cli.terminal.files import readable_file
from media_insights.cli.terminal.formats import Format, emit
from media_insights.domain.word_lists import ListKind, ListName, require_content
from media_insights.errors import InvalidObject
from media_insights.storage.word_lists import StoredList, WordLists

HELP = "Vocabularies, terminologies and filters under names, with all their versions."

KindArgument = Annotated[ListKind, typer.Argument(help="What it lists.", show_default=False)]
ListArgument = Annotated[str, typer.Argument(metavar="LIST", help="Its name.", show_default=False)]
ListFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="One term a line; a terminology is CSV.", show_default=False)
]
VersionOption = Annotated[
    int | None, typer.Option("--version", min=1, help="An older version.", show_default="the newest")
]


class Lists(Protocol):
    """Where lists are kept. A row has Kind, Name, Version, Versions and Bytes."""

    def rows(self) -> Iterable[dict[str, Any]]:
        """Yield a row for each list."""

    def put(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        """Store a version, and return the row."""

    def read(self, wanted: ListName) -> str:
        """Return the content of a version."""

    def delete(self, kind: str, name: str) -> None:
        """Remove a list with all its versions."""


@dataclass(frozen=True, slots=True)
class ListsInStore:
    """Fulfils :class:`Lists` over the store itself."""

    found: WordLists

    def rows(self) -> Iterable[dict[str, Any]]:
        """Yield a row for each list."""
        for kind, name in self.found.all():
            yield _row(self.found.describe(kind, name))

    def put(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        """Store a version, and return the row."""
        return _row(self.found.put(kind, name, content))

    def read(self, wanted: ListName) -> str:
        """Return the content of a version."""
        return self.found.read(wanted).decode("utf-8-sig", "replace")

    def delete(self, kind: str, name: str) -> None:
        """Remove a list with all its versions."""
        self.found.delete(kind, name)


def put(lists: Lists, kind: str, name: str, file: Path) -> None:
    """Store a file as the newest version of a list, and say how a parameter names it."""
    content = readable_file(file).read_bytes()
    try:
        require_content(kind, content)
    except InvalidObject as error:
        raise Failure(f"{file}: {error}", code=USAGE) from error
    row = lists.put(kind, name, content)
    say(f"{name} is at version {row['Version']}; a parameter names it {ListName(kind, name)}")


def show(lists: Lists, output: Format) -> None:
    """Print a line for each list."""
    rows = list(lists.rows())
    if output is not Format.TABLE:
        emit(rows, output)
        return
    for row in rows:
        tell(f"{ListName(row['Kind'], row['Name'])}\tversion {row['Version']}\t{row['Bytes']:,} bytes")
    if not rows:
        tell("no lists: make one with lists put vocabularies NAME FILE")


def print_content(lists: Lists, kind: str, name: str, version: int | None) -> None:
    """Print what a version holds."""
    write_document([lists.read(ListName(kind, name, version))])


def delete(lists: Lists, kind: str, name: str) -> None:
    """Remove a list with all its versions."""
    lists.delete(kind, name)
    say(f"removed {ListName(kind, name)} with all its versions")


def _row(found: StoredList) -> dict[str, Any]:
    return {
        "Kind": found.kind,
        "Name": found.name,
        "Version": found.version,
        "Versions": list(found.versions),
        "Bytes": found.size,
    }
