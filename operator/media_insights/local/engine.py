"""The embedded engine: one plan, executed by local processes, in parallel as its graph and the machine allow."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.catalogue.problems import NotReady
from media_insights.domain.planning.plan import Plan, Step, require_whole_steps
from media_insights.domain.planning.plans_json import canonical, plan_hash
from media_insights.domain.running import finishing, sentences
from media_insights.domain.running import status as rollup
from media_insights.domain.running.contract import Cause
from media_insights.domain.running.critical_path import most_urgent_first
from media_insights.domain.running.steps import Ended, StepFacts
from media_insights.local.attempts import StepContext, run_attempts
from media_insights.local.launching import Starter
from media_insights.local.machine import Capacity
from media_insights.local.sandboxes import Files


def clock() -> datetime:
    """Return the time now, UTC."""
    return datetime.now(UTC)


@dataclass
class Engine:
    """One execution of one plan."""

    plan: Plan
    files: Files
    starter: Starter
    capacity: Capacity
    scratch: Path
    logs: Path
    on_status: Callable[[ExecutionStatus], None]
    """Called with every change of the status."""
    answers: Mapping[str, Manifest] = field(default_factory=dict)
    """Stage → what was answered to the steps that wait for a person there."""
    now: Callable[[], datetime] = clock
    _facts: dict[str, StepFacts] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _started: datetime | None = None
    _hash: str = ""

    async def run(self) -> ExecutionStatus:
        """Execute the plan and return the final status, also when the task is cancelled.

        A run that waits for a person ends as Waiting; the next one, given the answer, continues from there.
        Raises ValueError for a plan that this version cannot run.
        """
        require_whole_steps(self.plan)
        self._started, self._hash = self.now(), plan_hash(self.plan)
        ended: Ended | None
        try:
            async with asyncio.timeout(self.plan.timeout_seconds):
                ended = await self._run_steps()
        except TimeoutError:
            await self._stop()
            sentence = sentences.run_timed_out(self.plan, waits=False)
            ended = Ended(state="TimedOut", at=self.now(), message=sentence)
        except asyncio.CancelledError:
            await self._stop()
            ended = Ended(state="Cancelled", at=self.now(), message=sentences.CANCELLED)
        status = self._status(ended)
        self.on_status(status)
        return status

    async def _run_steps(self) -> Ended | None:
        # Everything is made ready in the plan's order from the start, so that fetching runs beside the first operators.
        preparations = {
            step.name: asyncio.create_task(self.starter.prepare(step)) for step in self.plan.runs if not step.waits
        }
        try:
            while True:
                for step in most_urgent_first(self.plan, finishing.ready_steps(self.plan, self._facts)):
                    if step.waits:
                        self._wait(step)
                        continue
                    self._set(StepFacts(name=step.name, status="Started", message="getting ready"))
                    self._tasks.add(asyncio.create_task(self._step(step, preparations[step.name])))
                if self._has_ready_steps():
                    continue
                if ended := finishing.outcome_of(self.plan, self._facts, self.now()):
                    return ended
                if not self._tasks:
                    return None
                done, self._tasks = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for preparation in preparations.values():
                preparation.cancel()
            await asyncio.gather(*preparations.values(), return_exceptions=True)

    def _has_ready_steps(self) -> bool:
        """Whether further steps are ready, for instance because an answer arrived."""
        return bool(finishing.ready_steps(self.plan, self._facts))

    def _wait(self, step: Step) -> None:
        """Take the answer of a person as the step's result, or leave it Waiting."""
        now = self.now()
        if step.stage not in self.answers:
            self._set(StepFacts(name=step.name, status="Waiting", message=step.question, started_at=now))
            return
        body = canonical(self.answers[step.stage]).encode()
        for output in step.outputs:
            if output.result:
                self.files.store.put(output.key, body)
        size = len(body)
        self._set(StepFacts(name=step.name, status="Complete", started_at=now, finished_at=now, bytes=size))

    async def _step(self, step: Step, preparation: asyncio.Task[None]) -> None:
        try:
            await asyncio.shield(preparation)
        except NotReady as error:
            facts = StepFacts(name=step.name, status="Error", message=str(error), cause=Cause.NOT_RUN)
            self._set(replace(facts, finished_at=self.now()))
            return
        self._set(StepFacts(name=step.name, status="Started", message="waits for CPUs and memory"))
        async with self.capacity.reserve(step.spec.resources) as threads:
            self._set(await run_attempts(self._context_of(step, threads)))

    def _context_of(self, step: Step, threads: int) -> StepContext:
        return StepContext(
            plan=self.plan,
            step=step,
            files=self.files,
            starter=self.starter,
            scratch=self.scratch,
            log=self.logs / f"{step.name}.log",
            threads=threads,
            now=self.now,
            changed=self._set,
        )

    def _set(self, facts: StepFacts) -> None:
        self._facts[facts.name] = facts
        self.on_status(self._status(None))

    def _status(self, ended: Ended | None) -> ExecutionStatus:
        status = rollup.execution_status(self.plan, self._facts, started_at=self._started, ended=ended, now=self.now())
        return status.model_copy(update={"plan_hash": self._hash})

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
