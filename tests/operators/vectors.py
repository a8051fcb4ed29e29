"""Vectors as image-embedding writes them, read by their published format and nothing else."""

import ast
import io
import json
import struct
import zipfile
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Vectors:
    """The rows of embeddings.npy."""

    rows: list[tuple[float, ...]]

    def cosine(self, one: int, other: int, others: "Vectors | None" = None) -> float:
        """Inner product of a row and one of the `others` (its own by default)."""
        return sum(a * b for a, b in zip(self.rows[one], (others or self).rows[other], strict=True))

    def neighbour(self, row: int) -> int:
        """The other row that is nearest to this row."""
        return max(
            (other for other in range(len(self.rows)) if other != row), key=lambda other: self.cosine(row, other)
        )

    def nearest(self, row: int, others: "Vectors") -> int:
        """The row of `others` that is nearest to this row."""
        return max(range(len(others.rows)), key=lambda other: self.cosine(row, other, others))


def vectors_of(facts: dict[str, Any], content: bytes) -> Vectors:
    """Read embeddings.npy; fails where it is not what the result's `File` says."""
    assert content[:8] == b"\x93NUMPY\x01\x00"
    (length,) = struct.unpack("<H", content[8:10])
    header = ast.literal_eval(content[10 : 10 + length].decode("latin-1"))
    rows, dimension = header["shape"]
    assert header == {"descr": "<f2", "fortran_order": False, "shape": (facts["Rows"], facts["Dimension"])}
    assert facts["ElementType"] == "float16"
    values = struct.unpack(f"<{rows * dimension}e", content[10 + length :])
    return Vectors([values[row * dimension : (row + 1) * dimension] for row in range(rows)])


def frames_of(pictures: list[bytes]) -> bytes:
    """Return a frames.zip of encoded pictures as they are, one a second."""
    target = io.BytesIO()
    listed = [{"name": f"{number}.jpg", "timestamp": 1000 * number} for number in range(len(pictures))]
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("index.json", json.dumps({"version": 1, "frames": listed}))
        for frame, picture in zip(listed, pictures, strict=True):
            archive.writestr(str(frame["name"]), picture)
    return target.getvalue()
