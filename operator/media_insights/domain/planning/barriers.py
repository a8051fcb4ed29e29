"""Barriers: dependencies of a step beyond its inputs, by the workflow's scheduling."""

from dataclasses import replace

from media_insights.api.v1alpha1 import MediaWorkflowSpec
from media_insights.domain.planning.plan import Step


def with_barriers(spec: MediaWorkflowSpec, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps, each also depending on the barriers before it.

    With ``Staged`` every stage is one: a step waits for all of the nearest earlier stage in which anything runs.
    With ``DataFlow`` only steps that wait for a person are, and what starts after earlier stages waits for all of them.
    """
    return _staged(spec, steps) if spec.scheduling == "Staged" else _data_flow(spec, steps)


def _staged(spec: MediaWorkflowSpec, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    barrier: tuple[str, ...] = ()
    result: list[Step] = []
    for stage in spec.stages:
        own = [step for step in steps if step.stage == stage.name]
        result += [_also_after(step, barrier) for step in own]
        barrier = tuple(step.name for step in own if step.runs) or barrier
    return tuple(result)


def _data_flow(spec: MediaWorkflowSpec, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    earlier: tuple[str, ...] = ()
    barrier: tuple[str, ...] = ()
    result: list[Step] = []
    for stage in spec.stages:
        own = [step for step in steps if step.stage == stage.name]
        result += [_also_after(step, earlier if step.last_of_all else barrier) for step in own]
        earlier += tuple(step.name for step in own if step.runs)
        barrier = tuple(step.name for step in own if step.waits) or barrier
    return tuple(result)


def _also_after(step: Step, barrier: tuple[str, ...]) -> Step:
    return replace(step, depends=tuple(dict.fromkeys((*step.depends, *barrier)))) if step.runs else step
