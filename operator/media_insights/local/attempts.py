"""Attempts of one step, repeated until the contract's verdict on one is final."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Literal

from media_insights.api.v1alpha1.execution import Cost
from media_insights.catalogue.problems import NotReady, not_started, of_files
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running import costs
from media_insights.domain.running.contract import GPU_IDLE, ExitCode, Variable
from media_insights.domain.running.endings import Ending
from media_insights.domain.running.steps import NOTHING, StepFacts
from media_insights.domain.running.verdicts import (
    Done,
    Retry,
    Verdict,
    cause_after,
    sentence_of,
    state_after,
    verdict_of,
)
from media_insights.domain.traces import TraceContext, context_of_step
from media_insights.local.launching import Launch, Starter, memory_limit_of
from media_insights.local.programs import ProgramResult
from media_insights.local.sandboxes import Files, Sandbox, prepare, sizes_of, store_outputs
from media_insights.local.supervision import Command, KilledFor, LastWords, start

ENGINE_FAILED = (125, 126, 127)
"""Exit codes of Docker and Podman themselves: the container could not be run, its command is no program, or absent."""
PROGRESS_SECONDS = 0.5
LEAST_FREE = 2**20
"""Bytes below which a volume counts as full: what did not fit was larger than what is left."""

KillReason = KilledFor | Literal["engine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContext:
    """Context of a step: everything that its attempts need."""

    plan: Plan
    step: Step
    files: Files
    starter: Starter
    scratch: Path
    """Folder for sandboxes, on the file system of the results, so that outputs are moved and not copied."""
    log: Path
    threads: int
    now: Callable[[], datetime]
    changed: Callable[[StepFacts], None]
    """Called with every change."""
    trace: TraceContext | None = None
    """The run's own place in a trace; None: nothing is traced."""


async def run_attempts(context: StepContext, first: int = 1, spent: Cost = NOTHING) -> StepFacts:
    """Run the step until it ends well, fails for good, or its retries are used up; return what is known then.

    ``first`` is the number of the first attempt, where others were made in the company of other runs, and used
    ``spent``.
    """
    step, started = context.step, context.now()
    for attempt in count(first):
        facts = StepFacts(name=step.name, status="Executing", started_at=started, attempts=attempt, cost=spent)
        context.changed(facts)
        ending = await _attempt(context, facts)
        facts = facts_after(context, facts, ending)
        spent = facts.cost
        if facts.status != "Started":
            return facts
        context.changed(facts)
        await asyncio.sleep(backoff_after(step, attempt))
    raise AssertionError("attempts are endless")  # pragma: no cover


def facts_after(context: StepContext, facts: StepFacts, ending: Ending) -> StepFacts:
    """Return what is known of a step after an attempt: Started when another one follows."""
    verdict = verdict_of(ending, context.step, context.plan, attempt=facts.attempts)
    facts = replace(
        facts,
        status=state_after(verdict),
        message=sentence_of(verdict, attempt=facts.attempts),
        cause=cause_after(verdict),
        cost=costs.with_attempt(facts.cost, cpu_seconds=ending.cpu_seconds, gpu_seconds=ending.gpu_seconds),
    )
    if isinstance(verdict, Retry):
        return facts
    return replace(
        facts,
        finished_at=context.now(),
        exit_code=ending.exit_code,
        bytes=_size(context, verdict),
        gpu_idle=ending.gpu_idle,
        cost=costs.with_files(facts.cost, context.plan, context.step, sizes_of(context.step, context.files)),
    )


def backoff_after(step: Step, attempt: int) -> float:
    """Return how many seconds a step waits after an attempt that failed."""
    return float(step.spec.retry.backoff_seconds * 2 ** (attempt - 1))


