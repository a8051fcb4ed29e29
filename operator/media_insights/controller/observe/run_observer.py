"""Observation of an execution's run: its Argo Workflow, reduced to the :class:`RunFacts` that decisions need."""

from collections.abc import Mapping
from dataclasses import replace

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import run_facts
from media_insights.controller.snapshots import Snapshots
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.running.steps import RunFacts, StepFacts


async def facts_of_run(
    run: Manifest, plan: Plan | Refused | None, execution: MediaExecution, snapshots: Snapshots
) -> RunFacts:
    """Return the facts of an Argo Workflow; without a usable plan only that it is there."""
    name, stopping = run["metadata"]["name"], run_facts.is_stopping(run)
    if not isinstance(plan, Plan):
        return RunFacts(name=name, stopping=stopping)
    steps = run_facts.steps_of(run, plan)
    sizes = await _sizes(steps, plan, execution, snapshots)
    return RunFacts(
        name=name,
        steps={name: replace(facts, bytes=sizes.get(name, facts.bytes)) for name, facts in steps.items()},
        ended=run_facts.ended_of(run, plan),
        stopping=stopping,
    )


async def _sizes(
    steps: Mapping[str, StepFacts], plan: Plan, execution: MediaExecution, snapshots: Snapshots
) -> dict[str, int]:
    """Return step → bytes of its result, which Argo does not say: the store is asked once per step that ended."""
    known = {each.name: each.bytes for stage in execution.status.stages for each in stage.operators}
    ended = [name for name, facts in steps.items() if facts.status == "Complete" and not facts.bytes]
    keys = {name: next((each.key for each in plan.step(name).outputs if each.result), "") for name in ended}
    asked = [name for name in ended if keys[name] and not known.get(name)]
    stored = await snapshots.sizes(plan) if asked else {}
    return {name: known.get(name) or stored.get(keys[name], 0) for name in ended}


def own_run(run: Manifest | None, execution: MediaExecution) -> Manifest | None:
    """Leave out what an earlier execution of the same name left behind: it is going away."""
    owners = run["metadata"].get("ownerReferences", ()) if run else ()
    return run if any(owner["uid"] == execution.metadata.uid for owner in owners) else None
