"""Where faces are: the detector over the whole image and, in large images, over tiles of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.answers import reading
from media_kits.vision.boxes import overlaps
from media_kits.vision.faces.detectors import SAME_FACE, Face, reader_of
from media_kits.vision.fitting import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network

# From how many pixels of the longer side on, how many tiles a side, and how long each is: they overlap by a third and
# more, so that a face is whole in one of them. Smaller images hold no more detail in a tile than in the whole.
TILINGS = ((640, 2, 0.6), (1280, 3, 0.45))
NARROW = 64  # pixels; a thinner strip shows no face that a tile would find and the whole would not
CUT_OFF = 0.02  # of a tile: a box that touches an inner edge is the part of a face that another view sees whole


@dataclass(frozen=True)
class View:
    """A window on the image: pixels, top left corner, and which edges (left, top, right, bottom) cut the image."""

    pixels: NDArray[np.uint8]
    left: int
    top: int
    cuts: tuple[bool, bool, bool, bool] = (False, False, False, False)


def find(network: Network, pixels: NDArray[np.uint8], least: float) -> list[Face]:
    """Return the candidates of all views with a score of at least `least`, best first; a face may be there twice."""
    faces = _faces_in(network, list(_views(pixels)), least)
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


def _faces_in(network: Network, views: list[View], least: float) -> Iterator[Face]:
    """Yield the faces of all views; a GPU sees several together."""
    fitting = [fitted(network.manifest["input"], view.pixels, "letterbox") for view in views]
    read = reader_of(network)
    for view, image, answers in zip(views, fitting, network.answers_of(fitting), strict=True):
        corner = np.array([view.left, view.top])
        with reading(network, answers):
            faces = list(read(network, answers, image, least))
        for face in faces:
            if not _is_cut(face.box, view):
                yield Face(face.score, face.box + np.tile(corner, 2), face.landmarks + corner)


def _is_cut(box: NDArray[Any], view: View) -> bool:
    height, width = view.pixels.shape[:2]
    slack = CUT_OFF * max(height, width)
    near = (box[0] < slack, box[1] < slack, box[2] > width - slack, box[3] > height - slack)
    return any(cut and touched for cut, touched in zip(view.cuts, near, strict=True))
