"""Objects with boxes: runs the detector on images and their middles, and keeps each object once.

Answers are read by `detectors`; thresholds and duplicates are treated here, the same for all families.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.answers import reading
from media_kits.vision.boxes import distinct
from media_kits.vision.detectors import Candidates, decoder_of, fitted_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network

SAME_OBJECT = 0.5  # overlap above which two boxes of one class are the same thing
SAME_PLACE = 0.75  # overlap above which boxes of two classes are one thing that is hard to tell: the surer name stands
WIDE = 1.25  # long side over short side from which the middle gets a look of its own
EDGE = 0.01  # of the square's side: a box that comes as near to its inner edge is taken as cut
MAX_OBJECTS = 100  # per image


@dataclass(frozen=True)
class Detection:
    """One object: its class as the manifest's index, score in 0–1, box in pixels."""

    label: int
    score: float
    box: NDArray[Any]


@dataclass(frozen=True)
class View:
    """A part of an image that the network sees, and where its corner is in the image."""

    image: int
    pixels: NDArray[np.uint8]
    corner: tuple[int, int] = (0, 0)
    cut: int | None = None
    """The first column of a box along which the view cuts the image: 0 at the sides, 1 above and below."""


def detect(network: Network, pixels: NDArray[np.uint8], least: float, *, closely: bool = True) -> list[Detection]:
    """Return the objects of an image whose score is at least `least`, best first, each once.

    `closely` gives the middle of a wide image a second look, at twice the cost.
    """
    return detect_each(network, [pixels], least, closely=closely)[0]


def detect_each(
    network: Network, images: Sequence[NDArray[np.uint8]], least: float, *, closely: bool = True
) -> list[list[Detection]]:
    """Return the objects of each of several images, as `detect` does: a GPU sees them together."""
    views = [view for number, pixels in enumerate(images) for view in _views(number, pixels, closely=closely)]
    fitting = [fitted_to(network, view.pixels) for view in views]
    read = decoder_of(network).read
    found: list[list[Candidates]] = [[] for _ in images]
    for view, image, answers in zip(views, fitting, network.answers_of(fitting), strict=True):
        with reading(network, answers):
            found[view.image].append(_placed(read(network, answers, image), view))
    return [_each_once(parts, max(pixels.shape), least) for parts, pixels in zip(found, images, strict=True)]


def _each_once(parts: list[Candidates], longest: int, least: float) -> list[Detection]:
    boxes = np.concatenate([each.boxes for each in parts])
    scores, classes = np.concatenate([it.scores for it in parts]), np.concatenate([it.classes for it in parts])
    strong = scores >= least
    boxes, scores, classes = boxes[strong], scores[strong], classes[strong]
    # Boxes of different classes never touch once each class is moved to its own place: one pass for all classes.
    apart = boxes + (classes * (2 * longest))[:, None]
    kept = distinct(apart, scores, SAME_OBJECT)
    boxes, scores, classes = boxes[kept], scores[kept], classes[kept]
    kept = distinct(boxes, scores, SAME_PLACE)[:MAX_OBJECTS]
    return [Detection(int(classes[index]), float(scores[index]), boxes[index]) for index in kept]


def _views(number: int, pixels: NDArray[np.uint8], *, closely: bool) -> Iterator[View]:
    """Yield the whole image and, when it is wide or tall, the square in its middle.

    A square network sees a wide image small, with bars; what matters usually stands in the middle, where the second
    look has up to twice the resolution.
    """
    yield View(number, pixels)
    height, width = pixels.shape[:2]
    side = min(height, width)
    if not closely or max(height, width) < WIDE * side:
        return
    top, left = (height - side) // 2, (width - side) // 2
    middle = np.ascontiguousarray(pixels[top : top + side, left : left + side])
    yield View(number, middle, (left, top), 0 if width > height else 1)


def _placed(found: Candidates, view: View) -> Candidates:
    """Move boxes to where they are in the image; what a view cuts is left to the look at the whole."""
    if view.cut is None:
        return found
    side = len(view.pixels)
    whole = (found.boxes[:, view.cut] >= EDGE * side) & (found.boxes[:, view.cut + 2] <= (1 - EDGE) * side)
    return Candidates(found.boxes[whole] + np.tile(view.corner, 2), found.scores[whole], found.classes[whole])
