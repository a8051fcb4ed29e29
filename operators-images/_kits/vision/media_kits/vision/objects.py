"""Objects with boxes: runs the detector and reads its answer.

`DECODERS` holds one reader per family of detectors, by the name that manifests use. Each takes the network and upright
RGB pixels and returns every candidate; thresholds and duplicates are treated here, the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.boxes import distinct
from media_kits.vision.networks import resized

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network

SAME_OBJECT = 0.5  # overlap above which two boxes of one class are the same thing
SAME_PLACE = 0.75  # overlap above which boxes of two classes are one thing that is hard to tell: the surer name stands
WIDE = 1.25  # long side over short side from which the middle gets a look of its own
EDGE = 0.01  # of the square's side: a box that comes as near to its inner edge is taken as cut
MAX_OBJECTS = 100  # per image


@dataclass(frozen=True)
class Candidates:
    """What a detector proposes: boxes [n, 4] (left, top, right, bottom in pixels), scores [n] in 0–1, classes [n]."""

    boxes: NDArray[Any]
    scores: NDArray[Any]
    classes: NDArray[Any]


@dataclass(frozen=True)
class Detection:
    """One object: its class as the manifest's index, score in 0–1, box in pixels."""

    label: int
    score: float
    box: NDArray[Any]


def detect(network: Network, pixels: NDArray[np.uint8], least: float, *, closely: bool = True) -> list[Detection]:
    """Return the objects of an image whose score is at least `least`, best first, each once.

    `closely` gives the middle of a wide image a second look, at twice the cost.
    """
    found = (_seen if closely else DECODERS[network.manifest["decoder"]])(network, pixels)
    strong = found.scores >= least
    boxes, scores, classes = found.boxes[strong], found.scores[strong], found.classes[strong]
    # Boxes of different classes never touch once each class is moved to its own place: one pass for all classes.
    apart = boxes + (classes * (2 * max(pixels.shape)))[:, None]
    kept = distinct(apart, scores, SAME_OBJECT)
    boxes, scores, classes = boxes[kept], scores[kept], classes[kept]
    kept = distinct(boxes, scores, SAME_PLACE)[:MAX_OBJECTS]
    return [Detection(int(classes[index]), float(scores[index]), boxes[index]) for index in kept]


def _seen(network: Network, pixels: NDArray[np.uint8]) -> Candidates:
    """Look at the whole image and, when it is wide or tall, at the square in its middle.

    A square network sees a wide image small, with bars; what matters usually stands in the middle, where the second
    look has up to twice the resolution. Things that the square's inner edges cut are left to the first look.
    """
    decode = DECODERS[network.manifest["decoder"]]
    whole = decode(network, pixels)
    height, width = pixels.shape[:2]
    side = min(height, width)
    if max(height, width) < WIDE * side:
        return whole
    top, left = (height - side) // 2, (width - side) // 2
    middle = decode(network, np.ascontiguousarray(pixels[top : top + side, left : left + side]))
    along = int(width > height)  # boxes are left, top, right, bottom: a wide image is cut at columns 0 and 2
    cut = (middle.boxes[:, 1 - along] < EDGE * side) | (middle.boxes[:, 3 - along] > (1 - EDGE) * side)
    moved = middle.boxes[~cut] + np.array([left, top, left, top])
    return Candidates(
        np.concatenate([whole.boxes, moved]),
        np.concatenate([whole.scores, middle.scores[~cut]]),
        np.concatenate([whole.classes, middle.classes[~cut]]),
    )


def nanodet(network: Network, pixels: NDArray[np.uint8]) -> Candidates:
    """NanoDet: per stride a score map [1, cells, classes] and distances to the four sides as distributions.

    Distances are expectations over `bins` steps (Generalized Focal Loss, Li et al. 2020), in units of the stride.
    """
    values, back = network.letterboxed(pixels)
    answers = list(network.run(values.transpose(2, 0, 1)[None]).values())
    classes = len(network.manifest["labels"])
    levels = [
        _nanodet_level(score[0], _partner(answers, score, classes)[0], network.size)
        for score in answers
        if score.shape[2] == classes
    ]
    boxes, scores = (np.concatenate(parts) for parts in zip(*levels, strict=True))
    return Candidates(boxes * back, scores.max(axis=1), scores.argmax(axis=1))


def _partner(answers: list[NDArray[Any]], score: NDArray[Any], classes: int) -> NDArray[Any]:
    return next(answer for answer in answers if answer.shape[1] == score.shape[1] and answer.shape[2] != classes)


def _nanodet_level(
    scores: NDArray[Any], distances: NDArray[Any], size: tuple[int, int]
) -> tuple[NDArray[Any], NDArray[Any]]:
    stride = round((size[0] * size[1] / len(scores)) ** 0.5)
    rows, columns = np.divmod(np.arange(len(scores)), size[0] // stride)
    bins = distances.reshape(len(scores), 4, -1)
    weights = np.exp(bins - bins.max(axis=2, keepdims=True))
    sides = (weights @ np.arange(bins.shape[2])) / weights.sum(axis=2) * stride
    centres = np.stack([columns, rows], axis=1) * stride + stride / 2
    return np.concatenate([centres - sides[:, :2], centres + sides[:, 2:]], axis=1), scores


def detr(network: Network, pixels: NDArray[np.uint8]) -> Candidates:
    """RF-DETR as exported to ONNX: `dets` [1, n, 4] centre and size in fractions, `labels` [1, n, classes] logits.

    Classes without a name in the manifest (null) are not objects; the image is squeezed to the input, as in training.
    """
    values = network.normalised(resized(pixels, *network.size)).transpose(2, 0, 1)[None]
    answers = network.run(values)
    scores = 1 / (1 + np.exp(-answers["labels"][0].astype(np.float32)))
    named = [index for index, label in enumerate(network.manifest["labels"]) if label]
    centres, sizes = answers["dets"][0, :, :2], answers["dets"][0, :, 2:]
    boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
    whole = np.array([pixels.shape[1], pixels.shape[0]] * 2)
    chosen = scores[:, named]
    return Candidates(boxes * whole, chosen.max(axis=1), np.array(named)[chosen.argmax(axis=1)])


DECODERS: dict[str, Callable[[Network, NDArray[np.uint8]], Candidates]] = {"nanodet": nanodet, "detr": detr}
