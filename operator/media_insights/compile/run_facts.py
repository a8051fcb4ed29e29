"""Facts of a run, read from an Argo Workflow's status: its steps, and how it ended."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from media_insights.api.v1alpha1.execution import Cost, OperatorState
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import time_of
from media_insights.compile import messages
from media_insights.compile.nodes import FAILED as FAILED_PHASES
from media_insights.compile.nodes import Task, device_seconds_of, seconds_of, tasks_of
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running import sentences
from media_insights.domain.running.contract import Cause
from media_insights.domain.running.endings import Ending
from media_insights.domain.running.finishing import outcome_of
from media_insights.domain.running.steps import ENDED, FAILED, NOTHING, Ended, StepFacts
from media_insights.domain.running.verdicts import (
    Failed,
    Retry,
    Verdict,
    cause_after,
    sentence_of,
    state_after,
    verdict_of,
)

_NO_PROGRESS = ("", "0/1", "1/1")
"""What Argo says of a pod that reports nothing itself."""
_OUTCOMES: dict[str, OperatorState] = {"Succeeded": "Complete", "Failed": "Error", "Error": "Error"}
_RUNNING: dict[str, OperatorState] = {"Pending": "Started", "Running": "Executing"}
_OVER: dict[str, OperatorState] = {"Succeeded": "Complete", "Skipped": "Not Started", "Omitted": "Not Started"}


def steps_of(workflow: Manifest, plan: Plan) -> dict[str, StepFacts]:
    """Return the facts of each step that has a node; steps that Argo has not reached are left out."""
    tasks, deadline = tasks_of(workflow), _deadline_of(workflow, plan)
    return {
        step.name: _Judged(tasks[step.name], step, plan, deadline).facts for step in plan.runs if step.name in tasks
    }


def ended_of(workflow: Manifest, plan: Plan) -> Ended | None:
    """Return how the run ended, or None while it runs."""
    status = workflow.get("status") or {}
    state = _OUTCOMES.get(status.get("phase", ""))
    if state is None:
        return _failed_for_good(workflow, plan)
    at = time_of(status.get("finishedAt")) or time_of(workflow["metadata"].get("creationTimestamp"))
    ended = Ended(state=state, at=at or datetime.fromtimestamp(0, UTC))
    return ended if state == "Complete" else _explained(ended, workflow, plan)


def is_stopping(workflow: Manifest) -> bool:
    """Return whether the run was told to end before its time."""
    return bool((workflow.get("spec") or {}).get("shutdown"))


def _failed_for_good(workflow: Manifest, plan: Plan) -> Ended | None:
    """Return the failure of a run that Argo keeps open although nothing of it runs or can still start.

    Argo asks only after the backoff whether a failed step is to be tried again; people and the queue need not wait.
    """
    facts = steps_of(workflow, plan)
    at = max((each.finished_at for each in facts.values() if each.finished_at), default=None)
    ended = outcome_of(plan, facts, at) if at and not is_stopping(workflow) else None
    return ended if ended and ended.state == "Error" else None


def _explained(ended: Ended, workflow: Manifest, plan: Plan) -> Ended:
    message = str((workflow.get("status") or {}).get("message", ""))
    if is_stopping(workflow):
        return replace(ended, state="Cancelled", message=sentences.CANCELLED)
    failed = [facts for facts in steps_of(workflow, plan).values() if facts.status in FAILED]
    above = messages.ended_from_above(message)
    if (above and above.deadline) or any(facts.cause is Cause.RUN_TIMEOUT for facts in failed):
        return replace(ended, state="TimedOut", message=sentences.run_timed_out(plan, waits=True), waits=True)
    return ended if failed else replace(ended, message=messages.of_workflow(message))


def _deadline_of(workflow: Manifest, plan: Plan) -> datetime | None:
    started = time_of((workflow.get("status") or {}).get("startedAt"))
    return started + timedelta(seconds=plan.deadline_seconds) if started else None


@dataclass(frozen=True, slots=True)
class _Judged:
    """A step with its task, and the contract's verdict on its newest attempt."""

    task: Task
    step: Step
    plan: Plan
    deadline: datetime | None
    """When the time of the whole run is over."""

    @property
    def facts(self) -> StepFacts:
        task, verdict = self.task, self._verdict()
        status = state_after(verdict) if verdict else self._state()
        begun = status != "Not Started"
        progress = task.last.get("progress", "")
        ended_at = time_of(task.last.get("finishedAt")) or time_of(task.node.get("finishedAt"))
        return StepFacts(
            name=self.step.name,
            status=status,
            message=sentence_of(verdict, attempt=len(task.attempts)) if verdict else self._message(status),
            started_at=time_of(task.node.get("startedAt")) if begun else None,
            finished_at=ended_at if status in ENDED else None,
            attempts=len(task.attempts) if begun else 0,
            progress="" if progress in _NO_PROGRESS else progress,
            exit_code=task.exit_code,
            cause=cause_after(verdict) if verdict else None,
            cost=self._cost() if status in ENDED else NOTHING,
        )

    def _cost(self) -> Cost:
        """Return what Argo itself knows of the attempts: for how long their containers had devices."""
        return Cost(gpu_seconds=sum(device_seconds_of(each) for each in self.task.attempts) or None)

    def _verdict(self) -> Verdict | None:
        """Return the verdict on the newest attempt, None unless it failed: Argo decides only after the backoff."""
        if not self.task.failed:
            return None
        verdict = self._on(messages.ending_of(self._report(), self.step))
        if not isinstance(verdict, Retry) or self.task.phase not in FAILED_PHASES:
            return verdict
        # Argo did not repeat it after all: the run was stopped, or its time was over meanwhile
        above = messages.ended_from_above(str(self.task.node.get("message", "")))
        return self._on(above) if above else Failed(verdict.why, verdict.cause)

    def _on(self, ending: Ending) -> Verdict:
        return verdict_of(ending, self.step, self.plan, attempt=max(1, len(self.task.attempts)))

    def _report(self) -> messages.Report:
        last = self.task.last
        ended = time_of(last.get("finishedAt"))
        return messages.Report(
            message=self.task.message,
            phase=last["phase"] if last.get("phase") in FAILED_PHASES else self.task.phase,
            exit_code=self.task.exit_code,
            seconds=seconds_of(last),
            late=bool(ended and self.deadline and ended >= self.deadline),
        )

    def _state(self) -> OperatorState:
        if self.task.suspended:
            return "Waiting"
        return _OVER.get(self.task.phase) or _RUNNING.get(self.task.last.get("phase", ""), "Started")

    def _message(self, status: OperatorState) -> str:
        if status == "Waiting":
            return self.step.question
        return messages.why_pending(self.task.message) if status == "Started" else ""
