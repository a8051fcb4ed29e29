"""The demand of an execution: how many devices its steps ask for."""

from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.domain.planning.plan import Plan, Step


class GpuOffer(Protocol):
    """What an installation says of its accelerators."""

    @property
    def enabled(self) -> bool:
        """Whether steps that only prefer accelerators are given them."""

    @property
    def resource(self) -> str:
        """The device of a step that names none, for instance ``nvidia.com/gpu``."""


@dataclass(frozen=True, slots=True)
class Accelerators:
    """The devices that the pod of one step asks for."""

    resource: str
    """Extended resource of Kubernetes."""
    count: int


def accelerators_of(step: Step, offer: GpuOffer) -> Accelerators | None:
    """Return the devices that a step's pod asks for; None when it does without.

    Both the queue and the compiled pod go by this: what is not asked for is not counted.
    """
    gpu = step.spec.resources.gpu
    if gpu is None or not has_gpu(step.spec, offer):
        return None
    return Accelerators(gpu.resource or offer.resource, gpu.count)


def has_gpu(spec: MediaOperatorSpec, offer: GpuOffer) -> bool:
    """Return whether pods of an operator get a GPU."""
    gpu = spec.resources.gpu
    return gpu is not None and (gpu.mode == "Required" or offer.enabled)


def demand_of(plan: Plan, offer: GpuOffer) -> dict[str, int]:
    """Return device → count over all steps that run: the most that the execution can use at the same time."""
    demand: Counter[str] = Counter()
    for step in plan.runs:
        asked = accelerators_of(step, offer)
        if asked:
            demand[asked.resource] += asked.count
    return dict(demand)
