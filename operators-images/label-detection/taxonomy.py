"""What can be said of the whole image, from the scores of a classifier of single-subject images.

Fine classes ("Egyptian Cat") are often uncertain among themselves while their group ("Cat") is not: a group's
confidence is the sum of its members', where classes exclude each other; a tagger scores each class for itself, and its
group is as sure as its surest member. The most specific statement that reaches the threshold is made, and what it
implies is left to its parents.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Statement:
    """A name that fits the whole image, how sure that is (0–1), and what it implies, from general to specific."""

    name: str
    score: float
    parents: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """The classes of a manifest with their groups; `labels` are its `{name, parents}`, None for what is not told."""

    classes: list[dict[str, Any] | None]
    exclusive: bool = True
    """Whether the classes exclude each other."""

    @cached_property
    def labels(self) -> list[dict[str, Any]]:
        """The classes with a name."""
        return [label for label in self.classes if label]

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
        """Return the score of every name, 0–1: of a class its own, of a group what its members' amount to."""
        scores = scores[[index for index, label in enumerate(self.classes) if label]]
        sums = {name: self._whole(scores[members]) for name, members in self.groups.items()}
        for index, label in enumerate(self.labels):
            sums[label["name"]] = max(sums.get(label["name"], 0.0), float(scores[index]))
        return sums

    def _whole(self, members: NDArray[Any]) -> float:
        return min(1.0, float(members.sum())) if self.exclusive else float(members.max())

    def statements(self, beliefs: Mapping[str, float], least: float) -> list[Statement]:
        """Return what can be said with a score of at least `least`, the most specific only."""
        parents = self.parents | {label["name"]: tuple(label["parents"]) for label in self.labels}
        sure = [Statement(name, score, parents[name]) for name, score in beliefs.items() if score >= least]
        implied = {parent for statement in sure for parent in statement.parents}
        return [statement for statement in sure if statement.name not in implied]
