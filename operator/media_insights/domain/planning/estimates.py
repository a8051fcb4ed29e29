"""Estimates: what a run would cost, from what the same steps of earlier runs did cost, and from nothing else.

Earlier runs are those of the same workflow: in another one a step of that name may be another operator. So may it be in
this one, where an alias has moved: figures are of the operator that ran.

A figure is CPU seconds for each minute of a video or a recording, and for each file of what has no length. A short file
says more of an operator's start than of its work, so that an estimate for another length is a guess with a range.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.asset import MediaFacts, SourceType
from media_insights.domain.planning.plan import Plan

_WITH_LENGTH: frozenset[SourceType] = frozenset({"Video", "Audio"})


@dataclass(frozen=True, slots=True)
class Figure:
    """What one step of one earlier run used."""

    step: str
    """Its name: the operator's, or its alias."""
    operator: str
    type: SourceType
    cpu_seconds: float
    """For a minute, or for the file where that has no length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What steps of a name used in earlier runs over media of one type, in CPU seconds as a figure has them."""

    runs: int
    """How many there were."""
    middle: float
    lowest: float
    highest: float


def unit_of(type_: SourceType) -> str:
    """Return of what an estimate is: a minute, or a file."""
    return "minute" if type_ in _WITH_LENGTH else "file"


def figures_of(execution: MediaExecution, media: MediaFacts | None, workflow: str) -> tuple[Figure, ...]:
    """Return what the steps of an execution of a workflow that ended well used.

    None where it was not measured, or for what size.
    """
    if execution.spec.workflow != workflow or media is None or media.type is None:
        return ()
    minutes = (media.duration_millis or 0) / 60_000 if media.type in _WITH_LENGTH else 1
    if not minutes:
        return ()
    operators = (each for stage in execution.status.stages for each in stage.operators)
    return tuple(
        Figure(each.name, each.operator or each.name, media.type, each.cost.cpu_seconds / minutes)
        for each in operators
        if each.status == "Complete" and each.cost and each.cost.cpu_seconds is not None
    )


def estimates_of(plan: Plan, figures: Iterable[Figure]) -> dict[str, Estimate]:
    """Return step → estimate of the steps of a plan that run, as far as there were earlier runs over such media."""
    measured: dict[tuple[str, str], list[float]] = {(step.name, step.operator): [] for step in plan.runs}
    for figure in figures:
        found = measured.get((figure.step, figure.operator))
        if figure.type == plan.asset.media.type and found is not None:
            found.append(figure.cpu_seconds)
    return {name: _estimate(found) for (name, _), found in measured.items() if found}


def total_of(estimates: Mapping[str, Estimate]) -> Estimate | None:
    """Return what steps use together, as far as there are estimates; None without any.

    ``runs`` is that of the step with the fewest.
    """
    if not estimates:
        return None
    found = list(estimates.values())
    return Estimate(
        runs=min(each.runs for each in found),
        middle=sum(each.middle for each in found),
        lowest=sum(each.lowest for each in found),
        highest=sum(each.highest for each in found),
    )


def _estimate(figures: list[float]) -> Estimate:
    return Estimate(runs=len(figures), middle=median(figures), lowest=min(figures), highest=max(figures))
