"""An Argo Workflow's status becomes facts about the plan's steps.

Argo keeps one node per task, and below a task with retries one node per attempt; only the last attempt knows why.
"""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from media_insights.api.v1alpha1.execution import OperatorState
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import messages, retries
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.finishing import outcome_of
from media_insights.domain.running.steps import ENDED, FAILED, Ended, StepFacts

_FAILED = ("Failed", "Error")
_NO_PROGRESS = ("", "0/1", "1/1")
"""What Argo says of a pod that reports nothing itself."""


def steps_of(workflow: Manifest, plan: Plan) -> dict[str, StepFacts]:
    """Return what is known of each step that has a node; steps that Argo has not come to are left out."""
    nodes = nodes_of(workflow)
    tasks = _tasks_of(workflow, nodes)
    return {
        step.name: _facts(_Task(step, tasks[step.name], _attempts(tasks[step.name], nodes)), plan)
        for step in plan.runs
        if step.name in tasks
    }


def ended_of(workflow: Manifest, plan: Plan) -> Ended | None:
    """Return how the run ended, or None while it runs."""
    status = workflow.get("status") or {}
    state = _OUTCOMES.get(status.get("phase", ""))
    if state is None:
        return _failed_for_good(workflow, plan)
    at = _time(status.get("finishedAt")) or _time(workflow["metadata"].get("creationTimestamp"))
    ended = Ended(state=state, at=at or datetime.fromisoformat("1970-01-01T00:00:00Z"))
    if state == "Complete":
        return ended
    return _explained(ended, workflow, plan)


def _failed_for_good(workflow: Manifest, plan: Plan) -> Ended | None:
    """Return the failure of a run that Argo keeps open although nothing of it runs or can still start.

    Argo asks only after the backoff whether a failed step is to be tried again; people and the queue need not wait.
    """
    facts = steps_of(workflow, plan)
    at = max((each.finished_at for each in facts.values() if each.finished_at), default=None)
    ended = outcome_of(plan, facts, at) if at and not is_stopping(workflow) else None
    return ended if ended and ended.state == "Error" else None


def is_stopping(workflow: Manifest) -> bool:
    """Return whether the run was told to end before its time."""
    return bool((workflow.get("spec") or {}).get("shutdown"))


_OUTCOMES: dict[str, OperatorState] = {"Succeeded": "Complete", "Failed": "Error", "Error": "Error"}


def _explained(ended: Ended, workflow: Manifest, plan: Plan) -> Ended:
    message = str((workflow.get("status") or {}).get("message", ""))
    if is_stopping(workflow):
        return replace(ended, state="Cancelled", message="cancelled")
    failed = [facts for facts in steps_of(workflow, plan).values() if facts.status in FAILED]
    if "deadline" in message or any(facts.message.startswith(messages.RUN_DEADLINE) for facts in failed):
        return replace(
            ended, state="TimedOut", message=f"ran longer than the workflow's timeout of {plan.timeout_seconds} s"
        )
    return ended if failed else replace(ended, message=messages.of_workflow(message))


@dataclass(frozen=True, slots=True)
class _Task:
    """A step, its task's node, and the nodes of its attempts in order (the task's own when there are no retries)."""

    step: Step
    node: Manifest
    attempts: Sequence[Manifest]

    @property
    def last(self) -> Manifest:
        return self.attempts[-1] if self.attempts else self.node

    @property
    def said(self) -> str:
        return str(self.last.get("message") or self.node.get("message") or "")

    @property
    def exit_code(self) -> int | None:
        code = str((self.last.get("outputs") or {}).get("exitCode", ""))
        return int(code) if code.lstrip("-").isdigit() else None

    @property
    def failed(self) -> bool:
        """Whether it failed for good: Argo itself says so only after the backoff."""
        if self.node.get("phase") in _FAILED:
            return True
        phase = str(self.last.get("phase"))
        return phase in _FAILED and not retries.is_tried_again(
            self.step, attempts=len(self.attempts), phase=phase, message=self.said, exit_code=self.exit_code
        )


def _facts(task: _Task, plan: Plan) -> StepFacts:
    status = _status(task)
    begun, over = status != "Not Started", status in ENDED
    progress = task.last.get("progress", "")
    return StepFacts(
        name=task.step.name,
        status=status,
        message=_message(task, status, plan),
        started_at=_time(task.node.get("startedAt")) if begun else None,
        finished_at=_time(task.last.get("finishedAt") or task.node.get("finishedAt")) if over else None,
        attempts=len(task.attempts) if begun else 0,
        progress="" if progress in _NO_PROGRESS else progress,
        exit_code=task.exit_code,
    )


_RUNNING: dict[str, OperatorState] = {"Pending": "Started", "Running": "Executing"}
_OVER: dict[str, OperatorState] = {"Succeeded": "Complete", "Skipped": "Not Started", "Omitted": "Not Started"}


def _status(task: _Task) -> OperatorState:
    if task.node.get("type") == "Suspend" and task.node.get("phase") == "Running":
        return "Waiting"
    if task.failed:
        return messages.failure_of(task.said, str(task.node.get("message", "")))
    return _OVER.get(task.node.get("phase", "")) or _RUNNING.get(task.last.get("phase", ""), "Started")


def _message(task: _Task, status: OperatorState, plan: Plan) -> str:
    if task.failed:
        return messages.why_failed(task.said, task.step, seconds=_seconds(task.last), run_timeout=plan.timeout_seconds)
    if status == "Waiting":
        return task.step.question
    if status != "Started":
        return ""
    if task.last.get("phase") in _FAILED:
        cause = messages.why_failed(task.said, task.step, seconds=_seconds(task.last), run_timeout=plan.timeout_seconds)
        return f"attempt {len(task.attempts)} failed and will be repeated: {cause}"
    return messages.why_pending(task.said)


def _tasks_of(workflow: Manifest, nodes: Mapping[str, Manifest]) -> dict[str, Manifest]:
    """Return task → node: those directly below the DAG, which is the node that carries the workflow's name."""
    root = workflow["metadata"]["name"]
    return {
        node["displayName"]: node for node in nodes.values() if node.get("boundaryID") == root and not _retried(node)
    }


def _attempts(node: Manifest, nodes: Mapping[str, Manifest]) -> list[Manifest]:
    if node.get("type") != "Retry":
        return [node]
    prefix = f"{node['displayName']}("
    children = [nodes[child] for child in node.get("children") or () if child in nodes]
    own = [child for child in children if str(child.get("displayName", "")).startswith(prefix)]
    return sorted(own, key=lambda each: int(each["displayName"][len(prefix) : -1] or 0))


def _retried(node: Manifest) -> bool:
    return bool((node.get("nodeFlag") or {}).get("retried")) or str(node.get("displayName", "")).endswith(")")


def nodes_of(workflow: Manifest) -> dict[str, Manifest]:
    """Return id → node; Argo compresses them when a workflow grows beyond what etcd stores (gzip in base64)."""
    status = workflow.get("status") or {}
    packed = status.get("compressedNodes")
    if packed:
        unpacked: dict[str, Manifest] = json.loads(gzip.decompress(base64.b64decode(packed)))
        return unpacked
    return dict(status.get("nodes") or {})


def _time(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None


def _seconds(node: Manifest) -> float:
    start, end = _time(node.get("startedAt")), _time(node.get("finishedAt"))
    return (end - start).total_seconds() if start and end else 0.0
