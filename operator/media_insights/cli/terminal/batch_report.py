"""Report of many files: counts, the most frequent failures, and each file that did not end Complete."""

from collections import Counter
from pathlib import Path
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.progress import COLOURS
from media_insights.domain.wording import printable
from media_insights.local.batches import BatchState, ItemEnding

SHOWN = 5
"""Sentences of failures that a summary shows."""


def report_of(state: BatchState, skipped: int) -> dict[str, Any]:
    """Return the object that ``-o json`` prints."""
    return {
        "files": state.total,
        "kept": state.kept,
        "states": dict(state.counts),
        "notBegun": state.not_begun,
        "skipped": skipped,
        "failures": [{"message": message, "count": count} for message, count in _most_frequent(state)],
        "endings": [
            {
                "file": str(each.file),
                "asset": each.asset,
                "execution": each.execution,
                "status": each.state,
                "message": each.message,
            }
            for each in state.endings
        ],
    }


def print_report(state: BatchState, skipped: int, failures: Path) -> None:
    """Print the summary on stdout."""
    console = stdout(120)
    console.print(_heading(state, skipped))
    frequent = _most_frequent(state)
    table = Table.grid(padding=(0, 2))
    for message, count in frequent[:SHOWN]:
        table.add_row(f"{count} ×", Text(printable(message), "red"), Text(_examples(state, message), "dim"))
    console.print(Padding(table, (0, 0, 0, 2)))
    if len(frequent) > SHOWN:
        console.print(Text(f"  and {len(frequent) - SHOWN} other sentences", "dim"))
    if state.endings:
        console.print(Text(f"{failures}    each file that did not end Complete, and why", "dim"))


def _heading(state: BatchState, skipped: int) -> Text:
    heading = Text.assemble((f"{state.total} file{'s' if state.total != 1 else ''}", "bold"), "  ")
    counts = [(f"{count} {word}", COLOURS.get(word, "bold red")) for word, count in state.counts.items() if count]
    counts += [(f"{state.kept} kept from an earlier run", "dim")] if state.kept else []
    counts += [(f"{state.not_begun} not begun", "yellow")] if state.not_begun else []
    counts += [(f"{skipped} skipped", "dim")] if skipped else []
    for number, (words, colour) in enumerate(counts):
        heading.append(", " if number else "").append(words, colour)
    return heading


def _most_frequent(state: BatchState) -> list[tuple[str, int]]:
    return Counter(each.message for each in state.endings if _failed(each)).most_common()


def _failed(ending: ItemEnding) -> bool:
    return ending.state not in {"Waiting", "Cancelled"}


def _examples(state: BatchState, message: str) -> str:
    found = [each.file.name for each in state.endings if each.message == message]
    return printable(found[0]) + (" …" if len(found) > 1 else "")
