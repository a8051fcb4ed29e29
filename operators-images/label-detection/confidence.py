"""How often a network is right where it gives a score: scores of networks are no probabilities, confidence is one.

NanoDet is right more seldom than it says below 60 %, less so where it sees a person. EfficientNet-Lite is right more
seldom than it says about a single class, which may be the nearest that it has, and more often about a kind, as it was
trained with smoothed labels. All curves are logistic in the score's logit. They were chosen on 270 images, 143
photographs and 127 cut out on a plain ground, none of which is among the unseen ones of `make evaluate`. A curve is
that of one file: another network, from a mounted folder, is taken at its word, whatever it is called.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

EDGE = 1e-4
"""Scores nearer to 0 and 1 are taken as this near."""


@dataclass(frozen=True)
class Curve:
    """Confidence of a score, both 0–1: the logit times `slope` plus `bias`, and more for some names."""

    slope: float = 1.0
    bias: float = 0.0
    more: Mapping[str, float] = field(default_factory=dict)
    groups: tuple[float, float] | None = None
    """Slope and bias where the name is a group of classes, whose score is a sum; None where they are the same."""

    def of(self, score: float, name: str, *, is_group: bool = False) -> float:
        """Return how likely the name is right."""
        slope, bias = self.groups if is_group and self.groups else (self.slope, self._bias(name))
        return _logistic(slope * _logit(score) + bias)

    def least_score(self, confidence: float) -> float:
        """Return the score below which no name has this confidence."""
        most = max((self._bias(name) for name in ("", *self.more)), default=self.bias)
        return _logistic((_logit(confidence) - most) / self.slope)

    def _bias(self, name: str) -> float:
        return self.bias + self.more.get(name, 0.0)


AS_SAID = Curve()

CURVES: Mapping[str, Curve] = {
    "4fa69d6e9b6ae39341933b8bfc3dadce1a73643b763039e6534dab1cc6a2dec7": Curve(  # nanodet-416
        slope=1.72, bias=-0.6, more={"Person": 1.2}
    ),
    "8e19a4bb6c235713c342bb49dc1cdade172d5a60334e73ddf4194ebb0252e99f": Curve(  # efficientnet-lite2
        slope=0.7, bias=0.2, groups=(1.3, 1.1)
    ),
}
"""By the sha256 of the network's file."""


def curve_of(manifest: Mapping[str, Any]) -> Curve:
    """Return the curve of the network that a manifest describes."""
    return CURVES.get(str(manifest.get("sha256")), AS_SAID)


def _logit(score: float) -> float:
    bounded = min(max(score, EDGE), 1 - EDGE)
    return math.log(bounded / (1 - bounded))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
