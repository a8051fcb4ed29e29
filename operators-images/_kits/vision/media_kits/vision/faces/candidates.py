"""Where faces are: the detector over the whole image and, in large images, over tiles of it.

`DECODERS` holds one reader per family of detectors, by the name that manifests use; each returns candidates with five
landmarks in one order: left eye, right eye, nose, left and right corner of the mouth as the *viewer* sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.boxes import distinct, overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network

# From how many pixels of the longer side on, how many tiles a side, and how long each is: they overlap by a third and
# more, so that a face is whole in one of them. Smaller images hold no more detail in a tile than in the whole.
TILINGS = ((640, 2, 0.6), (1280, 3, 0.45))
NARROW = 64  # pixels; a thinner strip shows no face that a tile would find and the whole would not
SAME_FACE = 0.3
CUT_OFF = 0.02  # of a tile: a box that touches an inner edge is the part of a face that another view sees whole
ANCHORS = ((16, 2), (8, 6))  # BlazeFace: cells a side, anchors a cell


@dataclass(frozen=True)
class Face:
    """A candidate: score in 0–1, box [left, top, right, bottom] and landmarks [5, 2], all in pixels."""

    score: float
    box: NDArray[Any]
    landmarks: NDArray[Any]


@dataclass(frozen=True)
class View:
    """A window on the image: pixels, top left corner, and which edges (left, top, right, bottom) cut the image."""

    pixels: NDArray[np.uint8]
    left: int
    top: int
    cuts: tuple[bool, bool, bool, bool] = (False, False, False, False)


def find(network: Network, pixels: NDArray[np.uint8], least: float) -> list[Face]:
    """Return the candidates of all views with a score of at least `least`, best first; a face may be there twice."""
    faces = (face for view in _views(pixels) for face in _faces_in(network, view, least))
    return sorted(faces, key=lambda face: -face.score)


def is_new(face: Face, known: list[Face]) -> bool:
    """Whether a candidate is neither a known face seen again nor a part of one (an eye that a tile took for a face)."""
    if not known:
        return True
    boxes = np.stack([other.box for other in known])
    centre = (face.box[:2] + face.box[2:]) / 2
    inside = np.all((boxes[:, :2] < centre) & (centre < boxes[:, 2:]), axis=1)
    return not (inside.any() or (overlaps(face.box, boxes) > SAME_FACE).any())


def _views(pixels: NDArray[np.uint8]) -> Iterator[View]:
    yield View(pixels, 0, 0)
    fitting = [tiling for tiling in TILINGS if max(pixels.shape[:2]) >= tiling[0] and min(pixels.shape[:2]) >= NARROW]
    for _, tiles, share in fitting[-1:]:
        yield from _tiles(pixels, tiles, share)


def _tiles(pixels: NDArray[np.uint8], tiles: int, share: float) -> Iterator[View]:
    height, width = pixels.shape[:2]
    tall, wide = round(height * share), round(width * share)
    for row, column in product(range(tiles), repeat=2):
        top, left = (height - tall) * row // (tiles - 1), (width - wide) * column // (tiles - 1)
        cuts = (left > 0, top > 0, left + wide < width, top + tall < height)
        yield View(pixels[top : top + tall, left : left + wide], left, top, cuts)


def _faces_in(network: Network, view: View, least: float) -> Iterator[Face]:
    for face in DECODERS[network.manifest["decoder"]](network, view.pixels, least):
        if not _is_cut(face.box, view):
            corner = np.array([view.left, view.top])
            yield Face(face.score, face.box + np.tile(corner, 2), face.landmarks + corner)


def _is_cut(box: NDArray[Any], view: View) -> bool:
    height, width = view.pixels.shape[:2]
    slack = CUT_OFF * max(height, width)
    near = (box[0] < slack, box[1] < slack, box[2] > width - slack, box[3] > height - slack)
    return any(cut and touched for cut, touched in zip(view.cuts, near, strict=True))


def blazeface(network: Network, pixels: NDArray[np.uint8], least: float) -> Iterator[Face]:
    """MediaPipe BlazeFace, back camera: per anchor a logit, and box and six keypoints as offsets in input pixels.

    Keypoints: right eye, left eye (the person's own), nose, mouth, right and left ear. The corners of the mouth are not
    among them: the mouth stands for both until the face mesh refines them.
    """
    values, back = network.letterboxed(pixels)
    answers = network.run(values[None])
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
        yield Face(float(scores[strong[index]]), boxes[index] * back, landmarks * back)


def _anchors(size: int) -> NDArray[Any]:
    grids = []
    for cells, each in ANCHORS:
        rows, columns = np.divmod(np.arange(cells * cells), cells)
        grids.append(np.repeat((np.stack([columns, rows], axis=1) + 0.5) * (size / cells), each, axis=0))
    return np.concatenate(grids)


def yunet(network: Network, pixels: NDArray[np.uint8], least: float) -> Iterator[Face]:
    """YuNet of OpenCV's model zoo (2023mar): outputs cls, obj, bbox and kps for the strides 8, 16 and 32.

    Source of the decoding: opencv modules/objdetect/src/face_detect.cpp.
    """
    values, back = network.letterboxed(pixels)
    answers = network.run(values.transpose(2, 0, 1)[None])
    for stride in (8, 16, 32):
        cls, obj = answers[f"cls_{stride}"][0, :, 0], answers[f"obj_{stride}"][0, :, 0]
        scores = np.sqrt(np.clip(cls, 0, 1) * np.clip(obj, 0, 1))
        for index in np.flatnonzero(scores >= least):
            row, column = divmod(int(index), network.size[0] // stride)
            cell, offset = np.array([column, row]), answers[f"bbox_{stride}"][0, index]
            centre, size = (cell + offset[:2]) * stride, np.exp(offset[2:]) * stride
            landmarks = (answers[f"kps_{stride}"][0, index].reshape(5, 2) + cell) * stride
            box = np.concatenate([centre - size / 2, centre + size / 2])
            yield Face(float(scores[index]), box * back, landmarks * back)


DECODERS: dict[str, Callable[[Network, NDArray[np.uint8], float], Iterator[Face]]] = {
    "blazeface": blazeface,
    "yunet": yunet,
}
