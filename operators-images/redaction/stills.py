"""Reads an image, covers parts of it, and writes it as JPEG with nothing of the original's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiding import Style, hide_in_image
from PIL import Image

from media_kits.vision import images

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from boxes import Box

LONGEST = 8192
"""Pixels of the longer side; a larger image is reduced."""


def write(content: bytes, boxes: Sequence[Box], style: Style, target: Path) -> None:
    """Write the image, upright, with the boxes covered. Raises UnusableInput when it is none."""
    made = hide_in_image(images.decode(content, LONGEST), boxes, style)
    Image.fromarray(made).save(target, "JPEG", quality=92)
