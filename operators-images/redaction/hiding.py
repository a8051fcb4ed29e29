"""Makes parts of an image unrecognisable: all detail but a few cells is thrown away, so nothing can be restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boxes import Box
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

BLACK, GREY = 16, 128
"""Luminance of black and value of no colour, in limited range."""


@dataclass(frozen=True)
class Style:
    """How things are covered: `blur`, `pixelate` or `fill`; `cells` is how many values the shorter side keeps."""

    name: str
    cells: int

    @classmethod
    def of(cls, parameters: dict[str, Any]) -> Style:
        """Return the style that parameters ask for: strength 10 leaves two cells, strength 1 leaves eleven."""
        return cls(parameters["style"], 12 - parameters["strength"])

    def cover(self, pixels: Pixels, black: int) -> None:
        """Cover all of these pixels, [height, width] or [height, width, channels], in place."""
        height, width = pixels.shape[:2]
        if self.name == "fill":
            pixels[:] = black
            return
        scale = min(1.0, self.cells / max(1, min(height, width)))
        few = (max(1, round(width * scale)), max(1, round(height * scale)))
        way = Image.Resampling.BILINEAR if self.name == "blur" else Image.Resampling.NEAREST
        # Cells of Pillow's box window jump from pixel to pixel when a cover moves, which is dear to encode.
        small = Image.fromarray(pixels).resize(few, Image.Resampling.HAMMING)
        pixels[:] = np.asarray(small.resize((width, height), way))


def hide_in_frame(block: bytes, size: tuple[int, int], boxes: Sequence[Box], style: Style) -> bytes:
    """Return a frame, raw 4:2:0 in planes, with the boxes covered; other samples stay as they are, bit for bit."""
    if not boxes:
        return block
    width, height = size
    samples = np.frombuffer(block, np.uint8).copy()
    planes = (
        samples[: width * height].reshape(height, width),
        samples[width * height : width * height * 5 // 4].reshape(height // 2, width // 2),
        samples[width * height * 5 // 4 :].reshape(height // 2, width // 2),
    )
    for box in boxes:
        left, top, right, bottom = _pixels(box, width // 2, height // 2)
        if left < right and top < bottom:
            style.cover(planes[0][2 * top : 2 * bottom, 2 * left : 2 * right], BLACK)
            style.cover(planes[1][top:bottom, left:right], GREY)
            style.cover(planes[2][top:bottom, left:right], GREY)
    return samples.tobytes()


def hide_in_image(pixels: Pixels, boxes: Sequence[Box], style: Style) -> Pixels:
    """Return RGB pixels with the boxes covered."""
    made = pixels.copy()
    height, width = made.shape[:2]
    for box in boxes:
        left, top, right, bottom = _pixels(box, width, height)
        if left < right and top < bottom:
            style.cover(made[top:bottom, left:right], 0)
    return made


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the pixels that a box touches, kept inside the image."""
    return (
        max(0, int(np.floor(box.left * width))),
        max(0, int(np.floor(box.top * height))),
        min(width, int(np.ceil(box.right * width))),
        min(height, int(np.ceil(box.bottom * height))),
    )
