"""Images made to fit a network's input, and the way back from its pixels to the image's.

`input.fit` of a manifest says how: `stretch` changes the shape, `letterbox` keeps it and leaves what is over at the
right and below, `letterbox-centre` at both sides. `input.pad` is the grey (0–255) of what is over; without it, that is
zero after normalisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from PIL import Image

from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from numpy.typing import NDArray

Fit = Literal["stretch", "letterbox", "letterbox-centre"]


@dataclass(frozen=True)
class Fitted:
    """An image as a network takes it: `values` [height, width, channels].

    A place in the image times `scale` plus `offset`, both (x, y), is that place in the input; `original` is the image's
    (width, height).
    """

    values: NDArray[np.float32]
    original: tuple[int, int]
    scale: tuple[float, float]
    offset: tuple[int, int] = (0, 0)

    def back(self, places: NDArray[Any]) -> NDArray[Any]:
        """Return pixels of the input, [..., x, y] or [..., x, y, x, y], as pixels of the image."""
        times = places.shape[-1] // 2
        return np.asarray((places - np.tile(self.offset, times)) / np.tile(self.scale, times))

    @property
    def size(self) -> tuple[int, int]:
        """The input's (width, height)."""
        return self.values.shape[1], self.values.shape[0]


def fitted(given: dict[str, Any], pixels: NDArray[np.uint8], usual: Fit = "stretch") -> Fitted:
    """Return RGB pixels as the `input` of a manifest wants them, which fits as `usual` unless it says otherwise.

    Raises WrongModels for a fit that does not exist.
    """
    width, height = given["size"]
    whole, fit = (pixels.shape[1], pixels.shape[0]), given.get("fit", usual)
    if fit not in get_args(Fit):
        raise WrongModels(f"input.fit of a model's manifest is {fit!r}; {', '.join(get_args(Fit))} are right")
    if fit == "stretch":
        values = normalised(given, resized(pixels, width, height))
        return Fitted(values, whole, (width / whole[0], height / whole[1]))
    scale = min(width / whole[0], height / whole[1])
    inner = resized(pixels, max(1, round(whole[0] * scale)), max(1, round(whole[1] * scale)))
    left, top = ((width - inner.shape[1]) // 2, (height - inner.shape[0]) // 2) if fit != "letterbox" else (0, 0)
    values = normalised(given, inner)
    canvas = _bars(given, (height, width, values.shape[2]))
    canvas[top : top + values.shape[0], left : left + values.shape[1]] = values
    return Fitted(canvas, whole, (scale, scale), (left, top))


def _bars(given: dict[str, Any], shape: tuple[int, int, int]) -> NDArray[np.float32]:
    if "pad" not in given:
        return np.zeros(shape, np.float32)
    grey = (np.float32(given["pad"]) - np.float32(given["mean"])) / np.float32(given["std"])
    return np.ascontiguousarray(np.broadcast_to(grey, shape), np.float32)


def normalised(given: dict[str, Any], pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return RGB pixels as [height, width, channels] floats: channel order, mean and deviation of an `input`."""
    if given["channels"] == "GREY":
        pixels = np.asarray(Image.fromarray(pixels).convert("L"))[..., None]
    elif given["channels"] == "BGR":
        pixels = pixels[..., ::-1]
    return np.asarray((pixels.astype(np.float32) - np.float32(given["mean"])) / np.float32(given["std"]), np.float32)


def resized(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return the image, RGB or grey, at another size.

    When it gets smaller all of it counts, so that thin things do not vanish. Hamming's window comes nearest to the mean
    of the area that a pixel covers: Pillow's box takes whole pixels only, and so is up to half a pixel off.
    """
    smaller = width < pixels.shape[1]
    window = Image.Resampling.HAMMING if smaller else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(pixels).resize((width, height), window))
