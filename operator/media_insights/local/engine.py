"""The embedded engine: plans executed by local processes, in parallel as their graphs and the machine allow.

Several executions of one workflow share the processes of their steps: an operator starts once for all of them, and
what it loads is loaded once.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from media_insights.catalogue.problems import NotReady
from media_insights.domain.planning.plan import Step
from media_insights.domain.running import sentences
from media_insights.domain.running.contract import Cause
from media_insights.domain.running.groups import Group, ready_groups
from media_insights.domain.running.steps import Ended, StepFacts
from media_insights.local.attempts import StepContext, run_attempts
from media_insights.local.executions import Execution
from media_insights.local.group_attempts import run_group
from media_insights.local.launching import Starter
from media_insights.local.machine import Capacity


@dataclass
class Engine:
    """Executions that run together: one, or those of a shard."""

    executions: Sequence[Execution]
    starter: Starter
    capacity: Capacity
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _preparations: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self) -> None:
        """Execute all plans; each execution has its final status then, also when the task is cancelled.

        A run that waits for a person ends as Waiting; the next one, given the answer, continues from there.
        Raises ValueError for a plan that this version cannot run.
        """
        for execution in self.executions:
            execution.begin()
        try:
            # each has its own time, and all of it where it is alone
            async with asyncio.timeout(sum(each.plan.timeout_seconds for each in self.executions)):
                await self._run_steps()
        except TimeoutError:
            await self._stop("TimedOut")
        except asyncio.CancelledError:
            await self._stop("Cancelled")
        for execution in self._going_on():
            execution.end(None)

    async def _run_steps(self) -> None:
        # Everything is made ready in the plan's order from the start, so that fetching runs beside the first operators.
        for execution in self.executions:
            for step in execution.plan.runs:
                if not step.waits and step.name not in self._preparations:
                    self._preparations[step.name] = asyncio.create_task(self.starter.prepare(step))
        try:
            await self._run_to_end()
        finally:
            for preparation in self._preparations.values():
                preparation.cancel()
            await asyncio.gather(*self._preparations.values(), return_exceptions=True)

    async def _run_to_end(self) -> None:
        while True:
            if self._start_groups():
                continue  # an answer that arrived makes further steps ready
            for execution in self._going_on():
                execution.end_if_over()
            if not self._tasks:
                return
            done, self._tasks = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()

    def _start_groups(self) -> bool:
        """Start what is ready; return whether anything was."""
        going_on = self._going_on()
        runs = [(each.plan, each.facts) for each in going_on]
        groups = ready_groups(runs, idle=not self._tasks)
        for group in groups:
            self._start(group, going_on)
        return bool(groups)

    def _start(self, group: Group, executions: Sequence[Execution]) -> None:
        members = [executions[number] for number in group.members]
        step = members[0].plan.step(group.step)
        if step.waits:
            for execution in members:
                execution.wait(step)
            return
        _set_all(members, StepFacts(name=step.name, status="Started", message="getting ready"))
        self._tasks.add(asyncio.create_task(self._step(step, members)))

    def _going_on(self) -> list[Execution]:
        return [execution for execution in self.executions if not execution.has_ended]

    async def _step(self, step: Step, members: Sequence[Execution]) -> None:
        try:
            await asyncio.shield(self._preparations[step.name])
        except NotReady as error:
            facts = StepFacts(name=step.name, status="Error", message=str(error), cause=Cause.NOT_RUN)
            _set_all(members, replace(facts, finished_at=members[0].now()))
            return
        _set_all(members, StepFacts(name=step.name, status="Started", message="waits for CPUs and memory"))
        async with self.capacity.reserve(step.spec.resources) as threads:
            contexts = [self._context_of(execution, step.name, threads) for execution in members]
            if len(contexts) == 1:
                members[0].set(await run_attempts(contexts[0]))
            else:
                await run_group(contexts)

    def _context_of(self, execution: Execution, name: str, threads: int) -> StepContext:
        return StepContext(
            plan=execution.plan,
            step=execution.plan.step(name),
            files=execution.files,
            starter=self.starter,
            scratch=execution.scratch,
            log=execution.logs / f"{name}.log",
            threads=threads,
            now=execution.now,
            changed=execution.set,
            trace=execution.trace,
        )

    async def _stop(self, state: str) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for execution in self._going_on():
            if state == "TimedOut":
                sentence = sentences.run_timed_out(execution.plan, waits=False)
                execution.end(Ended(state="TimedOut", at=execution.now(), message=sentence))
            else:
                execution.end(Ended(state="Cancelled", at=execution.now(), message=sentences.CANCELLED))


def _set_all(executions: Sequence[Execution], facts: StepFacts) -> None:
    for execution in executions:
        execution.set(facts)
