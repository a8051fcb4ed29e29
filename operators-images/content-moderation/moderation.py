"""The reasons for caution in one image: explicit content by its own network, the rest from what can be seen in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explicit import judge
from taxonomy import CATEGORIES

from media_kits.vision.objects import detect
from media_kits.vision.scenes import classify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from taxonomy import Category

    from media_kits.vision.networks import Network

NOISE = 0.3  # score below which neither labelling network is right more often than not


@dataclass(frozen=True)
class Moderator:
    """The three networks; `least` is the score in 0–1 from which a reason is given."""

    explicit: Network
    objects: Network
    scenes: Network
    least: float

    @property
    def provenance(self) -> list[dict[str, str]]:
        """What a result says about the networks."""
        return [network.provenance for network in (self.explicit, self.objects, self.scenes)]

    def labels_of(self, pixels: NDArray[np.uint8]) -> list[dict[str, Any]]:
        """Return the ModerationLabels of an image, the surest first; a group comes with each of its members."""
        scores = judge(self.explicit, pixels) | self._from_labels(pixels)
        sure = {key: score for key, score in scores.items() if score >= self.least}
        for (_, group), score in list(sure.items()):
            if group:
                sure[group, ""] = max(score, sure.get((group, ""), 0.0))
        labels = [
            {"Name": name, "ParentName": group, "Confidence": min(score, 1.0) * 100}
            for (name, group), score in sure.items()
        ]
        return sorted(labels, key=lambda label: (-float(str(label["Confidence"])), label["ParentName"] != ""))

    def _from_labels(self, pixels: NDArray[np.uint8]) -> dict[tuple[str, str], float]:
        objects = self._objects(pixels)
        scenes = self._scenes(pixels)
        scores = {(it.name, it.group): _score(it, objects, scenes) for it in CATEGORIES}
        return {key: score for key, score in scores.items() if score >= NOISE}

    def _objects(self, pixels: NDArray[np.uint8]) -> dict[str, float]:
        """Return the surest score of each kind of object."""
        labels, best = self.objects.manifest["labels"], dict[str, float]()
        for found in detect(self.objects, pixels, NOISE):
            name = labels[found.label]["name"]
            best[name] = max(found.score, best.get(name, 0.0))
        return best

    def _scenes(self, pixels: NDArray[np.uint8]) -> dict[str, float]:
        """Return the score of each whole-image class; classes of one name add up."""
        sums: dict[str, float] = {}
        for label, score in zip(self.scenes.manifest["labels"], classify(self.scenes, pixels), strict=True):
            sums[label["name"]] = sums.get(label["name"], 0.0) + float(score)
        return sums


def _score(category: Category, objects: dict[str, float], scenes: dict[str, float]) -> float:
    """Return how surely a category is to be seen: by its surest object, or the sum of its classes."""
    seen = [score for name, score in objects.items() if name in category.objects]
    return max([*seen, sum(scenes.get(name, 0.0) for name in category.scenes)])
