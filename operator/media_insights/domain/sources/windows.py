"""A window on a file: its first bytes, and a few more ranges, read as a parser asks for them."""

from collections.abc import Callable
from dataclasses import dataclass, field

HEAD_BYTES = 65_536
"""Number of first bytes that are read of every file."""

PIECE_BYTES = 4_096
"""Number of bytes that a further range has."""

MOST_PIECES = 48
"""Ranges that are read of one file at most: a hostile one can ask for no more."""

Range = Callable[[int, int], bytes]
"""Reads (start, length) of a file; fewer bytes come at its end."""


def nothing_more(_start: int, _length: int) -> bytes:
    """Read nothing: the range of a file of which only the head is there."""
    return b""


@dataclass(slots=True)
class Window:
    """A file of ``size`` bytes that begins with ``head``; what ``read`` brings is kept."""

    head: bytes
    size: int
    read: Range = nothing_more
    is_exhausted: bool = False
    """Whether more was asked for than is read of one file."""
    _pieces: dict[int, bytes] = field(default_factory=dict)

    def at(self, start: int, length: int) -> bytes:
        """Return at most ``length`` bytes from ``start``; fewer where the file ends or no more is to be read."""
        if start + length <= len(self.head) or start < 0:
            return self.head[max(0, start) : max(0, start + length)]
        found = self.head[start : start + length]
        while len(found) < length and start + len(found) < self.size:
            place = start + len(found)
            piece = self._piece(place // PIECE_BYTES)[place % PIECE_BYTES :]
            if not piece:
                break
            found += piece[: length - len(found)]
        return found

    def _piece(self, number: int) -> bytes:
        if number not in self._pieces:
            if len(self._pieces) >= MOST_PIECES:
                self.is_exhausted = True
                return b""
            self._pieces[number] = self.read(number * PIECE_BYTES, PIECE_BYTES)
        return self._pieces[number]
