"""What can be said of the whole image, from the scores of a classifier of single-subject images.

Fine classes ("Egyptian Cat") are often uncertain among themselves while their group ("Cat") is not: a group's
confidence is the sum of its members', where classes exclude each other; a tagger scores each class for itself, and its
group is as sure as its surest member. The most specific statement that reaches a threshold is made, and what it implies
is left to its parents.
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
    def members(self) -> dict[str, list[int]]:
        """The classes of each name: those that have it, also two of one name, and those that are of its kind."""
        found: dict[str, list[int]] = {}
        for index, label in enumerate(self.labels):
            for name in dict.fromkeys((*label["parents"], label["name"])):
                found.setdefault(name, []).append(index)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of single classes; every other name is a group."""
        return frozenset(label["name"] for label in self.labels)

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """What each name implies, from general to specific: what all its classes say before it."""
        return {name: tuple(self._implied(name)) for name in self.members}

    def _implied(self, name: str) -> list[str]:
        paths = [[*self.labels[index]["parents"], self.labels[index]["name"]] for index in self.members[name]]
        before = [path[: path.index(name)] for path in paths]
        return [parent for parent in before[0] if all(parent in others for others in before)]

    def beliefs(self, scores: NDArray[Any]) -> dict[str, float]:
        """Return the score of every name, 0–1: what its classes amount to."""
        scores = scores[[index for index, label in enumerate(self.classes) if label]]
        return {name: self._whole(scores[members]) for name, members in self.members.items()}

    def _whole(self, members: NDArray[Any]) -> float:
        return min(1.0, float(members.sum())) if self.exclusive else float(members.max())

    def statements(self, beliefs: Mapping[str, float], least: float) -> list[Statement]:
        """Return what can be said with a score of at least `least`, the most specific only."""
        sure = [Statement(name, score, self.parents[name]) for name, score in beliefs.items() if score >= least]
        implied = {parent for statement in sure for parent in statement.parents}
        return [statement for statement in sure if statement.name not in implied]
