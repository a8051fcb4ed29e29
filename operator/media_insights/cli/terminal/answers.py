"""Answers of commands: the one way to write text to stdout, whatever is written in the names that it tells."""

import sys
from collections.abc import Iterable

from media_insights.domain.wording import one_entry, visible


def tell(line: str) -> None:
    """Write one line to stdout; a name with a line's end in it makes no second one."""
    sys.stdout.write(f"{one_entry(line)}\n")
    sys.stdout.flush()


def write_document(pieces: Iterable[str]) -> None:
    """Write a document to stdout: its very characters for a file or another program, visible ones for a terminal."""
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
    for piece in pieces:
        sys.stdout.write(visible(piece) if sys.stdout.isatty() else piece)
    sys.stdout.flush()
