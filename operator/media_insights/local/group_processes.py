"""One process over the items of several runs: laid out, watched, and its verdicts taken as they appear.

What an item wrote is stored as soon as it has a verdict: however the process or the engine ends, it stays.
"""

import asyncio
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from media_insights.api.v1alpha1.execution import Cost
from media_insights.catalogue.problems import NotReady, of_files
from media_insights.domain.running.contract import GPU_IDLE, ITEMS, LOGS, VERDICTS, ExitCode, Variable
from media_insights.domain.running.endings import Ending
from media_insights.domain.running.items import Decided, Fate, ItemTrace, fates_of, trace_of
from media_insights.domain.running.steps import NOTHING, StepFacts
from media_insights.local.attempts import PROGRESS_SECONDS, StepContext, facts_after, failure_of, reason_of_kill
from media_insights.local.launching import memory_limit_of
from media_insights.local.sandboxes import Sandbox, make_folders, place_inputs, store_outputs, word_on_gpu
from media_insights.local.supervision import Command, SupervisedProcess, start

MOST_OF_VERDICT = 2**20
"""Bytes of a verdict that are read."""
MOST_OF_LOG = 2**24
"""Bytes of what was printed for an item that are kept."""
WAITS = "waits for its turn"


class GroupProcess:
    """One attempt at a step for several runs."""

    def __init__(self, contexts: Mapping[str, StepContext], attempt: int, spent: dict[str, Cost]) -> None:
        """Take the runs, by the names of their items, and what earlier attempts of each used: it is added to."""
        self.repeated: list[str] = []
        """Runs whose attempt failed and is to be repeated."""
        self._contexts = contexts
        self._attempt = attempt
        self._spent = spent
        self._first = next(iter(contexts.values()))
        root = self._first.scratch / f"{self._first.step.name}-together"
        self._sandbox = Sandbox(root=root, log=root / "log")
        self._traces = dict.fromkeys(contexts, ItemTrace())
        self._facts: dict[str, StepFacts] = {}
        self._settled: set[str] = set()
        self._gpus = 0
        self._last_sign = time.monotonic()

    async def run(self) -> dict[str, Fate]:
        """Run the process to its end and return what becomes of each run; those decided have been told."""
        self._sandbox.remove()
        try:
            process = await self._execute() if self._lay_out() else Ending(exit_code=ExitCode.DONE)
        except TimeoutError:
            process = Ending(deadline="step")
        except NotReady as error:
            process = Ending(not_run=str(error))
        except OSError as error:
            process = Ending(not_run=of_files(error, self._sandbox.root))
        finally:
            self._collect()
            words = self._sandbox.output()
            self._sandbox.remove()
        fates = fates_of(self._traces, process)
        for item, fate in fates.items():
            if isinstance(fate, Decided) and item not in self._settled:
                _append(self._contexts[item].log, words)
                self._settle(item, fate.ending, 0.0)
        return fates

    def _lay_out(self) -> bool:
        """Give each run's item its folder; return whether there is one whose inputs are there."""
        make_folders(self._sandbox, self._first.step)
        for item, context in self._contexts.items():
            folder = self._sandbox.inputs / ITEMS / item
            folder.mkdir(parents=True)
            self._set(item, StepFacts(name=context.step.name, status="Started", message=WAITS, attempts=self._attempt))
            if missing := place_inputs(folder, context.plan, context.step, context.files):
                shutil.rmtree(folder)
                self._traces[item] = ItemTrace(ending=Ending(not_run=missing))
                self._settle(item, Ending(not_run=missing), 0.0)
        return len(self._settled) < len(self._contexts)

    async def _execute(self) -> Ending:
        step = self._first.step
        launch = self._first.starter.launch(step, self._sandbox, self._first.threads)
        self._gpus = launch.gpus
        command = Command(
            words=launch.command,
            environment=dict(launch.environment) | {Variable.ATTEMPT: str(self._attempt - 1)},
            folder=launch.folder,
            memory=memory_limit_of(step),
            stop=launch.stop,
        )
        with self._sandbox.log.open("ab") as log:
            process = await start(command, log)
        try:
            code = await self._watch(process, step.spec.timeout_seconds)
            killed_for = reason_of_kill(launch, code, process.last_words())
        finally:
            await asyncio.shield(process.end())
        return Ending(exit_code=code) if code == ExitCode.DONE else failure_of(self._sandbox, code, killed_for)

    async def _watch(self, process: SupervisedProcess, seconds: float) -> int:
        """Return the exit code. Raises TimeoutError when an item takes longer than it may."""
        ended = asyncio.create_task(process.code())
        self._last_sign = time.monotonic()
        try:
            while not ended.done():
                await asyncio.wait({ended}, timeout=PROGRESS_SECONDS)
                self._collect()
                if not ended.done() and time.monotonic() - self._last_sign > seconds:
                    raise TimeoutError
            return ended.result()
        finally:
            ended.cancel()

    def _collect(self) -> None:
        """Take in what has begun and what has ended since the last time."""
        for item in _names_in(self._sandbox.outputs / VERDICTS, ".json"):
            if item in self._traces and item not in self._settled:
                trace = trace_of(_beginning_of(self._sandbox.outputs / VERDICTS / f"{item}.json", MOST_OF_VERDICT))
                self._traces[item], self._last_sign = trace, time.monotonic()
                self._take(item, trace)
        for item in _names_in(self._sandbox.outputs / ITEMS, ""):
            if item in self._traces and not self._traces[item].begun:
                self._traces[item], self._last_sign = ItemTrace(begun=True), time.monotonic()
                facts = replace(self._facts[item], status="Executing", message="", started_at=self._first.now())
                self._set(item, facts)

    def _take(self, item: str, trace: ItemTrace) -> None:
        """Store what an item with a verdict wrote, and settle it."""
        context, outputs = self._contexts[item], self._sandbox.outputs
        _append(context.log, _beginning_of(outputs / LOGS / f"{item}.log", MOST_OF_LOG).decode("utf-8", "replace"))
        ending = trace.ending or Ending()
        if ending.exit_code == ExitCode.DONE:
            try:
                missing = store_outputs(outputs / ITEMS / item, context.step, context.files.store)
                idle = word_on_gpu(outputs / ITEMS / item) == GPU_IDLE
                ending = replace(ending, not_written=missing, gpu_idle=idle)
            except OSError as error:
                ending = Ending(not_run=of_files(error, self._sandbox.root))
        self._settle(item, ending, trace.seconds)

    def _settle(self, item: str, ending: Ending, seconds: float) -> None:
        context = self._contexts[item]
        self._settled.add(item)
        known, now = self._facts[item], context.now()
        begun = now - timedelta(seconds=seconds) if seconds else known.started_at or now
        ending = replace(ending, gpu_seconds=self._gpus * seconds if self._gpus and seconds else None)
        known = replace(known, started_at=begun, cost=self._spent.get(item, NOTHING))
        facts = facts_after(context, known, ending)
        self._spent[item] = facts.cost
        if facts.status == "Started":
            self.repeated.append(item)
        self._set(item, facts)

    def _set(self, item: str, facts: StepFacts) -> None:
        self._facts[item] = facts
        self._contexts[item].changed(facts)


def _names_in(folder: Path, suffix: str) -> list[str]:
    """Return the names in a folder that end so, without the ending; files under hidden names are not finished."""
    try:
        found = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []
    return [name.removesuffix(suffix) for name in found if name.endswith(suffix) and not name.startswith(".")]


def _beginning_of(path: Path, most: int) -> bytes:
    """Return the beginning of a file that a process wrote; nothing where it is no file of its own."""
    try:
        if path.is_symlink() or not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        return b""


def _append(log: Path, text: str) -> None:
    if text:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(text)
