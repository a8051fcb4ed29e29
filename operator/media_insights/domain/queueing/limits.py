"""Limits: what an administrator allows to run at the same time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from media_insights.domain.quantities import quantity_of
from media_insights.domain.stored_usage import STORAGE

T = TypeVar("T")
MAX_CONCURRENT = "maxConcurrentExecutions"
"""The setting that limits how many executions are Started at once, installation-wide."""
PER_NAMESPACE = "perNamespace"
"""The setting that limits how many executions of one namespace are Started at once."""
STORAGE_PER_NAMESPACE = "storagePerNamespace"
"""The setting that limits what is stored of each namespace that has no limit of its own."""
DEFAULT_CONCURRENT = 20
_RESOURCES = "resources."
_WEIGHTS = "weights."
_STORAGE = f"{STORAGE}."


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

    storage_per_namespace: int | None = None
    """Bytes that may be stored of each namespace; None: as many as there is room for."""
    storage: Mapping[str, int] = field(default_factory=dict)
    """Namespace → bytes that may be stored of it, in place of that."""

    def most_stored(self, namespace: str) -> int | None:
        """Return how many bytes may be stored of a namespace; None: as many as there is room for."""
        return self.storage.get(namespace, self.storage_per_namespace)

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

    ``maxConcurrentExecutions: "20"``, ``perNamespace: "10"``, ``weights.newsroom: "2"``, ``storage.newsroom: "1Ti"``
    and ``resources.nvidia.com__gpu: "4"``: a key of a ConfigMap holds no slash.
    """
    numbers = {name: int(text) for name, text in settings.items() if text.strip().isdecimal()}
    return Limits(
        max_concurrent=numbers.get(MAX_CONCURRENT, DEFAULT_CONCURRENT),
        per_namespace=numbers.get(PER_NAMESPACE),
        weights=_below(_WEIGHTS, numbers),
        resources={name.replace("__", "/"): most for name, most in _below(_RESOURCES, numbers).items()},
        storage_per_namespace=_bytes_in(settings.get(STORAGE_PER_NAMESPACE, "")),
        storage={
            name: most for name, text in _below(_STORAGE, settings).items() if (most := _bytes_in(text)) is not None
        },
    )


def _bytes_in(quantity: str) -> int | None:
    """Return the bytes that a quantity says, None for one that says nothing, or nothing that can be read."""
    try:
        return int(quantity_of(quantity)) if quantity.strip() else None
    except (ValueError, OverflowError):
        return None


def _below(prefix: str, settings: Mapping[str, T]) -> dict[str, T]:
    return {name.removeprefix(prefix): value for name, value in settings.items() if name.startswith(prefix)}
