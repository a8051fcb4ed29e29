"""How the answers of face detectors are read: one reader a family, by the name that manifests use.

Each gets the network's outputs for one view and yields candidates in its pixels, with five landmarks in one order: left
eye, right eye, nose, left and right corner of the mouth as the *viewer* sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.boxes import distinct
from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from media_kits.vision.fitting import Fitted
    from media_kits.vision.networks import Answers, Network

    Reader = Callable[[Network, Answers, Fitted, float], Iterator["Face"]]

SAME_FACE = 0.3
ANCHORS = ((16, 2), (8, 6))  # BlazeFace: cells a side, anchors a cell
STRIDES = (8, 16, 32)
PRIORS = ((16, 32), (64, 128), (256, 512))  # RetinaFace: pixels of the sides of its priors, by stride
VARIANCES = (0.1, 0.2)


@dataclass(frozen=True)
class Face:
    """A candidate: score in 0–1, box [left, top, right, bottom] and landmarks [5, 2], all in pixels."""

    score: float
    box: NDArray[Any]
    landmarks: NDArray[Any]


def reader_of(network: Network) -> Reader:
    """Return the reader that a manifest names. Raises WrongModels for one that does not exist."""
    name = network.manifest.get("decoder")
    if name not in DECODERS:
        raise WrongModels(
            f"decoder of the model {network.manifest.get('name')!r} is {name!r}; for face-detection "
            f"{', '.join(DECODERS)} are right"
        )
    return DECODERS[name]


def _blazeface(network: Network, answers: Answers, image: Fitted, least: float) -> Iterator[Face]:
    """MediaPipe BlazeFace, back camera: per anchor a logit, and box and six keypoints as offsets in input pixels.

    Keypoints: right eye, left eye (the person's own), nose, mouth, right and left ear. The corners of the mouth are not
    among them: the mouth stands for both until the face mesh refines them.
    """
    logits = np.concatenate([answers["scores16"][0, :, 0], answers["scores8"][0, :, 0]])
    offsets = np.concatenate([answers["boxes16"][0], answers["boxes8"][0]])
    scores = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
    strong = np.flatnonzero(scores >= least)
    anchors = _anchors(network.size[0])[strong]
    centres, sizes = anchors + offsets[strong, :2], offsets[strong, 2:4]
    boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
    points = offsets[strong, 4:].reshape(-1, 6, 2) + anchors[:, None]
    for index in distinct(boxes, scores[strong], SAME_FACE):
        landmarks = points[index][[0, 1, 2, 3, 3]]
        yield Face(float(scores[strong[index]]), image.back(boxes[index]), image.back(landmarks))


def _anchors(size: int) -> NDArray[Any]:
    grids = []
    for cells, each in ANCHORS:
        rows, columns = np.divmod(np.arange(cells * cells), cells)
        grids.append(np.repeat((np.stack([columns, rows], axis=1) + 0.5) * (size / cells), each, axis=0))
    return np.concatenate(grids)


def _yunet(network: Network, answers: Answers, image: Fitted, least: float) -> Iterator[Face]:
    """YuNet of OpenCV's model zoo (2023mar): outputs cls, obj, bbox and kps for the strides 8, 16 and 32.

    Source of the decoding: opencv modules/objdetect/src/face_detect.cpp.
    """
    for stride in STRIDES:
        cls, obj = answers[f"cls_{stride}"][0, :, 0], answers[f"obj_{stride}"][0, :, 0]
        scores = np.sqrt(np.clip(cls, 0, 1) * np.clip(obj, 0, 1))
        cells = _cells(network.size, stride)
        for index in np.flatnonzero(scores >= least):
            offset = answers[f"bbox_{stride}"][0, index]
            centre, size = (cells[index] + offset[:2]) * stride, np.exp(offset[2:]) * stride
            landmarks = (answers[f"kps_{stride}"][0, index].reshape(5, 2) + cells[index]) * stride
            box = np.concatenate([centre - size / 2, centre + size / 2])
            yield Face(float(scores[index]), image.back(box), image.back(landmarks))


def _scrfd(network: Network, answers: Answers, image: Fitted, least: float) -> Iterator[Face]:
    """SCRFD: for each stride scores [n, 1], distances to the four sides [n, 4] and points [n, 10], in strides.

    Outputs have no telling names: they are told apart by their shapes. A cell has one anchor or several.
    Source of the decoding: github.com/deepinsight/insightface, python-package/insightface/model_zoo/scrfd.py.
    """
    parts = {
        (each.size // each.shape[-1], each.shape[-1]): each.reshape(-1, each.shape[-1]) for each in answers.values()
    }
    for stride, count in zip(STRIDES, sorted({rows for rows, _ in parts}, reverse=True), strict=True):
        if any((count, columns) not in parts for columns in (1, 4, 10)):
            raise WrongModels(
                f"the model {network.manifest.get('name')!r} has no scores, boxes and five points for the stride "
                f"{stride}: an SCRFD with points (its name ends in _kps or _bnkps) is right"
            )
        cells = _cells(network.size, stride)
        centres = np.repeat(cells * stride, max(1, count // len(cells)), axis=0)
        scores, sides, points = (parts[count, columns].astype(np.float32) for columns in (1, 4, 10))
        for index in np.flatnonzero(scores[:, 0] >= least):
            centre, side = centres[index], sides[index] * stride
            box = np.concatenate([centre - side[:2], centre + side[2:]])
            landmarks = centre + points[index].reshape(5, 2) * stride
            yield Face(float(scores[index, 0]), image.back(box), image.back(landmarks))


def _retinaface(network: Network, answers: Answers, image: Fitted, least: float) -> Iterator[Face]:
    """RetinaFace: changes of priors to boxes [n, 4], scores of no face and a face [n, 2], changes to points [n, 10].

    Source of the decoding: github.com/biubug6/Pytorch_Retinaface, layers/functions/prior_box.py and utils/box_utils.py.
    """
    parts = {each.shape[-1]: each.reshape(-1, each.shape[-1]).astype(np.float32) for each in answers.values()}
    priors, scores = _priors(network.size), parts[2]
    if len(priors) != len(scores):
        raise WrongModels(
            f"the model {network.manifest.get('name')!r} answers about {len(scores)} places, and an input of "
            f"{network.size[0]} by {network.size[1]} has {len(priors)}: input.size of its manifest is wrong"
        )
    if scores.min() < 0 or scores.max() > 1:  # some exports leave the last step out
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores = scores / scores.sum(axis=1, keepdims=True)
    for index in np.flatnonzero(scores[:, 1] >= least):
        place, side = priors[index, :2], priors[index, 2:]
        centre = place + parts[4][index, :2] * VARIANCES[0] * side
        size = side * np.exp(parts[4][index, 2:] * VARIANCES[1])
        landmarks = place + parts[10][index].reshape(5, 2) * VARIANCES[0] * side
        box = np.concatenate([centre - size / 2, centre + size / 2])
        yield Face(float(scores[index, 1]), image.back(box), image.back(landmarks))


def _priors(size: tuple[int, int]) -> NDArray[Any]:
    """Return the centre and the sides of RetinaFace's priors, in pixels: two at each cell."""
    levels = []
    for stride, sides in zip(STRIDES, PRIORS, strict=True):
        centres = np.repeat((_cells(size, stride) + 0.5) * stride, len(sides), axis=0)
        levels.append(
            np.concatenate([centres, np.tile(np.repeat(sides, 2).reshape(-1, 2), (len(centres) // 2, 1))], axis=1)
        )
    return np.concatenate(levels)


def _cells(size: tuple[int, int], stride: int) -> NDArray[Any]:
    """Return column and row of each cell, row by row; what a stride leaves over counts as a cell."""
    columns, rows = (-(-side // stride) for side in size)
    return np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2)


DECODERS: dict[str, Reader] = {
    "blazeface": _blazeface,
    "yunet": _yunet,
    "scrfd": _scrfd,
    "retinaface": _retinaface,
}
