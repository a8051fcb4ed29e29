"""Lines of logs: how much of a log is told and in which parts, wherever it is kept; operators may write without end."""

from collections.abc import Iterator
from dataclasses import dataclass

MOST_OF_A_LOG = 16 * 2**20
"""Bytes of a log that are told, its last."""
MOST_OF_A_LINE = 64 * 1024
"""Bytes of a line of a log; a longer one is told in parts."""


def left_out(count: int, where: str) -> str:
    """Return the line that is told in the place of the first bytes of a log."""
    return f"(the first {count} bytes of this log are left out: {where} has them)"


def text_of(line: bytes) -> str:
    """Return a line, or a part of one, as it is told."""
    return line.decode("utf-8", "replace").rstrip("\r\n")


@dataclass(slots=True)
class LineSplitter:
    """Splits what comes piece by piece into lines, without their ends."""

    longest: int = 0
    """Bytes of the parts in which longer lines come; 0: lines are whole."""
    _rest: bytes = b""

    def add(self, piece: bytes) -> Iterator[bytes]:
        """Yield the lines that end in a piece, and parts of the one that does not."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            yield from self._parts(line)
        *parts, self._rest = self._parts(self._rest)
        yield from parts

    def end(self) -> Iterator[bytes]:
        """Yield the line that nobody ended, if there is one."""
        rest, self._rest = self._rest, b""
        if rest:
            yield rest

    def _parts(self, line: bytes) -> list[bytes]:
        if not self.longest:
            return [line]
        return [line[at : at + self.longest] for at in range(0, len(line), self.longest)] or [line]
