"""Disclosures: what a run means whose operators left Secrets, or folders, in place of what they should have written."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running import sentences
from media_insights.domain.running.contract import Cause
from media_insights.domain.running.endings import Ending
from media_insights.domain.running.steps import RunFacts, StepFacts

BESIDE_RESULTS = "an operator published a Secret of its run in its log or beside its results, which has been removed"
AMONG_FILES = "an operator published a Secret of its run, which has been removed"


def with_disclosures(run: RunFacts, plan: Plan, published: Sequence[str]) -> RunFacts:
    """Return the facts of a run that ended, some of whose objects are Secrets: a link is no output, on any engine.

    ``published``: their keys. Below an output's key where the link led to a folder.
    """
    if not published or run.ended is None:
        return run
    steps = {
        step.name: _without(run.steps[step.name], step, plan, published) for step in plan.runs if step.name in run.steps
    }
    ended = replace(run.ended, state="Error") if run.ended.state == "Complete" else run.ended
    if steps == run.steps and not ended.message:
        ended = replace(ended, message=BESIDE_RESULTS)
    return replace(run, steps=steps, ended=ended)


def folders_in_place(run: RunFacts, plan: Plan, stored: Collection[str]) -> tuple[str, ...]:
    """Return the keys of what was stored below an output of a step that ended well: a link or a folder stood there.

    Argo stores the files of a folder that stands in an output's place. What is stored of failed steps is no result.
    """
    complete = [step for step in plan.runs if step.name in run.steps and run.steps[step.name].status == "Complete"]
    below = [f"{output.key}/" for step in complete for output in step.outputs]
    return tuple(key for key in stored if key.startswith(tuple(below)))


def withdrawn(progress: OperatorProgress, published: Sequence[str]) -> OperatorProgress:
    """Return an operator's progress in an execution that ended without its run's own word: no result is a Secret."""
    if not progress.key or not any(_is_of(key, progress.key) for key in published):
        return progress
    return progress.model_copy(update={"status": "Error", "message": AMONG_FILES, "key": "", "bytes": 0})


def _without(facts: StepFacts, step: Step, plan: Plan, published: Sequence[str]) -> StepFacts:
    """Return the facts of a step as if it had not written what was published in its place."""
    missing = next((each.file for each in step.outputs if any(_is_of(key, each.key) for key in published)), "")
    if not missing:
        return facts
    message = sentences.why(Cause.NOT_WRITTEN, Ending(not_written=missing), step, plan)
    return replace(facts, status="Error", message=message, cause=Cause.NOT_WRITTEN, bytes=0, gpu_idle=False)


def _is_of(key: str, output: str) -> bool:
    return key == output or key.startswith(f"{output}/")
