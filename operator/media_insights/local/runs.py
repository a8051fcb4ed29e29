"""Runs of the embedded engine: plans are executed and recorded, each by one engine at a time."""

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.catalogue.problems import Unusable
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_bytes
from media_insights.domain.running.steps import ENDED
from media_insights.local.engine import Engine
from media_insights.local.executions import Execution
from media_insights.local.machine import Capacity
from media_insights.local.named_files import NamedFiles
from media_insights.local.requests import RunRequest
from media_insights.local.run_records import records_of
from media_insights.local.sandboxes import Files
from media_insights.local.workplaces import Workplace

WORK = ".work"
"""Folder of the sandboxes, in the output folder so that outputs are moved, never copied."""
LOGS = "logs"

OnStatus = Callable[[ExecutionStatus], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """A run that has been planned, and who is told of it."""

    plan: Plan
    request: RunRequest
    on_status: OnStatus


async def run(plan: Plan, request: RunRequest, place: Workplace, on_status: OnStatus) -> ExecutionStatus:
    """Run a plan; record status and snapshot beside the results, and return the last status."""
    seen = ExecutionStatus()

    def tell(status: ExecutionStatus) -> None:
        nonlocal seen
        seen = status
        on_status(status)

    with _lock(place.output / WORK / plan.execution.uid) as scratch:
        planned = PlannedRun(plan=plan, request=request, on_status=tell)
        await Engine([_execution(planned, place, scratch)], place.starter, Capacity(place.share)).run()
    return seen


async def run_shard(planned: Sequence[PlannedRun], place: Workplace, refuse: Callable[[PlannedRun, str], None]) -> None:
    """Run plans together, each recorded as :func:`run` does, though not at every change.

    Those that another engine is at are refused, with why.
    """
    with ExitStack() as locks:
        executions = []
        for each in planned:
            try:
                scratch = locks.enter_context(_lock(place.output / WORK / each.plan.execution.uid))
            except Unusable as error:
                refuse(each, str(error))
                continue
            executions.append(_execution(each, place, scratch, sparing=True))
        if executions:
            await Engine(executions, place.starter, Capacity(place.share)).run()


def _execution(planned: PlannedRun, place: Workplace, scratch: Path, *, sparing: bool = False) -> Execution:
    plan, store = planned.plan, place.store
    store.put(plan.plan_key, plan_bytes(plan))
    records = records_of(plan, planned.request, store)
    written: tuple[str, int] | None = None

    def record(status: ExecutionStatus) -> None:
        nonlocal written
        ended = sum(each.status in ENDED for stage in status.stages for each in stage.operators)
        if not sparing or (status.state, ended) != written:
            records.write_status(status)
        written = (status.state, ended)
        planned.on_status(status)

    return Execution(
        plan=plan,
        files=Files(store=store, source=planned.request.file.resolve(), named=NamedFiles(store, planned.request.base)),
        scratch=scratch,
        logs=place.output / LOGS / plan.execution.name,
        on_status=record,
        answers={stage: dict(answer) for stage, answer in planned.request.answers.items()},
        trace=planned.request.trace,
    )


@contextmanager
def _lock(scratch: Path) -> Iterator[Path]:
    """Give the folder for sandboxes, and keep a second engine from writing the same results meanwhile."""
    scratch.mkdir(parents=True, exist_ok=True)
    with (scratch.parent / f"{scratch.name}.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            folder = scratch.parent.parent
            raise Unusable(
                f"this file is being analysed into {folder} already: wait, or choose another --output"
            ) from error
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
