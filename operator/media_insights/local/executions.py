"""One execution of the embedded engine: its plan, where its files are, and what is known of its steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.planning.plan import Plan, Step, require_whole_steps
from media_insights.domain.planning.plans_json import canonical, plan_hash
from media_insights.domain.running import finishing
from media_insights.domain.running import status as rollup
from media_insights.domain.running.steps import Ended, StepFacts
from media_insights.domain.traces import TraceContext
from media_insights.local.sandboxes import Files


def clock() -> datetime:
    """Return the time now, UTC."""
    return datetime.now(UTC)


@dataclass
class Execution:
    """One execution of one plan."""

    plan: Plan
    files: Files
    scratch: Path
    logs: Path
    on_status: Callable[[ExecutionStatus], None]
    """Called with every change of the status."""
    answers: Mapping[str, Manifest] = field(default_factory=dict)
    """Stage → what was answered to the steps that wait for a person there."""
    trace: TraceContext | None = None
    """Its own place in a trace; None: nothing is traced."""
    now: Callable[[], datetime] = clock
    facts: dict[str, StepFacts] = field(default_factory=dict)
    has_ended: bool = False
    _started: datetime | None = None
    _hash: str = ""

    def begin(self) -> None:
        """Begin: the time of the run counts from now. Raises ValueError for a plan that this version cannot run."""
        require_whole_steps(self.plan)
        self._started, self._hash = self.now(), plan_hash(self.plan)

    def set(self, facts: StepFacts) -> None:
        """Take in what is new of a step, and tell it; the execution ends when nothing runs and nothing can start."""
        self.facts[facts.name] = facts
        if not self.end_if_over():
            self.on_status(self._status(None))

    def wait(self, step: Step) -> None:
        """Take the answer of a person as the step's result, or leave it Waiting."""
        now = self.now()
        if step.stage not in self.answers:
            self.set(StepFacts(name=step.name, status="Waiting", message=step.question, started_at=now))
            return
        body = canonical(self.answers[step.stage]).encode()
        for output in step.outputs:
            if output.result:
                self.files.store.put(output.key, body)
        size = len(body)
        self.set(StepFacts(name=step.name, status="Complete", started_at=now, finished_at=now, bytes=size))

    def end_if_over(self) -> bool:
        """End when nothing runs and nothing can start; return whether it has ended."""
        if not self.has_ended and (ended := finishing.outcome_of(self.plan, self.facts, self.now())):
            self.end(ended)
        return self.has_ended

    def end(self, ended: Ended | None) -> ExecutionStatus:
        """End, and return the last status; None: it waits for a person, and a further run goes on from there."""
        self.has_ended = True
        status = self._status(ended)
        self.on_status(status)
        return status

    def _status(self, ended: Ended | None) -> ExecutionStatus:
        status = rollup.execution_status(self.plan, self.facts, started_at=self._started, ended=ended, now=self.now())
        return status.model_copy(update={"plan_hash": self._hash})
