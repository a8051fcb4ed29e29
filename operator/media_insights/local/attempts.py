"""One step, tried until it ends: the contract's exit codes, timeouts and retries."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from media_insights.api.v1alpha1.execution import OperatorState
from media_insights.domain import layout
from media_insights.domain.plan import Plan, Step
from media_insights.domain.steps import StepFacts
from media_insights.local import programs
from media_insights.local.launching import Launch, Starter
from media_insights.local.problems import NotReady
from media_insights.local.sandboxes import Files, Sandbox, prepared, stored

TRY_AGAIN = 75
"""EX_TEMPFAIL: the one code that is tried again."""
KILLED = -9
"""What the kernel does when memory is short: tried again once, like an evicted pod."""
PROGRESS_SECONDS = 0.5


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
        code = await _executed(trial, sandbox, facts)
        return _ending(trial, sandbox, code, facts.attempts)
    except TimeoutError:
        seconds = trial.step.spec.timeout_seconds
        return _Ending(status="TimedOut", message=f"ran longer than its timeout of {seconds} s")
    except NotReady as error:
        return _Ending(status="Error", message=str(error))
    except OSError as error:
        return _Ending(status="Error", message=f"{error.strerror or error}: {error.filename or sandbox.root}")
    finally:
        sandbox.remove()


async def _executed(trial: Trial, sandbox: Sandbox, facts: StepFacts) -> int:
    """Return the exit code. Raises TimeoutError; whatever happens, nothing of the process group stays behind."""
    launch = trial.starter.launch(trial.step, sandbox, trial.threads)
    with sandbox.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *launch.command,
            cwd=launch.folder,
            env=dict(launch.environment) | {"MEDIA_INSIGHTS_ATTEMPT": str(facts.attempts - 1)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    watching = asyncio.create_task(_watched(trial, sandbox, facts))
    try:
        return await asyncio.wait_for(process.wait(), trial.step.spec.timeout_seconds)
    finally:
        watching.cancel()
        if process.returncode is None:
            await asyncio.shield(_stopped(process, launch))
        programs.kill_stragglers(process)


async def _stopped(process: asyncio.subprocess.Process, launch: Launch) -> None:
    await programs.ended(process)
    if launch.stop:
        await programs.run(launch.stop, launch.environment)


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


def _ending(trial: Trial, sandbox: Sandbox, code: int, attempt: int) -> _Ending:
    if code == 0:
        missing = stored(sandbox, trial.step, trial.files.store)
        return _Ending(status="Error", message=missing, code=0) if missing else _Ending(status="Complete", code=0)
    again = code == TRY_AGAIN or (code == KILLED and attempt == 1)
    return _Ending(status="Error", message=_why(trial.step, sandbox, code), code=code, again=again)


_BY_CODE = {2: "its parameters are wrong", 66: "its input cannot be used", 75: "it asked to be run again later"}


def _why(step: Step, sandbox: Sandbox, code: int) -> str:
    """Return the operator's own sentence, or what its exit code says: the same words as from a pod."""
    if code == KILLED:
        limit = step.spec.resources.limits.get("memory", "this machine's memory")
        return f"was killed, probably out of memory (its limit on a cluster: {limit})"
    if code < 0:
        return f"was killed from outside (signal {-code})"
    return sandbox.reason() or _BY_CODE.get(code, f"ended with exit code {code} without saying why")


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
