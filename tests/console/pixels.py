"""Pixels of a PNG as a browser writes it: eight bits, RGB with or without alpha, not interlaced (RFC 2083)."""

import struct
import zlib
from typing import Any

import numpy as np

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
"""Rows of columns of red, green and blue."""
Mask = np.ndarray[Any, np.dtype[np.bool_]]
"""Rows of columns: which pixels are meant."""


def decoded(png: bytes) -> Pixels:
    """Return the pixels of a picture."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour in (2, 6)) == (8, True), f"not a picture of a browser: {depth} bits, colour type {colour}"
    channels = 3 if colour == 2 else 4
    lines = np.frombuffer(zlib.decompress(_content(png)), np.uint8).reshape(height, 1 + width * channels)
    rows = np.zeros((height, width * channels), np.uint8)
    before = np.zeros(width * channels, np.uint8)
    for number, line in enumerate(lines):
        before = rows[number] = _unfiltered(int(line[0]), line[1:], before, channels)
    return rows.reshape(height, width, channels)[:, :, :3]


def _content(png: bytes) -> bytes:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            found.append(png[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(found)


def _unfiltered(kind: int, line: Pixels, above: Pixels, step: int) -> Pixels:
    match kind:
        case 0:
            return line
        case 1:
            return np.add.accumulate(line.reshape(-1, step), axis=0, dtype=np.uint8).reshape(-1)
        case 2:
            return line + above
    found = line.astype(np.int32)
    for at in range(len(found)):  # averages and Paeth lean on the pixel before: nothing here can be done at once
        left = int(found[at - step]) if at >= step else 0
        up = int(above[at])
        corner = int(above[at - step]) if at >= step else 0
        found[at] = (found[at] + ((left + up) // 2 if kind == 3 else _paeth(left, up, corner))) & 255
    return found.astype(np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]


def edges(mask: Mask) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is true in a mask, in pixels: the outer edges."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    assert rows.size, "there is nothing"
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)
