"""The labels of one image in Rekognition's shape, of what is seen in it and how likely that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from categories import category_of
from sights import NOISE

from media_kits.vision.boxes import bounding_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sights import Observer, Sight, Thing

Label = dict[str, Any]

USUAL = (0.5, 0.7, 0.9)
"""Confidences by which people filter results: what can be said with each is said, besides what they asked for."""
ALSO = 0.8
"""A further thing of a kind that was found for sure may be this much less sure itself."""


@dataclass(frozen=True)
class Wanted:
    """What the user asked for: percent, how many labels an image, and only these names or kinds (empty: all)."""

    least: float
    most: int
    only: frozenset[str]
    parents: bool = False
    """Whether the kinds of what is told are labels too."""

    @property
    def score(self) -> float:
        return max(self.least / 100, NOISE)

    def admits(self, label: Label) -> bool:
        return not self.only or bool(self.only & {label["Name"], *(parent["Name"] for parent in label["Parents"])})


@dataclass(frozen=True)
class Labeller:
    """Who sees, and what is wanted of it."""

    observer: Observer
    wanted: Wanted

    def labels_of(self, sight: Sight) -> list[Label]:
        """Return the labels of an image, the surest first, each name once."""
        sure = sight.likely
        labels = {label["Name"]: label for label in self._objects(sight, sure)}
        boxes = list(labels.values())
        for least in (self.wanted.score, *(usual for usual in USUAL if usual > self.wanted.score)):
            for label in self._scenes({name: sure[name] for name in sight.kinds}, boxes, least):
                labels.setdefault(label["Name"], label)
        if self.wanted.parents:
            for label in self._implied(list(labels.values()), sure):
                labels.setdefault(label["Name"], label)
        admitted = [label for label in labels.values() if self.wanted.admits(label)]
        return sorted(admitted, key=lambda label: -label["Confidence"])[: self.wanted.most]

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        """What each kind is itself a kind of."""
        return {**self.observer.taxonomy.parents, **self.observer.objects.parents}

    def _objects(self, sight: Sight, likely: Mapping[str, float]) -> Iterator[Label]:
        """Yield the labels with boxes: those of things that are surely seen, or in doubt and surely in the image."""
        named: dict[str, list[Thing]] = {}
        for thing in sorted(sight.things, key=lambda thing: -thing.confidence):
            named.setdefault(thing.name, []).append(thing)
        least = max(self.wanted.score * ALSO, NOISE)
        for name, things in named.items():
            if likely[name] >= self.wanted.score and things[0].confidence >= NOISE:
                label = _label(name, likely[name], things[0].parents)
                shown = [things[0], *(thing for thing in things[1:] if thing.confidence >= least)]
                label["Instances"] = [_instance(thing, sight.size) for thing in shown]
                yield label

    def _scenes(self, likely: Mapping[str, float], boxes: list[Label], least: float) -> list[Label]:
        """Return what can be said of the whole image this surely; a group that a box as sure implies says nothing new.

        A heron at 55 % does not hide a bird at 95 %: whoever leaves out what is below 90 would have neither.
        """
        sure = [label for label in boxes if label["Confidence"] >= least * 100]
        implied = {parent["Name"] for label in sure for parent in label["Parents"]}
        said = self.observer.taxonomy.statements(likely, least)
        return [_label(it.name, it.score, it.parents) for it in said if it.name not in implied]

    def _implied(self, labels: list[Label], likely: Mapping[str, float]) -> Iterator[Label]:
        """Yield the kinds of what is told as labels: at least as sure as the surest that is of the kind."""
        surest: dict[str, float] = {}
        for label in labels:
            for parent in label["Parents"]:
                surest[parent["Name"]] = max(label["Confidence"] / 100, surest.get(parent["Name"], 0.0))
        for name, confidence in surest.items():
            yield _label(name, max(confidence, likely.get(name, 0.0)), self._parents.get(name, ()))


def _instance(thing: Thing, size: tuple[int, int]) -> dict[str, Any]:
    return {"BoundingBox": bounding_box(thing.box, *size), "Confidence": round(thing.confidence * 100, 2)}


def _label(name: str, score: float, parents: tuple[str, ...] | list[str]) -> Label:
    return {
        "Name": name,
        "Confidence": round(score * 100, 2),
        "Instances": [],
        "Parents": [{"Name": parent} for parent in parents],
        "Aliases": [],
        "Categories": [{"Name": category_of(name, parents)}],
    }
