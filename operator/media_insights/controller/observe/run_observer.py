"""Observation of an execution's run: its Argo Workflow, reduced to the :class:`RunFacts` that decisions need."""

from collections.abc import Mapping
from dataclasses import replace

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.execution import Cost, OperatorProgress
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import run_facts
from media_insights.controller.snapshots import Snapshots
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.planning.problems import Refused
from media_insights.domain.running import costs, idle_gpus
from media_insights.domain.running.steps import ENDED, NOTHING, RunFacts, StepFacts
from media_insights.errors import NoSuchObject


async def facts_of_run(
    run: Manifest, plan: Plan | Refused | None, execution: MediaExecution, snapshots: Snapshots
) -> RunFacts:
    """Return the facts of an Argo Workflow; without a usable plan only that it is there."""
    name, stopping = run["metadata"]["name"], run_facts.is_stopping(run)
    if not isinstance(plan, Plan):
        return RunFacts(name=name, stopping=stopping)
    steps = run_facts.steps_of(run, plan)
    return RunFacts(
        name=name,
        steps=await _with_stored(steps, plan, execution, snapshots),
        ended=run_facts.ended_of(run, plan),
        stopping=stopping,
    )


async def _with_stored(
    steps: Mapping[str, StepFacts], plan: Plan, execution: MediaExecution, snapshots: Snapshots
) -> dict[str, StepFacts]:
    """Return the steps with what Argo does not say of those that ended: the store is asked once per step."""
    known = {each.name: each for stage in execution.status.stages for each in stage.operators}
    ended = [name for name, facts in steps.items() if facts.status in ENDED and facts.attempts]
    stored = await snapshots.sizes(plan) if any(_is_asked(plan.step(name), known.get(name)) for name in ended) else {}
    told = [
        await _with_what_is_stored(steps[name], plan.step(name), plan, known.get(name), stored, snapshots)
        for name in ended
    ]
    return {**steps, **{each.name: each for each in told}}


def _is_asked(step: Step, known: OperatorProgress | None) -> bool:
    if known is None or known.status not in ENDED:
        return not step.waits or bool(_result_key(step))
    return known.status == "Complete" and bool(_result_key(step)) and not known.bytes


async def _with_what_is_stored(  # noqa: PLR0913, PLR0917 - what is known of a step, and where the rest is
    facts: StepFacts,
    step: Step,
    plan: Plan,
    known: OperatorProgress | None,
    stored: Mapping[str, int],
    snapshots: Snapshots,
) -> StepFacts:
    """Return a step with the bytes of its result, its cost, and whether its GPU stood idle: once from the store."""
    size = (known.bytes if known else 0) or stored.get(_result_key(step), 0)
    if known is not None and known.status in ENDED:
        return replace(facts, bytes=size, gpu_idle=bool(known.gpu_idle), cost=known.cost or NOTHING)
    key = idle_gpus.key_to_read(plan, step, stored) if step.spec.resources.gpu is not None else ""
    idle = bool(key) and await _says_idle(key, snapshots)
    return replace(facts, bytes=size, gpu_idle=idle, cost=await _cost(facts, step, plan, stored, snapshots))


async def _cost(facts: StepFacts, step: Step, plan: Plan, stored: Mapping[str, int], snapshots: Snapshots) -> Cost:
    """Return what a step used: Argo knows of its GPUs, the store of its files and of what its attempts told."""
    if step.waits:
        return facts.cost
    keys = costs.cpu_time_keys(plan, step, facts.attempts, stored)
    told = [await _cpu_seconds(key, snapshots) for key in keys]
    measured = costs.with_attempt(facts.cost, cpu_seconds=costs.sum_of(told), gpu_seconds=None)
    return costs.with_files(measured, plan, step, stored)


async def _cpu_seconds(key: str, snapshots: Snapshots) -> float | None:
    try:
        return costs.cpu_seconds_in(await snapshots.word(key, costs.LONGEST_WORD))
    except NoSuchObject:  # it went since it was listed
        return None


async def _says_idle(key: str, snapshots: Snapshots) -> bool:
    try:
        return await snapshots.word(key, len(idle_gpus.WORD)) == idle_gpus.WORD
    except NoSuchObject:  # it went since it was listed
        return False


def _result_key(step: Step) -> str:
    return next((each.key for each in step.outputs if each.result), "")


def own_run(run: Manifest | None, execution: MediaExecution) -> Manifest | None:
    """Leave out what an earlier execution of the same name left behind: it is going away."""
    owners = run["metadata"].get("ownerReferences", ()) if run else ()
    return run if any(owner["uid"] == execution.metadata.uid for owner in owners) else None
