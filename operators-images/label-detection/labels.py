"""The labels of one picture in Rekognition's shape, from objects and from what the whole picture shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from objects import detect
from scenes import Taxonomy, classify

from media_operator.vision.boxes import bounding_box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from media_operator.vision.networks import Network

Label = dict[str, Any]

NOISE = 30.0  # percent; below it neither network is right more often than not, whatever the user asks for
ALSO = 0.8  # a further thing of a kind that was found for sure may be this much less sure itself


@dataclass(frozen=True)
class Wanted:
    """What the user asked for: percent, how many labels a picture, and only these names or kinds (empty: all)."""

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
        """Return the labels of a picture, the surest first, each name once."""
        labels = {label["Name"]: label for label in self._objects(pixels)}
        for label in self._scenes(pixels, set(labels)):
            known = labels.setdefault(label["Name"], label)
            known["Confidence"] = max(known["Confidence"], label["Confidence"])
        admitted = [label for label in labels.values() if self.wanted.admits(label)]
        return sorted(admitted, key=lambda label: -label["Confidence"])[: self.wanted.most]

    def _objects(self, pixels: NDArray[np.uint8]) -> list[Label]:
        named: dict[str, Label] = {}
        height, width = pixels.shape[:2]
        for found in detect(self.detector, pixels, max(self.wanted.score * ALSO, NOISE / 100)):
            meaning = self.detector.manifest["labels"][found.label]
            confidence = round(found.score * 100, 2)
            label = named.setdefault(meaning["name"], _label(meaning["name"], confidence, meaning["parents"]))
            box = bounding_box(found.box, width, height)
            label["Instances"].append({"BoundingBox": box, "Confidence": confidence})
        return [label for label in named.values() if label["Confidence"] >= self.wanted.score * 100]

    def _scenes(self, pixels: NDArray[np.uint8], seen: set[str]) -> list[Label]:
        """Return the whole-picture labels; a group that a seen object already implies says nothing new."""
        labels = self.detector.manifest["labels"]
        implied = {parent for label in labels if label and label["name"] in seen for parent in label["parents"]}
        taxonomy = Taxonomy(self.classifier.manifest["labels"])
        statements = taxonomy.statements(classify(self.classifier, pixels), self.wanted.score)
        return [_label(it.name, round(it.score * 100, 2), it.parents) for it in statements if it.name not in implied]


def _label(name: str, confidence: float, parents: tuple[str, ...] | list[str]) -> Label:
    return {
        "Name": name,
        "Confidence": confidence,
        "Instances": [],
        "Parents": [{"Name": parent} for parent in parents],
    }
