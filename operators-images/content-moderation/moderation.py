"""The reasons for caution in one image: explicit content by its own network, the rest from what can be seen in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explicit import judge
from taxonomy import CATEGORIES

from media_kits.vision.objects import detect_each
from media_kits.vision.scenes import classify_each, decoder_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from taxonomy import Category

    from media_kits.vision.networks import Network
    from media_kits.vision.objects import Detection

Reason = tuple[str, str]
"""A name and its group ("" for a group itself)."""

NOISE = 0.3
"""Score below which neither labelling network is right more often than not."""
TRACE = 0.1
"""Score below which neither says anything about the frames around an image."""


@dataclass(frozen=True)
class Least:
    """Scores, 0–1, from which on a reason is given: what the judge says, and what things and places stand for."""

    judged: float
    derived: float


@dataclass(frozen=True)
class Moderator:
    """The three networks, and from which scores on a reason is given."""

    explicit: Network
    objects: Network
    scenes: Network
    least: Least

    @property
    def provenance(self) -> list[dict[str, str]]:
        """What a result says about the networks."""
        return [network.provenance for network in (self.explicit, self.objects, self.scenes)]

    @property
    def at_once(self) -> int:
        """How many images are judged together."""
        return max(network.at_once for network in (self.explicit, self.objects, self.scenes))

    def scores_of(self, images: Sequence[NDArray[np.uint8]]) -> Iterator[dict[Reason, float]]:
        """Yield of each image the score of every reason that there may be."""
        judged, scenes = judge(self.explicit, images), classify_each(self.scenes, images)
        objects = detect_each(self.objects, images, TRACE)
        for explicit, things, places in zip(judged, objects, scenes, strict=True):
            yield explicit | self._from_labels(things, places)

    def labels_of(self, scores: Mapping[Reason, float]) -> list[dict[str, Any]]:
        """Return the ModerationLabels for these scores, the surest first; a group comes with each of its members."""
        sure = {key: score for key, score in scores.items() if score >= self._least_of(key)}
        for (_, group), score in list(sure.items()):
            if group:
                sure[group, ""] = max(score, sure.get((group, ""), 0.0))
        labels = [
            {"Name": name, "ParentName": group, "Confidence": min(score, 1.0) * 100}
            for (name, group), score in sure.items()
        ]
        return sorted(labels, key=lambda label: (-float(str(label["Confidence"])), label["ParentName"] != ""))

    def _least_of(self, reason: Reason) -> float:
        derived = any(reason == (each.name, each.group) for each in CATEGORIES)
        return max(self.least.derived, NOISE) if derived else self.least.judged

    def _from_labels(self, objects: list[Detection], scenes: NDArray[np.float32]) -> dict[Reason, float]:
        things, places = self._things(objects), self._places(scenes)
        scores = {(it.name, it.group): _score(it, things, places) for it in CATEGORIES}
        return {key: score for key, score in scores.items() if score >= TRACE}

    def _things(self, objects: list[Detection]) -> dict[str, float]:
        """Return the surest score of each kind of object."""
        labels, best = self.objects.manifest["labels"], dict[str, float]()
        for found in objects:
            name = labels[found.label]["name"]
            best[name] = max(found.score, best.get(name, 0.0))
        return best

    def _places(self, scenes: NDArray[np.float32]) -> dict[str, float]:
        """Return the score of each whole-image class; those of one name add up, where classes exclude each other."""
        found: dict[str, list[float]] = {}
        for label, score in zip(self.scenes.manifest["labels"], scenes, strict=True):
            if label:
                found.setdefault(label["name"], []).append(float(score))
        joined = sum if decoder_of(self.scenes).exclusive else max
        return {name: float(joined(scores)) for name, scores in found.items()}


def _score(category: Category, objects: dict[str, float], scenes: dict[str, float]) -> float:
    """Return how surely a category is to be seen: by its surest object, or the sum of its classes."""
    seen = [score for name, score in objects.items() if name in category.objects]
    return max([*seen, sum(scenes.get(name, 0.0) for name in category.scenes)])
