"""From the bytes of one image, which may be hostile, to upright RGB pixels.

The size is read from the header and bounded before anything is decoded; only well-tried formats are tried.
"""

from __future__ import annotations

import io
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps

from media_operator.errors import UnusableInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000")
"""Names of Pillow's readers: those of every image that the product accepts, and no other."""

MAX_PIXELS = 100_000_000
MAX_SIDE = 65_000
Image.MAX_IMAGE_PIXELS = None  # bounded here, before decoding, in words of ours
Image.init()  # registers every plugin; FORMATS then says which of them may read
SIXTEEN_BIT = ("I", "I;16", "I;16B", "I;16L", "F")


def decode(content: bytes, longest: int, what: str = "the image") -> NDArray[np.uint8]:
    """Return the image as [height, width, 3] RGB, rotated as its EXIF says, no side longer than `longest`.

    Transparent parts become white, the first frame stands for an animation. Raises UnusableInput in words that name
    `what` when it is no image, damaged, or more than 100 million pixels.
    """
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _demand_bounded(image.size, what)
            image.draft("RGB", (longest, longest))  # a JPEG is decoded at an eighth to the whole of its size: cheaper
            _turn_upright(image)
            return _pixels(image, longest)
    except (UnusableInput, MemoryError):
        raise
    except Image.UnidentifiedImageError as error:
        raise UnusableInput(f"{what} is not an image of a known format ({', '.join(FORMATS)})") from error
    except Exception as error:  # decoders raise almost anything on damaged data
        raise UnusableInput(f"{what} is damaged: {str(error) or type(error).__name__}") from error


def _demand_bounded(size: tuple[int, int], what: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_SIDE:
        raise UnusableInput(
            f"{what} claims {width} x {height} pixels; at most {MAX_PIXELS // 10**6} million pixels "
            f"and {MAX_SIDE} a side are decoded"
        )


def _turn_upright(image: Image.Image) -> None:
    # In place: a copy of a hundred million pixels is 400 MB. Damaged EXIF is ignored: the image itself may be fine.
    with suppress(SyntaxError, ValueError, TypeError, KeyError):
        ImageOps.exif_transpose(image, in_place=True)


def _pixels(image: Image.Image, longest: int) -> NDArray[np.uint8]:
    image = _eight_bit(image, longest)
    if max(image.size) > longest:
        image.thumbnail((longest, longest), Image.Resampling.BICUBIC)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    return np.asarray(image.convert("RGB"))


def _eight_bit(image: Image.Image, longest: int) -> Image.Image:
    """Sixteen-bit and floating-point greys, stretched to what they hold: Pillow's own conversion would clip them."""
    if image.mode not in SIXTEEN_BIT:
        return image
    step = max(1, max(image.size) // (2 * longest))  # four bytes a pixel and more: a huge one is thinned out first
    values: NDArray[Any] = np.nan_to_num(np.asarray(image)[::step, ::step].astype(np.float32))
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255 / (high - low or 1))).astype(np.uint8))
