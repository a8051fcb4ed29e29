"""The labels of one image in Rekognition's shape, from objects and from what the whole image shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from categories import category_of
from taxonomy import Taxonomy

from media_kits.vision.boxes import bounding_box
from media_kits.vision.objects import detect
from media_kits.vision.scenes import classify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from media_kits.vision.networks import Network

Label = dict[str, Any]

NOISE = 30.0  # percent; below it neither network is right more often than not, whatever the user asks for
ALSO = 0.8  # a further thing of a kind that was found for sure may be this much less sure itself


@dataclass(frozen=True)
class Wanted:
    """What the user asked for: percent, how many labels an image, and only these names or kinds (empty: all)."""

    least: float
    most: int
    only: frozenset[str]

    @property
    def score(self) -> float:
        return max(self.least, NOISE) / 100

    def admits(self, label: Label) -> bool:
        return not self.only or bool(self.only & {label["Name"], *(parent["Name"] for parent in label["Parents"])})


@dataclass(frozen=True)
class Labeller:
    """The two networks and what their classes mean."""

    detector: Network
    classifier: Network
    wanted: Wanted

    def labels_of(self, pixels: NDArray[np.uint8]) -> list[Label]:
        """Return the labels of an image, the surest first, each name once."""
        beliefs = self.taxonomy.beliefs(classify(self.classifier, pixels))
        labels = {label["Name"]: label for label in self._objects(pixels, beliefs)}
        for label in self._scenes(beliefs, set(labels)):
            labels.setdefault(label["Name"], label)
        admitted = [label for label in labels.values() if self.wanted.admits(label)]
        return sorted(admitted, key=lambda label: -label["Confidence"])[: self.wanted.most]

    @cached_property
    def taxonomy(self) -> Taxonomy:
        return Taxonomy(self.classifier.manifest["labels"])

    def _objects(self, pixels: NDArray[np.uint8], beliefs: dict[str, float]) -> list[Label]:
        """Return the labels with boxes: seen surely, or less surely while the whole image says the same."""
        named: dict[str, Label] = {}
        height, width = pixels.shape[:2]
        for found in detect(self.detector, pixels, max(self.wanted.score * ALSO, NOISE / 100)):
            meaning = self.detector.manifest["labels"][found.label]
            sure = max(found.score, beliefs.get(meaning["name"], 0.0))
            label = named.setdefault(meaning["name"], _label(meaning["name"], sure, meaning["parents"]))
            box = bounding_box(found.box, width, height)
            label["Instances"].append({"BoundingBox": box, "Confidence": round(found.score * 100, 2)})
        return [label for label in named.values() if label["Confidence"] >= self.wanted.score * 100]

    def _scenes(self, beliefs: dict[str, float], seen: set[str]) -> list[Label]:
        """Return the whole-image labels; a group that a seen object already implies says nothing new."""
        labels = self.detector.manifest["labels"]
        implied = {parent for label in labels if label and label["name"] in seen for parent in label["parents"]}
        said = self.taxonomy.statements(beliefs, self.wanted.score)
        return [_label(it.name, it.score, it.parents) for it in said if it.name not in implied]


def _label(name: str, score: float, parents: tuple[str, ...] | list[str]) -> Label:
    return {
        "Name": name,
        "Confidence": round(score * 100, 2),
        "Instances": [],
        "Parents": [{"Name": parent} for parent in parents],
        "Aliases": [],
        "Categories": [{"Name": category_of(name, parents)}],
    }
