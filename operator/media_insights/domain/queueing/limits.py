"""Limits: what an administrator allows to run at the same time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_CONCURRENT = "maxConcurrentExecutions"
"""The setting that limits how many executions are Started at once, installation-wide."""
PER_NAMESPACE = "perNamespace"
"""The setting that limits how many executions of one namespace are Started at once."""
DEFAULT_CONCURRENT = 20
_RESOURCES = "resources."
_WEIGHTS = "weights."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits in force."""

    max_concurrent: int
    """Executions that are Started at the same time; 0 holds everything."""
    per_namespace: int | None = None
    """Executions of one namespace that are Started at the same time; None: as many as there are slots."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """Namespace → its places in each round of fair sharing; one that is not named has 1."""
    resources: Mapping[str, int] = field(default_factory=dict)
    """Device → most of them in use at the same time; devices that are not named are not limited."""

    def weight(self, namespace: str) -> int:
        """Return how many places a namespace has in each round."""
        return max(1, self.weights.get(namespace, 1))

    def capped(self, demand: Mapping[str, int]) -> dict[str, int]:
        """Return the demand for limited devices only, each at most its limit (and at least 1: 0 admits nothing)."""
        return {
            resource: min(count, max(1, self.resources[resource]))
            for resource, count in demand.items()
            if count > 0 and resource in self.resources
        }


def limits_of(settings: Mapping[str, str]) -> Limits:
    """Return the limits that a ConfigMap's data says; a value that is no number counts as the default.

    ``maxConcurrentExecutions: "20"``, ``perNamespace: "10"``, ``weights.newsroom: "2"`` and
    ``resources.nvidia.com__gpu: "4"``: a key of a ConfigMap holds no slash.
    """
    numbers = {name: int(text) for name, text in settings.items() if text.strip().isdecimal()}
    return Limits(
        max_concurrent=numbers.get(MAX_CONCURRENT, DEFAULT_CONCURRENT),
        per_namespace=numbers.get(PER_NAMESPACE),
        weights=_below(_WEIGHTS, numbers),
        resources={name.replace("__", "/"): most for name, most in _below(_RESOURCES, numbers).items()},
    )


def _below(prefix: str, numbers: Mapping[str, int]) -> dict[str, int]:
    return {name.removeprefix(prefix): number for name, number in numbers.items() if name.startswith(prefix)}
