"""Live progress of an execution on stderr: a table in a terminal, a line per change anywhere else."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol, Self

from rich.console import Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.cli.terminal import folding
from media_insights.cli.terminal.console import stderr
from media_insights.cli.terminal.failures import say
from media_insights.cli.terminal.outcome import operators_of, seconds_of
from media_insights.domain.wording import printable

COLOURS = {
    "Complete": "green",
    "Skipped": "dim",
    "Error": "bold red",
    "TimedOut": "bold red",
    "Cancelled": "yellow",
    "Executing": "cyan",
    "Started": "cyan",
    "Waiting": "yellow",
}
"""How each word of a status is coloured; the others are dim."""


class ProgressView(Protocol):
    """View of a run in progress."""

    def note(self, sentence: str) -> None:
        """Print one thing that is happening, for instance that a file is being uploaded."""

    def show(self, status: ExecutionStatus) -> None:
        """Print the newest status."""


@contextmanager
def open_progress(title: str, *, quiet: bool = False) -> Iterator[ProgressView]:
    """Show a run while the block runs: nothing when quiet, a live table in a terminal, else plain lines."""
    if quiet:
        yield ProgressLines(title, silent=True)
    elif sys.stderr.isatty():
        with ProgressTable(title) as table:
            yield table
    else:
        yield ProgressLines(title)


class ProgressLines:
    """One line on stderr per change: for logs, pipes and people without a terminal."""

    def __init__(self, title: str, *, silent: bool = False) -> None:
        self._start = time.monotonic()
        self._seen: dict[str, str] = {}
        self._silent = silent
        self.note(title)

    def note(self, sentence: str) -> None:
        """Write one line with the time since the start."""
        if not self._silent:
            say(f"{clock(time.monotonic() - self._start):>6}  {sentence}")

    def show(self, status: ExecutionStatus) -> None:
        """Write a line for each operator whose status is new, and for the execution's own state."""
        self._change("", f"{status.state}{_waiting(status)}" if status.state else "")
        together = folding.share_a_line(_statuses(status))
        if together:
            self._change(folding.SKIPPED, folding.line_of(together))
        for operator in operators_of(status):
            if operator.status not in ("Not Started", "Started") and operator.name not in together:
                self._change(operator.name, _line(operator))

    def _change(self, name: str, text: str) -> None:
        if text and self._seen.get(name) != text:
            self._seen[name] = text
            self.note(f"{name or 'execution':<20} {text}")


def _statuses(status: ExecutionStatus) -> dict[str, str]:
    return {each.name: each.status for each in operators_of(status)}


class ProgressTable:
    """A live table of stages and operators; times move on by themselves between statuses."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._start = time.monotonic()
        self._status = ExecutionStatus()
        self._note = ""
        self._spinner = Spinner("dots")
        self._live = Live(self, console=stderr(), refresh_per_second=5, transient=True)

    def __enter__(self) -> Self:
        """Start drawing."""
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was drawn: the summary takes its place."""
        self._live.stop()

    def note(self, sentence: str) -> None:
        """Show a sentence under the title."""
        self._note = sentence

    def show(self, status: ExecutionStatus) -> None:
        """Show the newest status."""
        self._status, self._note = status, ""

    def __rich__(self) -> Group:
        """Return what is drawn now."""
        elapsed = clock(time.monotonic() - self._start)
        state = f"{self._status.state}{_waiting(self._status)}"
        self._spinner.text = Text.assemble(
            (printable(self._title), "bold"),
            "  ",
            (state, COLOURS.get(self._status.state, "")),
            f"  {self._status.progress}  {elapsed}",
        )
        return Group(
            self._spinner, *([Text(f"  {printable(self._note)}", "dim")] if self._note else []), _rows(self._status)
        )


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds: ``1:05``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _rows(status: ExecutionStatus) -> Group:
    table = Table.grid(padding=(0, 2))
    now = datetime.now(UTC)
    together = folding.share_a_line(_statuses(status))
    for stage in status.stages:
        alone = [operator for operator in stage.operators if operator.name not in together]
        for number, operator in enumerate(alone):
            seconds = seconds_of(operator, now if operator.status in ("Started", "Executing") else None)
            table.add_row(
                Text(f"  {stage.name}" if number == 0 else "", "dim"),
                operator.name,
                Text(operator.status, COLOURS.get(operator.status, "dim")),
                operator.progress if operator.status == "Executing" else "",
                clock(seconds) if seconds is not None else "",
                Text(printable(operator.message), "dim", overflow="ellipsis", no_wrap=True),
            )
    skipped = f"  {folding.SKIPPED}: {folding.line_of(together)}"
    return Group(table, *([Text(skipped, "dim")] if together else []))


def _line(operator: OperatorProgress) -> str:
    seconds = seconds_of(operator)
    took = f" ({seconds:.1f} s)" if seconds is not None and operator.finished_at else ""
    return f"{operator.status}{took}{f': {operator.message}' if operator.message else ''}"


def _waiting(status: ExecutionStatus) -> str:
    if status.state != "Queued" or not status.queue:
        return ""
    reason = f": {status.queue.reason}" if status.queue.reason else ""
    return f" (position {status.queue.position}{reason})" if status.queue.position else reason
