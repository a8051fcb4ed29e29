"""Lines about moments that a search found, and the commands that cut them out: on a laptop and of a cluster."""

from dataclasses import dataclass

from media_insights.cli.terminal.shell_commands import shell_command
from media_insights.cli.terminal.timecodes import timecode
from media_insights.domain.edits.editing import OUTDATED
from media_insights.domain.wording import printable

_OUTDATED = "made of words that were corrected since"
FEW = 5
"""Moments found by their words below which those of a like meaning are printed, too."""
SIMILAR = "similar meaning:"
"""Stands above moments that were found by their meaning."""
_LEAST = 1000
"""Milliseconds of the shortest cut."""
_LONGEST = 160
"""Characters of a title on a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentLine:
    """What is printed of a moment."""

    asset: str
    operator: str
    title: str
    snippet: str
    start: int | None
    end: int | None
    confidence: float | None
    score: float | None = None
    """How alike it is; None for what was found by its words."""
    review: str = ""
    """What people said of it, as its field says."""

    def line(self) -> str:
        """Return when it is, in which asset, who found it, and what it is."""
        sure = "" if self.confidence is None else f"  {self.confidence:.0f} %"
        alike = "" if self.score is None else f"  {self.score:.2f} alike"
        outdated = f"  {_OUTDATED}" if self.review == OUTDATED else ""
        said = "" if self.snippet == self.title else f"  {printable(self.snippet)}"
        where = f"{printable(self.asset)}  {printable(self.operator)}"
        return f"{self._times():<13} {where}  {_short(self.title)}{sure}{alike}{outdated}{said}"

    def cut(self, file: str, name: str) -> str:
        """Return the command that cuts it out of a file, into one of a name; empty for what has no time."""
        if self.start is None:
            return ""
        length = max((self.end or 0) - self.start, _LEAST)
        suffix = file[file.rfind(".") :] if "." in file.rsplit("/", 1)[-1] else ""
        times = ["-ss", f"{self.start / 1000:g}", "-t", f"{length / 1000:g}"]
        return shell_command(["ffmpeg", *times, "-i", file, "-c", "copy", f"{name}-{self.start}{suffix}"])

    def _times(self) -> str:
        if self.start is None:
            return "–"
        first, last = timecode(self.start / 1000), timecode((self.start if self.end is None else self.end) / 1000)
        return first if first == last else f"{first}–{last}"


def _short(title: str) -> str:
    line = printable(title)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
