"""What the whole image shows: from a classifier of single-subject images, or from a tagger of all that is in them.

`DECODERS` says how the answer of each kind becomes scores from 0 to 1, by the name that manifests use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.fitting import fitted
from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from media_kits.vision.fitting import Fitted
    from media_kits.vision.networks import Network

    Scores = Callable[[Network, NDArray[Any]], NDArray[Any]]

VIEWS = ("whole", "middle")
"""The image squeezed, and its middle square; `views` of a manifest may name one of them."""


@dataclass(frozen=True)
class Decoder:
    """How an answer [classes] becomes scores, and whether classes exclude each other, so that a group is their sum."""

    scores: Scores
    exclusive: bool


def classify(network: Network, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the score of each class: the mean of two looks, at the whole image squeezed and at its middle square."""
    return next(classify_each(network, [pixels]))


def classify_each(network: Network, images: Sequence[NDArray[np.uint8]]) -> Iterator[NDArray[np.float32]]:
    """Yield the scores of each of several images; a GPU sees them together.

    Raises WrongModels when the network answers with another number of classes than its manifest lists.
    """
    views, scores = _views_of(network), decoder_of(network).scores
    seen = [_network_input(network, pixels, view) for pixels in images for view in views]
    answers = [_answer(network, each) for each in network.answers_of(seen)]
    labels = len(network.manifest["labels"])
    for start in range(0, len(answers), len(views)):
        each = np.stack([scores(network, answer).reshape(-1) for answer in answers[start : start + len(views)]])
        if each.shape[1] != labels:
            raise WrongModels(
                f"the model {network.manifest.get('name')!r} gives scores of {each.shape[1]} classes and its manifest "
                f"lists {labels} labels: list all of them, null for those that are not told"
            )
        yield np.asarray(each.mean(axis=0), np.float32)


def decoder_of(network: Network) -> Decoder:
    """Return the decoder that a manifest names. Raises WrongModels for one that does not exist."""
    name = network.manifest.get("decoder")
    if name not in DECODERS:
        raise WrongModels(
            f"decoder of the model {network.manifest.get('name')!r} is {name!r}; for image-classification "
            f"{', '.join(DECODERS)} are right"
        )
    return DECODERS[name]


def _views_of(network: Network) -> tuple[str, ...]:
    views = tuple(network.manifest.get("views", VIEWS))
    if not views or not set(views) <= set(VIEWS):
        raise WrongModels(
            f"views of the model {network.manifest.get('name')!r} are {list(views)}; {list(VIEWS)}, or one of them, "
            "is right"
        )
    return views


def _network_input(network: Network, pixels: NDArray[np.uint8], view: str) -> Fitted:
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    seen = pixels if view == "whole" else pixels[top : top + side, left : left + side]
    return fitted(network.manifest["input"], np.ascontiguousarray(seen))


def _answer(network: Network, answers: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    """Return the output that the manifest names, or `scores`, or the only one there is."""
    usual = "scores" if "scores" in answers or len(answers) > 1 else next(iter(answers))
    return np.asarray(network.demanded(answers, network.manifest.get("output", usual))[0], np.float32)


def _as_they_are(_network: Network, answer: NDArray[Any]) -> NDArray[Any]:
    return answer


def _softmax(_network: Network, answer: NDArray[Any]) -> NDArray[Any]:
    powers = np.exp(answer - answer.max())
    return np.asarray(powers / powers.sum())


def _sigmoid(_network: Network, answer: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(1 / (1 + np.exp(-np.clip(answer, -60, 60))))


def _likeness(network: Network, answer: NDArray[Any]) -> NDArray[Any]:
    """Return how alike an image's vector is to those of the labels' texts, as `prompts` of the manifest scales it."""
    prompts = network.manifest.get("prompts", {})
    vectors = _vectors_in(network.folder / str(prompts.get("file")))
    if vectors.ndim != 2 or vectors.shape[1] != answer.shape[-1]:
        raise WrongModels(
            f"prompts.file of the model {network.manifest.get('name')!r} holds {vectors.shape}, and the network "
            f"answers with {answer.shape[-1]} numbers: bake them with the text half of the same model"
        )
    alike = vectors @ (answer.reshape(-1) / max(float(np.linalg.norm(answer)), 1e-12))
    return np.asarray(alike * float(prompts["scale"]) + float(prompts.get("bias", 0.0)))


@cache
def _vectors_in(path: Path) -> NDArray[np.float32]:
    """Return the vectors of texts, one row a label, each of the length 1."""
    try:
        vectors = np.load(path, allow_pickle=False).astype(np.float32)
    except (OSError, ValueError) as error:
        raise WrongModels(f"prompts.file {path.name!r} of a model is no .npy file of numbers: {error}") from error
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12))


DECODERS: dict[str, Decoder] = {
    "softmax": Decoder(_as_they_are, exclusive=True),
    "logits": Decoder(_softmax, exclusive=True),
    "sigmoid": Decoder(_sigmoid, exclusive=False),
    "probabilities": Decoder(_as_they_are, exclusive=False),
    "siglip": Decoder(lambda network, answer: _sigmoid(network, _likeness(network, answer)), exclusive=False),
    "clip": Decoder(lambda network, answer: _softmax(network, _likeness(network, answer)), exclusive=True),
}
"""`softmax` has scores that sum to 1 already, `logits` become such. `sigmoid` scores each class for itself, as taggers
do, and `probabilities` are those already. `siglip` and `clip` compare the vector of an image with those of texts."""
