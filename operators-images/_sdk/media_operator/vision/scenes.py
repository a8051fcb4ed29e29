"""What the whole picture shows, from a classifier of single-subject pictures.

Fine classes ("Egyptian Cat") are often uncertain among themselves while their group ("Cat") is not: a group's
confidence is the sum of its members'. The most specific statement that reaches the threshold is made, and what it
implies is left to its parents.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from media_operator.vision.networks import resized

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from media_operator.vision.networks import Network


@dataclass(frozen=True)
class Statement:
    """A name that fits the whole picture, how sure that is (0–1), and what it implies, from general to specific."""

    name: str
    score: float
    parents: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """The classes of a manifest with their groups; `labels` are its `{name, parents}`."""

    labels: list[dict[str, Any]]

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """The members of each group, from general to specific."""
        names = dict.fromkeys(parent for label in self.labels for parent in label["parents"])
        members = {name: [i for i, label in enumerate(self.labels) if name in label["parents"]] for name in names}
        return dict(sorted(members.items(), key=lambda item: -len(item[1])))

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """What each group implies: the names before it that all its members share."""
        return {name: tuple(self._implied(name)) for name in self.groups}

    def _implied(self, name: str) -> list[str]:
        lists = [self.labels[index]["parents"] for index in self.groups[name]]
        before = lists[0][: lists[0].index(name)]
        return [parent for parent in before if all(parent in others for others in lists)]

    def beliefs(self, scores: NDArray[Any]) -> dict[str, float]:
        """Return the score of every name, 0–1: of a class its own, of a group the sum of its members'."""
        sums = {name: min(1.0, float(scores[members].sum())) for name, members in self.groups.items()}
        for index, label in enumerate(self.labels):
            sums[label["name"]] = max(sums.get(label["name"], 0.0), float(scores[index]))
        return sums

    def statements(self, beliefs: dict[str, float], least: float) -> list[Statement]:
        """Return what can be said with a score of at least `least`, the most specific only."""
        parents = self.parents | {label["name"]: tuple(label["parents"]) for label in self.labels}
        sure = [Statement(name, score, parents[name]) for name, score in beliefs.items() if score >= least]
        implied = {parent for statement in sure for parent in statement.parents}
        return [statement for statement in sure if statement.name not in implied]


def classify(network: Network, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the score of each class: the mean of two looks, at the whole picture squeezed and at its middle square."""
    width, height = network.size
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    views = (pixels, pixels[top : top + side, left : left + side])
    batch = np.stack([network.normalised(resized(view, width, height)).transpose(2, 0, 1) for view in views])
    return np.asarray(network.run(batch)["scores"].mean(axis=0), np.float32)
