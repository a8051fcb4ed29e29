"""Reuse of results by a rerun: steps that completed before and would do exactly the same again."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from media_insights.api.v1alpha1.execution import Rerun
from media_insights.domain.planning.plan import AssetIdentity, Plan, Step, WiredInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier execution of the same asset."""

    plan: Plan
    complete: frozenset[str]
    """Names of its steps whose results exist: Complete ones, those that it had itself taken over included."""
    again: frozenset[str] = frozenset()
    """Names of steps that run again in any case, with all that reads what they make."""


def earlier_of(rerun: Rerun, plan: Plan, complete: frozenset[str]) -> Earlier | None:
    """Return what a rerun of a scope may take over; None when all runs again."""
    if rerun.scope == "All":
        return None
    again = frozenset(rerun.operators) if rerun.scope == "Operator" else frozenset[str]()
    return Earlier(plan=plan, complete=complete, again=again)


def whole_steps(plan: Plan, complete: Collection[str], is_stored: Callable[[str], bool]) -> frozenset[str]:
    """Return those complete steps whose outputs are all there: a result may have been deleted since.

    ``is_stored`` says whether a key is in the store.
    """
    steps = (step for step in plan.steps if step.name in complete)
    return frozenset(s.name for s in steps if all(each.optional or is_stored(each.key) for each in s.outputs))


def take_over(steps: Sequence[Step], order: Sequence[str], asset: AssetIdentity, earlier: Earlier) -> tuple[Step, ...]:
    """Return the steps, with those that need not run again marked and all inputs pointing at what they had written.

    A step is taken over when it was Complete and its operator, version, image, mounted models, command, parameters,
    outputs and inputs are the same; an input is the same when the step that makes it is taken over too, or when both
    are the asset's own source. A step that starts after earlier stages is told what they made: it is taken over only
    when all of them are. ``order`` names each step after those that it reads from.
    """
    by_name = {step.name: step for step in steps}
    for name in order:
        step = _relinked(by_name[name], by_name)
        before = next((each for each in earlier.plan.steps if each.name == name), None)
        again = name not in earlier.complete or name in earlier.again or _context_changes(step, by_name.values())
        if before and not again and _same(step, before, by_name, asset, earlier.plan):
            origin = before.reused or earlier.plan.execution.name
            step = replace(step, reused=origin, outputs=before.outputs)
        by_name[name] = step
    return tuple(by_name[step.name] for step in steps)


def _context_changes(step: Step, steps: Iterable[Step]) -> bool:
    """Return whether the step's context names results that are made again; steps come stage by stage."""
    earlier = takewhile(lambda each: each.stage != step.stage, steps)
    return step.spec.starts_after == "EarlierStages" and any(each.runs for each in earlier)


def _relinked(step: Step, by_name: dict[str, Step]) -> Step:
    return replace(step, inputs=tuple(_pointing(each, by_name) for each in step.inputs))


def _pointing(wired: WiredInput, by_name: dict[str, Step]) -> WiredInput:
    producer = by_name[wired.producer] if wired.producer else None
    if producer is None or producer.reused is None:
        return wired
    output = next(each for each in producer.outputs if _is(wired, each.media, result=each.result))
    return replace(wired, key=output.key)


def _is(wired: WiredInput, media: str | None, *, result: bool) -> bool:
    return result if wired.result is not None else media == wired.medium


def _same(step: Step, before: Step, by_name: dict[str, Step], asset: AssetIdentity, earlier: Plan) -> bool:
    return (
        step.skip is None
        and before.skip is None
        and _work(step) == _work(before)
        and len(step.inputs) == len(before.inputs)
        and all(
            _same_input(one, other, by_name, same_source=_source(asset) == _source(earlier.asset))
            for one, other in zip(step.inputs, before.inputs, strict=True)
        )
    )


def _work(step: Step) -> tuple[object, ...]:
    """Return what decides a step's results, inputs aside; resources, retry and timeout do not."""
    spec = step.spec
    outputs = tuple((output.name, output.file, output.media, output.result) for output in step.outputs)
    result = step.result_name, spec.result_schema_version
    models = spec.model_source.identity if spec.model_source else ""
    return step.operator, *result, spec.version, spec.image, models, spec.command, dict(step.parameters), outputs


def _same_input(one: WiredInput, other: WiredInput, by_name: dict[str, Step], *, same_source: bool) -> bool:
    if (one.name, one.medium, one.result, one.producer) != (other.name, other.medium, other.result, other.producer):
        return False
    if one.parameter or other.parameter:
        return (one.bucket, one.key, one.version) == (other.bucket, other.key, other.version)
    return same_source if one.producer is None else by_name[one.producer].reused is not None


def _source(asset: AssetIdentity) -> tuple[object, ...]:
    return asset.uid, asset.source, asset.media.etag
