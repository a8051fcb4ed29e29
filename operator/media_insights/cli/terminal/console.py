"""Console: the one way to print tables and coloured text, whatever is written in what they show."""

import re
import sys
from collections.abc import Iterable

from rich import console
from rich.segment import Segment

from media_insights.domain.wording import visible

_LINES = re.compile(r"(\n)")


class Console(console.Console):
    """A console to which ``[/b]`` in a name is no markup, and an escape sequence no order to the terminal."""

    def render(
        self, renderable: console.RenderableType, options: console.ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render as rich does, with every character visible; rich's own lines and colours are no text yet."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(_shown(segment.text), segment.style)


def stdout(width: int) -> Console:
    """Return a console for answers: as wide as the terminal, else of a fixed width."""
    return _console(width=None if sys.stdout.isatty() else width)


def stderr() -> Console:
    """Return a console for progress."""
    return _console(stderr=True)


def _console(*, width: int | None = None, stderr: bool = False) -> Console:
    file = None if stderr else sys.stdout
    return Console(file=file, stderr=stderr, highlight=False, markup=False, emoji=False, width=width)


def _shown(text: str) -> str:
    return "".join(part if part == "\n" else visible(part) for part in _LINES.split(text))
