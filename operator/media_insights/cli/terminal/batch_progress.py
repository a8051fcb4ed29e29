"""Progress of many files on stderr: one line that changes in a terminal, a line now and then anywhere else."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.live import Live
from rich.text import Text

from media_insights.cli.terminal.console import stderr
from media_insights.cli.terminal.failures import say
from media_insights.cli.terminal.progress import clock
from media_insights.local.batches import BatchState

SECONDS = 10.0
"""Between two lines where there is no terminal."""


class BatchView(Protocol):
    """View of a batch in progress."""

    def show(self, state: BatchState) -> None:
        """Print how far it is."""


@contextmanager
def open_batch_progress(title: str) -> Iterator[BatchView]:
    """Show a batch while the block runs."""
    say(title)
    if not sys.stderr.isatty():
        yield _Lines()
        return
    line = _Line()
    with Live(line, console=stderr(), refresh_per_second=2, transient=True):
        yield line


def line_of(state: BatchState, seconds: float) -> str:
    """Return how far a batch is after some seconds: files, failures and, once there is one, rate and time left."""
    parts = [f"{state.kept + state.ended} of {state.total} files"]
    parts += [f"{state.failed} failed"] if state.failed else []
    rate = state.work / seconds if seconds > 0 else 0.0
    if rate:
        parts += [f"{60 * rate:.3g} a minute", f"{clock(state.left / rate)} left"]
    return ", ".join(parts)


class _Lines:
    def __init__(self) -> None:
        self._start = self._last = time.monotonic()

    def show(self, state: BatchState) -> None:
        now = time.monotonic()
        if now - self._last >= SECONDS or state.ended + state.kept == state.total:
            self._last = now
            say(f"{clock(now - self._start):>6}  {line_of(state, now - self._start)}")


class _Line:
    def __init__(self) -> None:
        self._start = time.monotonic()
        self._state = BatchState(total=0)

    def show(self, state: BatchState) -> None:
        self._state = state

    def __rich__(self) -> Text:
        seconds = time.monotonic() - self._start
        return Text(f"{clock(seconds):>6}  {line_of(self._state, seconds)}")
