"""Limits: what an administrator allows to run at the same time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_CONCURRENT = "maxConcurrentExecutions"
"""The setting that limits how many executions are Started at once, installation-wide."""
DEFAULT_CONCURRENT = 20
_RESOURCES = "resources."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits in force."""

    max_concurrent: int
    """Executions that are Started at the same time; 0 holds everything."""
    resources: Mapping[str, int] = field(default_factory=dict)
    """Device → most of them in use at the same time; devices that are not named are not limited."""

    def capped(self, demand: Mapping[str, int]) -> dict[str, int]:
        """Return the demand for limited devices only, each at most its limit (and at least 1: 0 admits nothing)."""
        return {
            resource: min(count, max(1, self.resources[resource]))
            for resource, count in demand.items()
            if count > 0 and resource in self.resources
        }


def limits_of(settings: Mapping[str, str]) -> Limits:
    """Return the limits that a ConfigMap's data says; a value that is no number counts as the default.

    ``maxConcurrentExecutions: "20"`` and ``resources.nvidia.com__gpu: "4"``: a key of a ConfigMap holds no slash.
    """
    numbers = {name: int(text) for name, text in settings.items() if text.strip().isdecimal()}
    devices = {name: most for name, most in numbers.items() if name.startswith(_RESOURCES)}
    return Limits(
        max_concurrent=numbers.get(MAX_CONCURRENT, DEFAULT_CONCURRENT),
        resources={name.removeprefix(_RESOURCES).replace("__", "/"): most for name, most in devices.items()},
    )
