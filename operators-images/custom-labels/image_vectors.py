"""What image-embedding found: a vector for each image, and when it is. Nothing of it is believed unchecked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_operator import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

    from media_operator import Operator

_OF_VIDEOS = ("JobStatus", "VideoMetadata")
MATRIX = 2
"""Dimensions of rows of numbers."""


@dataclass(frozen=True)
class EmbeddedImages:
    """The images of one asset."""

    times: list[int]
    """Milliseconds, in order."""
    vectors: Any
    """Half precision [images, dimension], in the order of times; each row has the length 1."""
    model: dict[str, Any]
    """What made them."""
    video: dict[str, Any]
    """What the result says of the video; empty for an image."""

    @property
    def is_video(self) -> bool:
        """Whether the images are frames."""
        return bool(self.video)


def read_images(operator: Operator) -> EmbeddedImages:
    """Read result and numbers of image-embedding. Raises UnusableInput where the two do not fit."""
    result, rows = operator.json("embeddings"), _rows_of(operator.require("vectors"))
    try:
        listed = [(int(each["Timestamp"]), int(each["Index"])) for each in result["Embeddings"]]
        model = {"name": str(result["Model"]["name"]), "sha256": str(result["Model"]["sha256"])}
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableInput("the input 'embeddings' is no result of image-embedding: Embeddings or Model") from error
    if any(not 0 <= row < len(rows) for _, row in listed):
        raise UnusableInput(f"the input 'embeddings' names rows that the {len(rows)} vectors do not have")
    video = {name: result[name] for name in _OF_VIDEOS if name in result}
    return EmbeddedImages([time for time, _ in listed], rows[[row for _, row in listed]], model, video)


def _rows_of(path: Path) -> Any:
    try:
        rows = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError, SyntaxError) as error:
        raise UnusableInput(f"the input 'vectors' is no .npy file: {error}") from error
    if not isinstance(rows, np.ndarray) or rows.ndim != MATRIX or rows.dtype != np.dtype("<f2"):
        raise UnusableInput("the input 'vectors' does not hold rows of half precision")
    return rows
