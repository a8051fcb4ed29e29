"""Groups: a step of several runs of one workflow that starts once for all of them, so that models are loaded once."""

from collections.abc import Sequence
from dataclasses import dataclass

from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.critical_path import most_urgent_first
from media_insights.domain.running.finishing import Facts, ready_steps, state_of
from media_insights.domain.running.steps import ENDED, ENDED_WELL

Run = tuple[Plan, Facts]


@dataclass(frozen=True, slots=True)
class Group:
    """A step of the runs with these numbers, in order."""

    step: str
    members: tuple[int, ...]


def ready_groups(runs: Sequence[Run], *, idle: bool) -> list[Group]:
    """Return the groups that start now, the most urgent first.

    A step starts for all of its runs together, so it waits until it is ready for each that will ever need it. What can
    do one item only, and what waits for a person, starts when it is ready. Where nothing runs (``idle``) and every
    step waits for another run, as plans that differ could have it, what is ready starts without the rest.
    """
    ready = [{step.name: step for step in ready_steps(plan, facts)} for plan, facts in runs]
    later = [_later_steps(plan, facts) - found.keys() for (plan, facts), found in zip(runs, ready, strict=True)]
    waited_for = set().union(*later)
    names = _in_order(runs, ready)
    found = [group for name in names for group in _groups_of(name, ready)]
    whole = [group for group in found if group.step not in waited_for or not _can_share(group, ready)]
    return whole or (found if idle else [])


def _can_share(group: Group, ready: Sequence[dict[str, Step]]) -> bool:
    step = ready[group.members[0]][group.step]
    return can_share(step, step)


def _groups_of(name: str, ready: Sequence[dict[str, Step]]) -> list[Group]:
    alike: list[tuple[Step, list[int]]] = []
    for number, step in ((number, steps[name]) for number, steps in enumerate(ready) if name in steps):
        fitting = next((numbers for first, numbers in alike if can_share(first, step)), None)
        if fitting is None:
            alike.append((step, [number]))
        else:
            fitting.append(number)
    return [Group(name, tuple(numbers)) for _, numbers in alike]


def can_share(one: Step, other: Step) -> bool:
    """Return whether one process can do both steps: the operator takes many items, and is told the same for both.

    What may use the store is told its execution's own prefix.
    """
    return (
        one.spec.items == "Many"
        and one.spec.access.object_store != "ReadWrite"
        and not one.waits
        and one.operator == other.operator
        and one.parameters == other.parameters
    )


def _later_steps(plan: Plan, facts: Facts) -> set[str]:
    """Return the steps that have not begun and still may, without a person's answer."""
    stuck: set[str] = set()
    later: set[str] = set()
    # a plan lists what is waited for before what waits
    for step in plan.steps:
        state = state_of(step, facts)
        if state == "Not Started" and not stuck.intersection(step.depends):
            later.add(step.name)
        elif state not in ENDED_WELL and (state in ENDED or state in {"Not Started", "Waiting"}):
            stuck.add(step.name)
    return later


def _in_order(runs: Sequence[Run], ready: Sequence[dict[str, Step]]) -> list[str]:
    """Return the names of steps that are ready, of each run those first for which the longest chain waits."""
    names: dict[str, None] = {}
    for (plan, _), steps in zip(runs, ready, strict=True):
        if steps.keys() - names.keys():
            names |= dict.fromkeys(step.name for step in most_urgent_first(plan, steps.values()))
    return list(names)
