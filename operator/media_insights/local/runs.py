"""One run of the embedded engine: a plan is executed and recorded, by one engine at a time."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.catalogue.problems import Unusable
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_bytes
from media_insights.local.engine import Engine
from media_insights.local.machine import Capacity
from media_insights.local.named_files import NamedFiles
from media_insights.local.requests import RunRequest
from media_insights.local.run_records import records_of
from media_insights.local.sandboxes import Files
from media_insights.local.workplaces import Workplace

WORK = ".work"
"""Folder of the sandboxes, in the output folder so that outputs are moved, never copied."""
LOGS = "logs"


async def run(
    plan: Plan, request: RunRequest, place: Workplace, on_status: Callable[[ExecutionStatus], None]
) -> ExecutionStatus:
    """Run a plan; record status and snapshot beside the results, and return the last status."""
    store = place.store
    with _lock(place.output / WORK / plan.execution.uid) as scratch:
        store.put(plan.plan_key, plan_bytes(plan))
        records = records_of(plan, request, store)

        def record(status: ExecutionStatus) -> None:
            records.write_status(status)
            on_status(status)

        engine = Engine(
            plan=plan,
            files=Files(store=store, source=request.file.resolve(), named=NamedFiles(store, request.base)),
            starter=place.starter,
            capacity=Capacity(place.share),
            scratch=scratch,
            logs=place.output / LOGS / plan.execution.name,
            on_status=record,
            answers={stage: dict(answer) for stage, answer in request.answers.items()},
        )
        return await engine.run()


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
