"""Which waiting executions start now. Slots are counted from the executions themselves, so none can leak.

Order: priority, higher first; then age; then name, so that the answer never depends on the order of events.
A resumed execution queues like any other: by its priority and the time when it was first queued.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from media_insights.api.v1alpha1.execution import State
from media_insights.domain.planning.plan import Plan

QUEUED: frozenset[State] = frozenset({"Queued", "Resumed"})
"""The states that wait for a slot."""
OCCUPYING: frozenset[State] = frozenset({"Started"})
"""The states that hold a slot; Waiting (for a person) holds none."""
MAX_CONCURRENT = "maxConcurrentExecutions"
"""The setting that limits how many executions run at once, installation-wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedView:
    """One execution, as the queue sees it."""

    namespace: str
    name: str
    state: State
    queued_at: datetime
    priority: int = 0
    demand: Mapping[str, int] = field(default_factory=dict)
    """Limited resource → number of pods that may ask for it at the same time; see :func:`demand_of`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an administrator allows."""

    max_concurrent: int
    """Executions that are Started at the same time; 0 holds everything."""
    resources: Mapping[str, int] = field(default_factory=dict)
    """Resource → pods at the same time; resources that are not named are not limited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The execution leaves the queue."""

    namespace: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The execution stays in the queue."""

    namespace: str
    name: str
    position: int
    """1 is the next."""
    reason: str
    """The limit that holds it, as one sentence."""


def next_to_start(executions: Sequence[QueuedView], limits: Limits) -> tuple[Start | Hold, ...]:
    """Return a decision for each execution that waits, in the order of the queue; others are only counted.

    When a limited resource holds an execution, later ones that ask for the same resource are held too (else a stream
    of small ones would starve it), and those that do not ask for it may pass. A demand above the limit counts as the
    limit: such an execution runs when nothing else uses the resource.
    """
    return tuple(_decisions(executions, limits))


def demand_of(plan: Plan, default_resource: str) -> dict[str, int]:
    """Return device → number of the plan's steps that ask for it: what one execution may use at once, at most."""
    asking = (step.spec.resources.gpu for step in plan.runs)
    return dict(Counter(gpu.resource or default_resource for gpu in asking if gpu))


def _decisions(executions: Sequence[QueuedView], limits: Limits) -> Iterator[Start | Hold]:
    running = [each for each in executions if each.state in OCCUPYING]
    used = sum((Counter(_demand(each, limits)) for each in running), Counter[str]())
    slots, position, held = limits.max_concurrent - len(running), 0, dict[str, int]()
    for each in sorted((each for each in executions if each.state in QUEUED), key=_rank):
        reason = _why_held(each, limits, slots, used, held)
        if reason is None:
            slots -= 1
            used.update(_demand(each, limits))
            yield Start(namespace=each.namespace, name=each.name)
        else:
            position += 1
            held |= dict.fromkeys(_demand(each, limits), position)
            yield Hold(namespace=each.namespace, name=each.name, position=position, reason=reason)


def _rank(each: QueuedView) -> tuple[int, datetime, str, str]:
    return -each.priority, each.queued_at, each.namespace, each.name


def _demand(each: QueuedView, limits: Limits) -> dict[str, int]:
    """Return the demand for limited resources only, each at most its limit (and at least 1: 0 admits nothing)."""
    return {
        resource: min(count, max(1, limits.resources[resource]))
        for resource, count in each.demand.items()
        if count > 0 and resource in limits.resources
    }


def _why_held(each: QueuedView, limits: Limits, slots: int, used: Counter[str], held: Mapping[str, int]) -> str | None:
    if slots <= 0:
        return f"{MAX_CONCURRENT} ({limits.max_concurrent}) reached"
    for resource, count in _demand(each, limits).items():
        if resource in held:
            return f"waits for {resource} behind position {held[resource]}"
        if used[resource] + count > limits.resources[resource]:
            return f"limit of {resource} ({limits.resources[resource]}) reached"
    return None
