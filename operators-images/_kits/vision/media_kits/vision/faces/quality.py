"""How good the picture of a face is: Rekognition's Brightness and Sharpness, 0–100."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 96  # pixels; every face is measured at one size, so that a large blurred face is not called sharp
CRISP = 12.0  # standard deviation of the Laplacian of a face in focus at that size, relative to its contrast


def quality_of(pixels: NDArray[np.uint8], box: NDArray[Any]) -> dict[str, float]:
    """Return the mean luminance, and the detail relative to contrast, of a face's box in RGB pixels."""
    height, width = pixels.shape[:2]
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    right, bottom = min(width, max(left + 1, int(box[2]))), min(height, max(top + 1, int(box[3])))
    grey = Image.fromarray(pixels[top:bottom, left:right]).convert("L")
    face = np.asarray(grey.resize((SIDE, SIDE), Image.Resampling.HAMMING), np.float32)
    detail = float(_laplacian(face).std()) / max(float(face.std()), 1.0)
    return {"Brightness": float(face.mean()) / 2.55, "Sharpness": min(100.0, detail * CRISP * 10)}


def _laplacian(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return by how much each value's four neighbours together are above it; the image is mirrored at its edges."""
    wide = np.pad(values, 1, mode="reflect")
    return wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:] - 4 * values
