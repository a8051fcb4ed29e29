"""embeddings.npy: one row of numbers for each image, in NumPy's format, readable in any language.

The format (NumPy Enhancement Proposal 1) is a short header – element type, shape – and then the numbers as they are.
Half precision: cosines of two vectors are right to three digits, at half the size.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ELEMENT = np.dtype("<f2")


class VectorFile:
    """Writes so many rows of so many numbers, one at a time: memory stays at one row, whatever the video's length."""

    def __init__(self, stream: IO[bytes], rows: int, dimension: int) -> None:
        self._stream, self._shape = stream, (rows, dimension)
        header: dict[str, Any] = {"descr": ELEMENT.str, "fortran_order": False, "shape": self._shape}
        np.lib.format.write_array_header_1_0(stream, header)

    def add(self, vector: NDArray[np.float32]) -> None:
        """Append the next row."""
        self._stream.write(vector.astype(ELEMENT).tobytes())

    def description(self, name: str) -> dict[str, Any]:
        """What a result says about the file."""
        rows, dimension = self._shape
        return {"Name": name, "Format": "npy", "ElementType": "float16", "Rows": rows, "Dimension": dimension}
