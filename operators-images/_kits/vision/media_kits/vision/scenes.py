"""What the whole image shows, from a classifier of single-subject images."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from media_kits.vision.networks import resized

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from media_kits.vision.networks import Network


def classify(network: Network, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the score of each class: the mean of two looks, at the whole image squeezed and at its middle square."""
    width, height = network.size
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    views = (pixels, pixels[top : top + side, left : left + side])
    batch = np.stack([network.normalised(resized(view, width, height)).transpose(2, 0, 1) for view in views])
    return np.asarray(network.run(batch)["scores"].mean(axis=0), np.float32)
