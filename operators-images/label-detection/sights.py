"""What the two networks see in images: things in boxes, and kinds of the whole image, each with how likely it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from confidence import AS_SAID, Curve, curve_of
from taxonomy import Taxonomy

from media_kits.vision import scenes
from media_kits.vision.agreement import Opinion, agreed
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
WORN = frozenset({"Accessories", "Clothing"})
"""Kinds that cast no doubt on a person."""
TOLD_APART = 3
"""Classes that a classifier has of a name, from which on it knows the name well enough to doubt it."""


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
        """How likely each name is: where both networks say it, that either is right.

        They were trained on different images and see different parts, and seldom err alike.
        """
        found = dict(self.kinds)
        for name, confidence in self.surest.items():
            found[name] = 1 - (1 - confidence) * (1 - self.kinds.get(name, 0.0))
        return found

    @cached_property
    def surest(self) -> dict[str, float]:
        """How likely the surest thing of each name is."""
        found: dict[str, float] = {}
        for thing in self.things:
            found[thing.name] = max(thing.confidence, found.get(thing.name, 0.0))
        return found


def together(shot: Sequence[tuple[int, Sight]]) -> list[tuple[int, Sight]]:
    """Return what is seen at each time of a shot, what the whole image shows judged with the frames around it.

    Things in boxes stay: what passes is in view for a frame.
    """
    kinds = agreed([Opinion(timestamp, sight.kinds) for timestamp, sight in shot])
    return [(timestamp, replace(sight, kinds=each)) for (timestamp, sight), each in zip(shot, kinds, strict=True)]


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
        raw = self.taxonomy.beliefs(scores)
        likely = {name: curve.of(score, name, is_group=name not in self.taxonomy.names) for name, score in raw.items()}
        return {name: confidence for name, confidence in likely.items() if confidence >= TRACE}

    def _things(self, found: Sequence[Detection], kinds: Mapping[str, float]) -> tuple[Thing, ...]:
        """Return what is seen in boxes, the largest of them with the doubts that the whole image casts on it.

        A tagger, which says all that is in an image, says nothing against a box.
        """
        things = [self._thing(each) for each in found]
        likely = [thing for thing in things if thing.confidence >= NOISE]
        if likely and self.taxonomy.exclusive:
            largest = max(likely, key=lambda thing: thing.area)
            doubt = self._doubt(largest, likely, kinds)
            things[things.index(largest)] = replace(largest, confidence=largest.confidence * (1 - doubt))
        return tuple(thing for thing in things if thing.confidence >= TRACE)

    def _doubt(self, largest: Thing, likely: Sequence[Thing], kinds: Mapping[str, float]) -> float:
        """Return how sure it is, 0–1, that the whole image is of another kind than its largest box, or of another name.

        An animal that fills the image and is called a person, a fish that is called a bird; a lion that is called a
        dog, by a detector that knows no lions. Where another box fits better, as with a man and his dog, all are right;
        and what is worn says that somebody wears it.
        """
        known = {kind for label in self.objects.labels for kind in label["parents"][:1]} - WORN
        sure = {kind: kinds[kind] for kind in known if kinds.get(kind, 0.0) >= SURE}
        seen = {kind for thing in likely for kind in (thing.name, *thing.parents)}
        if not seen & set(sure):
            return max(sure.values(), default=0.0)
        kind = next(iter(largest.parents), "")
        told_apart = len(self.taxonomy.members.get(largest.name, ())) >= TOLD_APART
        alone = all(thing.name == largest.name for thing in likely if kind in thing.parents)
        return max(0.0, sure[kind] - kinds.get(largest.name, 0.0)) if kind in sure and told_apart and alone else 0.0

    def _thing(self, found: Detection) -> Thing:
        meaning = self.objects.classes[found.label] or {}
        confidence = self.detected.of(found.score, meaning["name"])
        return Thing(meaning["name"], tuple(meaning["parents"]), confidence, found.box)
