"""Whether an image shows something else than the one that was read last: reading text is the dearest step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = 128  # blocks across, about ten pixels each in a 1280-pixel frame: a changed letter changes its block
NOTICEABLE = 8.0  # grey levels; compression noise moves the mean of a block by one or two


@dataclass
class ChangeDetector:
    """Compares each image with the last one that was found different, so that slow changes add up."""

    seen: NDArray[Any] | None = None

    def changed(self, pixels: NDArray[np.uint8]) -> bool:
        """Return whether a block's brightness moved noticeably, and remember the image if so."""
        blocks = _blocks(pixels)
        same_shape = self.seen is not None and self.seen.shape == blocks.shape
        if same_shape and float(np.abs(blocks - self.seen).max()) < NOTICEABLE:
            return False
        self.seen = blocks
        return True


def _blocks(pixels: NDArray[np.uint8]) -> NDArray[Any]:
    rows = max(1, round(COLUMNS * pixels.shape[0] / pixels.shape[1]))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.asarray(cv2.resize(grey, (COLUMNS, min(rows, 4 * COLUMNS)), interpolation=cv2.INTER_AREA))
