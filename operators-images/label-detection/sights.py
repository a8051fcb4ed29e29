"""What the two networks see in images: things in boxes, and kinds of the whole image, each with how likely it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from confidence import AS_SAID, Curve, curve_of
from taxonomy import Taxonomy

from media_kits.vision import scenes
from media_kits.vision.objects import detect_each
from media_kits.vision.scenes import classify_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from media_kits.vision.networks import Network
    from media_kits.vision.objects import Detection

NOISE = 0.3
"""Below it two labels of three and more are wrong, whatever the user asks for."""
TRACE = 0.1
"""What is less likely says nothing about the frames around it either."""
SURE = 0.7
"""From it on, the whole image's kind casts doubt on a box that is of another."""


@dataclass(frozen=True, eq=False)
class Thing:
    """One object in a box (left, top, right, bottom in pixels), with how likely its name is right, 0–1."""

    name: str
    parents: tuple[str, ...]
    confidence: float
    box: NDArray[Any]

    @property
    def area(self) -> float:
        left, top, right, bottom = self.box
        return float((right - left) * (bottom - top))


@dataclass(frozen=True, eq=False)
class Sight:
    """What is seen in one image of this width and height: things, and names of the whole image with their likelihood.

    `kinds` has every name of the classifier that is more than noise.
    """

    size: tuple[int, int]
    things: tuple[Thing, ...]
    kinds: Mapping[str, float]

    @cached_property
    def likely(self) -> dict[str, float]:
        """How likely each name is, whichever network says it."""
        found = dict(self.kinds)
        for thing in self.things:
            found[thing.name] = max(thing.confidence, found.get(thing.name, 0.0))
        return found


@dataclass(frozen=True)
class Observer:
    """The two networks, either of which may be absent, and what their classes mean."""

    detector: Network | None
    classifier: Network | None

    @property
    def networks(self) -> list[Network]:
        return [network for network in (self.detector, self.classifier) if network]

    @property
    def at_once(self) -> int:
        """How many images are analysed together."""
        return max(network.at_once for network in self.networks)

    def sights_of(self, images: Sequence[NDArray[np.uint8]]) -> list[Sight]:
        """Return what is seen in each image."""
        scores = classify_each(self.classifier, images) if self.classifier else ()
        kinds = [self._kinds(each) for each in scores] or [{} for _ in images]
        least = self.detected.least_score(TRACE)
        found = detect_each(self.detector, images, least) if self.detector else [[] for _ in images]
        return [
            Sight((pixels.shape[1], pixels.shape[0]), self._things(some, sure), sure)
            for pixels, some, sure in zip(images, found, kinds, strict=True)
        ]

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """What the classifier's classes mean."""
        if self.classifier is None:
            return Taxonomy([])
        return Taxonomy(self.classifier.manifest["labels"], scenes.decoder_of(self.classifier).exclusive)

    @cached_property
    def objects(self) -> Taxonomy:
        """What the detector's classes mean."""
        return Taxonomy(list(self.detector.manifest["labels"]) if self.detector else [])

    @cached_property
    def detected(self) -> Curve:
        """What the detector's scores are worth."""
        return curve_of(self.detector.manifest) if self.detector else AS_SAID

    def _kinds(self, scores: NDArray[Any]) -> dict[str, float]:
        curve = curve_of(self.classifier.manifest) if self.classifier else AS_SAID
        classes = {label["name"] for label in self.taxonomy.labels}
        raw = self.taxonomy.beliefs(scores)
        likely = {name: curve.of(score, name, is_group=name not in classes) for name, score in raw.items()}
        return {name: confidence for name, confidence in likely.items() if confidence >= TRACE}

    def _things(self, found: Sequence[Detection], kinds: Mapping[str, float]) -> tuple[Thing, ...]:
        """Return what is seen in boxes. The largest is doubtful when the whole image is surely of another kind.

        An animal that fills the image and is called a person, a fish that is called a bird: where a box of the image's
        kind is there too, as with a man and his dog, both are right. A tagger, which says all that is in an image, says
        nothing against a box.
        """
        things = [self._thing(each) for each in found]
        known = {kind for label in self.objects.labels for kind in label["parents"][:1]}
        sure = {kind: kinds[kind] for kind in known if kinds.get(kind, 0.0) >= SURE}
        likely = [thing for thing in things if thing.confidence >= NOISE]
        seen = {kind for thing in likely for kind in (thing.name, *thing.parents)}
        if likely and sure and self.taxonomy.exclusive and not seen & set(sure):
            largest = max(likely, key=lambda thing: thing.area)
            things[things.index(largest)] = replace(largest, confidence=largest.confidence * (1 - max(sure.values())))
        return tuple(thing for thing in things if thing.confidence >= TRACE)

    def _thing(self, found: Detection) -> Thing:
        meaning = self.objects.classes[found.label] or {}
        confidence = self.detected.of(found.score, meaning["name"])
        return Thing(meaning["name"], tuple(meaning["parents"]), confidence, found.box)
