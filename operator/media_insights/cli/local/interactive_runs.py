"""Interactive run of the embedded engine: progress, questions of stages that wait, and the summary."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from media_insights.catalogue.operator_folders import MANIFEST
from media_insights.cli.terminal.assignments import answers_of
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.outcome import Outcome, outcome_of, rejected
from media_insights.cli.terminal.progress import open_progress
from media_insights.cli.terminal.summary import print_summary
from media_insights.domain.planning.plan import Plan
from media_insights.domain.wording import both
from media_insights.local import runs
from media_insights.local.records import execution_in
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.local.workplaces import Workplace
from media_insights.results.digest.digests import Digest
from media_insights.storage.library import Library


def run_interactively(request: RunRequest, place: Workplace, output: Format) -> Outcome:
    """Run a request; ask the person at the terminal for each stage that waits, and continue."""
    outcome = _run(request, place, output)
    while outcome.status == "Waiting" and sys.stdin.isatty():
        status = execution_in(place.store, outcome.execution)
        stage = status.status.current_stage if status else ""
        if not stage or stage in request.answers or not typer.confirm(f"{stage} waits for you: go on?"):
            break
        text = typer.prompt("Data for the operators after it, as JSON", default="{}")
        request = replace(request, answers={**request.answers, **answers_of([f"{stage}={text}"])})
        outcome = _run(request, replace(place, fresh=False), output)
    return outcome


def _run(request: RunRequest, place: Workplace, output: Format) -> Outcome:
    plan = plan_run(request, place)
    if isinstance(plan, RunRefused):
        outcome, digest = rejected(request.name, request.namespace, plan.message), Digest()
    else:
        kept = [step.name for step in plan.steps if step.reused]
        with open_progress(f"{request.file.name}: {request.workflow}") as watcher:
            if kept:
                watcher.note(f"kept from an earlier run: {', '.join(kept)} (--fresh runs everything)")
            status = asyncio.run(interruptible(runs.run(plan, request, place, watcher.show)))
        outcome = outcome_of(request.name, request.namespace, plan.execution.name, status)
        digest = Library(place.store).of_execution(status).digest()
    if output is Format.TABLE:
        print_summary(outcome, digest, _more(outcome, plan, place) or list(_left_out(request, place)))
    return outcome


async def interruptible(run_: Any) -> Any:
    """Let SIGTERM end a run as Ctrl-C does: processes stopped, status truthful."""
    task = asyncio.current_task()
    if task:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run_


def _left_out(request: RunRequest, place: Workplace) -> Iterator[str]:
    """Yield what to add for operators of the workflow that lie in the current folder, and were not named."""
    stages = place.catalogue.workflow(request.workflow).spec.stages
    named = {each.name for stage in stages for each in stage.operators}
    lying = sorted(name for name in named - place.catalogue.operators.keys() if Path(name, MANIFEST).is_file())
    if lying:
        yield f"{both(lying)}: in this folder; add --operators ."


def _more(outcome: Outcome, plan: object, place: Workplace) -> list[str]:
    if not isinstance(plan, Plan):
        return []
    root = _relative_to_here(place.output)
    return [
        f"{root}/{Path(plan.plan_key).parent}/    results and media, as in the object store",
        f"{root}/mediaexecutions/{outcome.execution}.yaml    status",
        f"{root}/logs/{outcome.execution}/    what the operators wrote",
    ]


def _relative_to_here(folder: Path) -> Path:
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
