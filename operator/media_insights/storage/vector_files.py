"""Files of vectors: rows of numbers in half precision, as operators write them in NumPy's format."""

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from media_insights.errors import Damaged, Unavailable
from media_insights.storage.store import Store

MAX_BYTES = 256 * 2**20
"""Bytes of a file of vectors that are read: some hundred hours of speech, or thirty of frames."""
PIECE = 4 * 2**20
"""Bytes of such a file that are in memory at a time."""
MAX_DIMENSION = 4096
HALF = 2
"""Bytes of a number."""
_NPY = b"\x93NUMPY\x01\x00"
_HEADER_BYTES = len(_NPY) + 2 + 0xFFFF
"""At most: two bytes say how long the header is."""
_HEADER = re.compile(
    r"\{'descr': '<f2', 'fortran_order': False, 'shape': \((?P<rows>\d{1,9}), (?P<columns>\d{1,5})\), \}\s*"
)


@dataclass(frozen=True, slots=True)
class VectorTable:
    """What the header of a file of vectors says."""

    rows: int
    columns: int
    start: int
    """Offset of the first number."""

    @property
    def bytes(self) -> int:
        """Bytes of the whole file."""
        return self.start + self.rows * self.row_bytes

    @property
    def row_bytes(self) -> int:
        """Bytes of a row."""
        return HALF * self.columns


ReadRange = Callable[[int, int], bytes]
"""Returns at most so many bytes from an offset, as :meth:`~media_insights.storage.store.Store.range` does."""


@dataclass(frozen=True, slots=True)
class VectorRows:
    """A file of vectors that is read piece by piece."""

    name: str
    """Of the result that it belongs to."""
    table: VectorTable
    read: ReadRange
    beginning: bytes
    """The file's first bytes: all of a small one, so that it is read once."""

    def pieces(self, rows: Sequence[int]) -> Iterator[bytes]:
        """Yield these rows in pieces of whole ones, :data:`PIECE` bytes at most.

        In ascending order each part of the file is read once. Raises Unavailable for a file that another one was
        stored for meanwhile: what is derived the next time is made of that.
        """
        size, start, window = self.table.row_bytes, 0, self.beginning
        step = max(1, PIECE // size)
        for first in range(0, len(rows), step):
            piece = list[bytes]()
            for row in rows[first : first + step]:
                at = self.table.start + size * row
                if not start <= at <= start + len(window) - size:
                    start, window = at, self.read(at, PIECE)
                piece.append(window[at - start : at - start + size])
            if any(len(each) != size for each in piece):
                raise Unavailable(f"the vectors of {self.name} have changed while they were read")
            yield b"".join(piece)


def vectors_in(content: bytes, name: str) -> VectorRows:
    """Return the file of vectors with this content. Raises Damaged."""
    return _file_of(lambda start, length: content[start : start + length], len(content), name)


def stored_vectors(store: Store, key: str, name: str) -> VectorRows:
    """Return a stored file of vectors, of which the beginning is read. Raises Damaged."""
    return _file_of(partial(store.range, key), store.head(key).bytes, name)


def _file_of(read: ReadRange, size: int, name: str) -> VectorRows:
    if size > MAX_BYTES:
        raise Damaged(f"the vectors of {name} have more than {MAX_BYTES} bytes")
    beginning = read(0, PIECE)
    return VectorRows(name, _table_of(beginning, size, name), read, beginning)


def row_of(store: Store, key: str, row: int, name: str) -> tuple[float, ...]:
    """Return one row of a stored file, of which the header and this row are read, however large it is.

    Raises Damaged for a file that is none, or has no such row.
    """
    table = _table_of(store.range(key, 0, _HEADER_BYTES), store.head(key).bytes, name)
    if not 0 <= row < table.rows:
        raise Damaged(f"the result {name} names the row {row} of {table.rows}")
    numbers = store.range(key, table.start + row * table.row_bytes, table.row_bytes)
    if len(numbers) != table.row_bytes:  # another file was stored meanwhile
        raise Damaged(f"the vectors of {name} are not as long as their file says")
    return struct.unpack(f"<{table.columns}e", numbers)


def _table_of(content: bytes, size: int, name: str) -> VectorTable:
    """Return what the header says, from the file's beginning and how many bytes it has. Raises Damaged.

    https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
    """
    if not content.startswith(_NPY) or len(content) < len(_NPY) + 2:
        raise Damaged(f"the vectors of {name} are no .npy file of version 1.0")
    start = len(_NPY) + 2
    (length,) = struct.unpack("<H", content[len(_NPY) : start])
    header = _HEADER.fullmatch(content[start : start + length].decode("latin-1"))
    if header is None:
        raise Damaged(f"the vectors of {name} are no rows of little-endian half precision")
    table = VectorTable(int(header["rows"]), int(header["columns"]), start + length)
    if not 0 < table.columns <= MAX_DIMENSION or size != table.bytes:
        raise Damaged(f"the vectors of {name} are not as long as their file says")
    return table
