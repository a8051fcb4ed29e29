"""One step, tried until it ends: the contract's exit codes, timeouts and retries."""

import asyncio
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from media_insights.api.v1alpha1.execution import OperatorState
from media_insights.catalogue.problems import NotReady, not_started, of_files
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.steps import StepFacts
from media_insights.local.kept import Cause, Command, start
from media_insights.local.launching import Starter
from media_insights.local.machine import quantity_of
from media_insights.local.programs import Said
from media_insights.local.sandboxes import Files, Sandbox, prepared, stored

TRY_AGAIN = 75
"""EX_TEMPFAIL: the one code that is tried again."""
ENGINE_FAILED = (125, 126, 127)
"""Exit codes of Docker and Podman themselves: the container could not be run, its command is no program, or absent."""
SIGNALLED = 128
"""Added to a signal's number, as Kubernetes has it."""
PROGRESS_SECONDS = 0.5
LEAST_FREE = 2**20
"""Bytes below which a volume counts as full: what did not fit was larger than what is left."""

_Cause = Cause | Literal["engine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Everything that one step needs in order to be tried."""

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
    """Told about every change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    status: OperatorState
    message: str = ""
    code: int | None = None
    again: bool = False


async def tried(trial: Trial) -> StepFacts:
    """Run the step until it ends well, fails for good, or its retries are used up; return what is known then."""
    step, started = trial.step, trial.now()
    attempt = 0
    while True:
        attempt += 1
        facts = StepFacts(name=step.name, status="Executing", started_at=started, attempts=attempt)
        trial.changed(facts)
        ending = await _attempted(trial, facts)
        if not ending.again or attempt > step.spec.retry.limit:
            return _facts(trial, facts, ending)
        pause = step.spec.retry.backoff_seconds * 2 ** (attempt - 1)
        cause = f"attempt {attempt} failed and will be repeated: {ending.message}"
        trial.changed(StepFacts(name=step.name, status="Started", message=cause, started_at=started, attempts=attempt))
        await asyncio.sleep(pause)


async def _attempted(trial: Trial, facts: StepFacts) -> _Ending:
    sandbox = Sandbox(
        root=trial.scratch / f"{trial.step.name}-{facts.attempts}",
        log=trial.log,
        store=trial.files.store.root.resolve(),
        prefix=layout.execution_prefix(trial.plan.asset.uid, trial.plan.execution.uid),
    )
    sandbox.remove()
    try:
        missing = prepared(sandbox, trial.plan, trial.step, trial.files)
        if missing:
            return _Ending(status="Error", message=missing)
        code, cause = await _executed(trial, sandbox, facts)
        return _ending(trial, sandbox, (code, cause), facts.attempts)
    except TimeoutError:
        seconds = trial.step.spec.timeout_seconds
        return _Ending(status="TimedOut", message=f"ran longer than its timeout of {seconds} s")
    except NotReady as error:
        return _Ending(status="Error", message=str(error))
    except OSError as error:
        return _Ending(status="Error", message=of_files(error, sandbox.root))
    finally:
        sandbox.remove()


async def _executed(trial: Trial, sandbox: Sandbox, facts: StepFacts) -> tuple[int, _Cause]:
    """Return exit code and why it was killed. Raises TimeoutError; whatever happens, no process stays behind."""
    launch = trial.starter.launch(trial.step, sandbox, trial.threads)
    command = Command(
        words=launch.command,
        environment=dict(launch.environment) | {"MEDIA_INSIGHTS_ATTEMPT": str(facts.attempts - 1)},
        folder=launch.folder,
        memory=_memory(trial.step),
        stop=launch.stop,
    )
    with sandbox.log.open("ab") as log:
        kept = await start(command, log)
    watching = asyncio.create_task(_watched(trial, sandbox, facts))
    try:
        code = await asyncio.wait_for(kept.code(), trial.step.spec.timeout_seconds)
        return code, kept.cause() or ("engine" if launch.stop and code in ENGINE_FAILED else "")
    finally:
        watching.cancel()
        await asyncio.shield(kept.end())


def _memory(step: Step) -> int:
    limit = step.spec.resources.limits.get("memory")
    return int(quantity_of(limit)) if limit else 0


async def _watched(trial: Trial, sandbox: Sandbox, facts: StepFacts) -> None:
    seen = ""
    while True:
        await asyncio.sleep(PROGRESS_SECONDS)
        progress = sandbox.progress()
        if progress != seen:
            seen = progress
            trial.changed(_with_progress(facts, progress))


def _with_progress(facts: StepFacts, progress: str) -> StepFacts:
    return StepFacts(
        name=facts.name, status="Executing", started_at=facts.started_at, attempts=facts.attempts, progress=progress
    )


def _ending(trial: Trial, sandbox: Sandbox, how: tuple[int, _Cause], attempt: int) -> _Ending:
    code, cause = how
    if code == 0:
        missing = stored(sandbox, trial.step, trial.files.store)
        return _Ending(status="Error", message=missing, code=0) if missing else _Ending(status="Complete", code=0)
    killed = code == SIGNALLED + signal.SIGKILL
    again = code == TRY_AGAIN or (killed and attempt == 1)  # like an evicted pod
    return _Ending(status="Error", message=_why(trial.step, sandbox, code, cause), code=code, again=again)


_BY_CODE = {2: "its parameters are wrong", 66: "its input cannot be used", 75: "it asked to be run again later"}


def _why(step: Step, sandbox: Sandbox, code: int, cause: _Cause) -> str:
    """Return the operator's own sentence, or what its exit code says: the same words as from a pod."""
    limit = step.spec.resources.limits.get("memory")
    if cause == "memory":
        wanted = f"raise resources.limits.memory of {step.operator}"
        return f"out of memory: it needed more than its limit of {limit}; {wanted}"
    if cause == "machine":
        return "was killed because this machine ran out of memory"
    if code == SIGNALLED + signal.SIGKILL:
        return f"was killed, probably out of memory (its limit: {limit or 'none'})"
    if code > SIGNALLED:
        return f"was killed from outside (signal {code - SIGNALLED})"
    if cause == "engine":
        return not_started(Said(code=code, text=sandbox.said()).reason)
    return sandbox.reason() or _BY_CODE.get(code) or _without_words(code, sandbox)


def _without_words(code: int, sandbox: Sandbox) -> str:
    """Neither a sentence nor a log: where the volume is full, there was no room for either."""
    full = shutil.disk_usage(sandbox.root).free < LEAST_FREE
    return f"ended with exit code {code}" + (
        f": the volume of {sandbox.root} is full; free some, or choose another --output"
        if full
        else " without saying why"
    )


def _facts(trial: Trial, facts: StepFacts, ending: _Ending) -> StepFacts:
    result = next((output for output in trial.step.outputs if output.result), None)
    path = trial.files.store.path(result.key) if result and ending.status == "Complete" else None
    return StepFacts(
        name=facts.name,
        status=ending.status,
        message=ending.message,
        started_at=facts.started_at,
        finished_at=trial.now(),
        attempts=facts.attempts,
        bytes=path.stat().st_size if path and path.is_file() else 0,
        exit_code=ending.code,
    )
