"""How explicit an image is, by a classifier whose manifest says which of its classes mean what.

`DECODERS` holds one reader per kind of answer, by the name that manifests use.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from media_kits.vision.answers import reading
from media_kits.vision.fitting import fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network


def judge(network: Network, images: Sequence[NDArray[np.uint8]]) -> Iterator[dict[tuple[str, str], float]]:
    """Yield of each image the score, 0–1, of each class that has a name: by name and parent ("" for a group itself).

    The image is squeezed to the size in the manifest's `input.resize` (its `size` by default), cut to `size` in the
    middle and, where `input.jpeg` is true, saved as JPEG once; `input.layout` is NCHW or NHWC.
    """
    given, decode = network.manifest["input"], DECODERS[network.manifest["decoder"]]
    for answers in network.answers_of([fitted(given, _scaled(pixels, given)) for pixels in images]):
        with reading(network, answers):
            (answer,) = answers.values()
            named = list(zip(network.manifest["labels"], decode(answer.reshape(-1).astype(np.float32)), strict=True))
        yield {(it["name"], next(iter(it["parents"]), "")): float(score) for it, score in named if it}


def _scaled(pixels: NDArray[np.uint8], given: dict[str, Any]) -> NDArray[np.uint8]:
    whole = Image.fromarray(pixels).resize(given.get("resize", given["size"]), Image.Resampling.BILINEAR)
    left, top = ((whole.size[axis] - given["size"][axis]) // 2 for axis in (0, 1))
    cut = whole.crop((left, top, left + given["size"][0], top + given["size"][1]))
    if given.get("jpeg"):  # open_nsfw was made for images saved like that: without it scores move by up to 0.15
        saved = io.BytesIO()
        cut.save(saved, "JPEG")
        cut = Image.open(saved)
    return np.asarray(cut.convert("RGB"))


def _as_they_are(answer: NDArray[Any]) -> NDArray[Any]:
    return answer


def _softmax(answer: NDArray[Any]) -> NDArray[Any]:
    powers = np.exp(answer - answer.max())
    return np.asarray(powers / powers.sum())


def _sigmoid(answer: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(1 / (1 + np.exp(-np.clip(answer, -60, 60))))


DECODERS: dict[str, Callable[[NDArray[Any]], NDArray[Any]]] = {
    "probabilities": _as_they_are,
    "softmax": _softmax,
    "sigmoid": _sigmoid,
}