async def _attempt(context: StepContext, facts: StepFacts) -> Ending:
    sandbox = Sandbox(
        root=context.scratch / f"{context.step.name}-{facts.attempts}",
        log=context.log,
        log_start=context.log.stat().st_size if context.log.is_file() else 0,
        store=context.files.store.root.resolve(),
        prefix=layout.folder_of(context.plan.plan_key),
        trace=context_of_step(context.trace, context.plan.execution.uid, context.step.name) if context.trace else None,
    )
    sandbox.remove()
    try:
        missing = prepare(sandbox, context.plan, context.step, context.files)
        if missing:
            return Ending(not_run=missing)
        return await _execute(context, sandbox, facts)
    except TimeoutError:
        return Ending(deadline="step")
    except NotReady as error:
        return Ending(not_run=str(error))
    except OSError as error:
        return Ending(not_run=of_files(error, sandbox.root))
    finally:
        sandbox.remove()


async def _execute(context: StepContext, sandbox: Sandbox, facts: StepFacts) -> Ending:
    """Return how it ended. Raises TimeoutError; whatever happens, no process stays behind."""
    launch = context.starter.launch(context.step, sandbox, context.threads)
    command = Command(
        words=launch.command,
        environment=dict(launch.environment) | {Variable.ATTEMPT: str(facts.attempts - 1)},
        folder=launch.folder,
        memory=memory_limit_of(context.step),
        stop=launch.stop,
    )
    begun = context.now()
    with sandbox.log.open("ab") as log:
        process = await start(command, log)
    watching = asyncio.create_task(_report_progress(context, sandbox, facts))
    try:
        async with asyncio.timeout(context.step.spec.timeout_seconds):
            code = await process.code()
        words = process.last_words()
        killed_for = reason_of_kill(launch, code, words)
        seconds = (context.now() - begun).total_seconds()
        return replace(
            _ending(context, sandbox, code, killed_for),
            cpu_seconds=sandbox.cpu_seconds() if launch.stop else words.cpu_seconds,
            gpu_seconds=launch.gpus * seconds if launch.gpus else None,
        )
    finally:
        watching.cancel()
        await asyncio.shield(process.end())


async def _report_progress(context: StepContext, sandbox: Sandbox, facts: StepFacts) -> None:
    seen = ""
    while True:
        await asyncio.sleep(PROGRESS_SECONDS)
        progress = sandbox.progress()
        if progress != seen:
            seen = progress
            context.changed(replace(facts, progress=progress))


def _ending(context: StepContext, sandbox: Sandbox, code: int, killed_for: KillReason) -> Ending:
    """Return the ending, in the contract's terms, of a process that ended."""
    if code == ExitCode.DONE:
        not_written = store_outputs(sandbox.outputs, context.step, context.files.store)
        return Ending(exit_code=code, not_written=not_written, gpu_idle=sandbox.word_on_gpu() == GPU_IDLE)
    return failure_of(sandbox, code, killed_for)


def reason_of_kill(launch: Launch, code: int, words: LastWords) -> KillReason:
    """Return what kept a program from ending by itself: want of memory, or a container engine that did not run it."""
    return words.killed_for or ("engine" if launch.stop and code in ENGINE_FAILED else "")


def failure_of(sandbox: Sandbox, code: int, killed_for: KillReason) -> Ending:
    """Return the ending of a process that did not end well."""
    if killed_for == "engine":
        return Ending(exit_code=code, not_run=not_started(ProgramResult(code=code, text=sandbox.output()).reason))
    return Ending(
        exit_code=code,
        said=sandbox.sentence(),
        out_of_memory=_MEMORY.get(killed_for, ""),
        silent_because=_full_volume(sandbox),
    )


_MEMORY: dict[KillReason, Literal["limit", "machine"]] = {"memory": "limit", "machine": "machine"}


def _full_volume(sandbox: Sandbox) -> str:
    """Return that the volume is full, which leaves no room for a sentence; empty when it is not."""
    if shutil.disk_usage(sandbox.root).free >= LEAST_FREE:
        return ""
    return f"the volume of {sandbox.root} is full; free some, or choose another --output"


def _size(context: StepContext, verdict: Verdict) -> int:
    """Return the bytes of the result of a step that is done."""
    result = next((output for output in context.step.outputs if output.result), None)
    path = context.files.store.path(result.key) if result and isinstance(verdict, Done) else None
    return path.stat().st_size if path and path.is_file() else 0
