"""Sources of results: which results an operator read, as the plans of the runs that made its own say."""

from collections.abc import Iterable, Mapping

from media_insights.domain.planning.plan import Plan, Step


def steps_by_key(plans: Iterable[Plan]) -> dict[str, Step]:
    """Return key → the step that wrote, or took over, what is stored there."""
    return {output.key: step for plan in plans for step in plan.steps for output in step.outputs}


def sources_in(step: Step, steps: Mapping[str, Step]) -> tuple[str, ...]:
    """Return the OperatorNames of the results that a step read, or whose operators made the media that it read."""
    names = (each.result or _maker(steps, each.key) for each in step.inputs)
    return tuple(dict.fromkeys(filter(None, names)))


def sources_of(plans: Iterable[Plan], results: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return OperatorName → those of the results that its operator read, of results by their keys."""
    steps = steps_by_key(plans)
    return {name: sources_in(steps[key], steps) for name, key in results.items() if key in steps}


def _maker(steps: Mapping[str, Step], key: str) -> str:
    return steps[key].result_name if key in steps else ""
