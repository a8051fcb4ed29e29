"""Queue of a laptop: executions run one after the other with the embedded engine, each with the whole machine."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from media_insights.api.v1alpha1 import ExecutionStatus, MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import AssetExecution
from media_insights.api.v1alpha1.execution import FINISHED, State
from media_insights.catalogue.problems import Unusable
from media_insights.domain.planning.plan import Plan
from media_insights.domain.running.asset_status import AssetProgress, accepted_status
from media_insights.domain.running.status import closed_stage, with_succeeded
from media_insights.errors import NotFound
from media_insights.local import runs
from media_insights.local.executions import clock
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import identity_of, plan_run
from media_insights.local.serving.record_files import RecordFiles
from media_insights.local.serving.run_traces import RunTrace
from media_insights.local.workplaces import Workplace
from media_insights.ports.summaries import summary_of
from media_insights.ports.tracing import Tracing
from media_insights.runtime.recent_changes import RecentChanges
from media_insights.storage.library import Library

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class RunQueue:
    """The executions that wait, and the one that runs. All its methods are called in one event loop."""

    place: Workplace
    assets: RecordFiles[MediaAsset]
    executions: RecordFiles[MediaExecution]
    changes: RecentChanges
    tracing: Tracing | None = None
    _names: deque[str] = field(default_factory=deque)
    _filled: asyncio.Event = field(default_factory=asyncio.Event)
    _running: str = ""
    _task: asyncio.Task[None] | None = None
    """Plans and runs the execution that runs; once it has ended, nothing writes that execution's record any more."""

    def add(self, execution: MediaExecution, state: State = "Queued") -> MediaExecution:
        """Record an execution as waiting for its turn, and return it as it is recorded."""
        status = execution.status.model_copy(update={"state": state, "queued_at": clock(), "finished_at": None})
        recorded = self._record(execution, status)
        self._names.append(execution.metadata.name)
        self._filled.set()
        return recorded

    def go_on(self) -> None:
        """Queue again what an earlier process left: what waited for its turn, and what ran when it was killed."""
        for each in sorted(self.executions.all(), key=lambda found: str(found.metadata.creation_timestamp)):
            if each.status.state in ("Queued", "Started", "Resumed") and self._source(each):
                self.add(each)

    async def cancel(self, name: str) -> None:
        """End an execution: it leaves the queue, or its processes are stopped."""
        if name == self._running and self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        elif name in self._names:
            self._names.remove(name)
        found = next((each for each in self.executions.all() if each.metadata.name == name), None)
        if found and found.status.state not in FINISHED:
            has_begun = found.status.started_at is not None
            self._end(found, "Cancelled", "cancelled" if has_begun else "cancelled before it started")

    async def work(self) -> None:
        """Run one execution after the other, for ever."""
        while True:
            while not self._names:
                self._filled.clear()
                await self._filled.wait()
            self._running = self._names.popleft()
            try:
                await self._run(self._running)
            except Exception:  # noqa: BLE001 - one execution's defect must not stop the others
                _log.exception("%s: a defect", self._running)
            finally:
                self._running, self._task = "", None

    async def stop(self) -> None:
        """Stop the execution that runs, without a word in its record that it was cancelled: it goes on next time."""
        if self._task:
            name, before = self._running, self._task
            self._names.clear()
            before.cancel()
            await asyncio.gather(before, return_exceptions=True)
            found = next((each for each in self.executions.all() if each.metadata.name == name), None)
            if found and found.status.state == "Cancelled":
                self.add(found)

    async def _run(self, name: str) -> None:
        found = next((each for each in self.executions.all() if each.metadata.name == name), None)
        if found is None:
            return
        self._task = asyncio.create_task(self._plan_and_run(found))
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.result()

    async def _plan_and_run(self, execution: MediaExecution) -> None:
        try:
            trace = RunTrace(execution, self.tracing) if self.tracing else None
            request = replace(self.request_of(execution), trace=trace.context if trace else None)
            plan = await asyncio.to_thread(plan_run, request, self.place)
            if isinstance(plan, Plan):
                await runs.run(plan, request, self.place, partial(self._follow, execution, trace))
            else:
                self._end(execution, "Error", plan.message)
        except (Unusable, NotFound) as error:
            self._end(execution, "Error", str(error))

    def _follow(self, execution: MediaExecution, trace: RunTrace | None, status: ExecutionStatus) -> None:
        if trace:
            trace.note(status)
        self._publish(execution)

    def request_of(self, execution: MediaExecution) -> RunRequest:
        """Return the request by which the embedded engine runs an execution. Raises NotFound without its asset."""
        asset = self.assets.get(execution.metadata.namespace, execution.spec.asset)
        return RunRequest(
            name=asset.metadata.name,
            namespace=asset.metadata.namespace,
            file=self._source(execution) or Path(asset.spec.source.file_name),
            workflow=execution.spec.workflow,
            configuration=execution.spec.configuration,
            media_type=asset.spec.media_type,
            title=asset.spec.title,
            answers={each.stage: each.data for each in execution.spec.resume},
            known=identity_of(asset),
            queued=execution,
        )

    def _source(self, execution: MediaExecution) -> Path | None:
        """Return the file that an execution's asset is read from, None when it is not in the folder."""
        try:
            asset = self.assets.get(execution.metadata.namespace, execution.spec.asset)
        except NotFound:
            return None
        source = asset.spec.source.s3
        path = self.place.store.path(source.key) if source else None
        return path if path and path.is_file() else None

    def _end(self, execution: MediaExecution, state: Literal["Error", "Cancelled"], message: str) -> None:
        now = clock()
        stages = tuple(closed_stage(each, state, now) for each in execution.status.stages)
        update = {"state": state, "message": message, "finished_at": now, "stages": stages}
        self._record(execution, execution.status.model_copy(update=update))

    def _record(self, execution: MediaExecution, status: ExecutionStatus) -> MediaExecution:
        """Write an execution with a status, and the asset, which names its newest executions."""
        status = with_succeeded(status, execution, clock())
        recorded = self.executions.write(execution.model_copy(update={"status": status}))
        self._update_asset(recorded)
        self._publish(recorded)
        return recorded

    def _update_asset(self, execution: MediaExecution) -> None:
        try:
            asset = self.assets.get(execution.metadata.namespace, execution.spec.asset)
        except NotFound:
            return
        others = tuple(each for each in asset.status.executions if each.workflow != execution.spec.workflow)
        own = AssetExecution(
            workflow=execution.spec.workflow, name=execution.metadata.name, state=execution.status.state
        )
        progress = AssetProgress(
            newest=(*others, own),
            pointers=Library(self.place.store).pointers(asset),
            workflows=[each.workflow for each in (*others, own)],
            executions={execution.metadata.name: execution},
        )
        status = accepted_status(asset, asset.status.media, progress, clock())
        self.assets.write(asset.model_copy(update={"status": status}))

    def _publish(self, execution: MediaExecution) -> None:
        meta = execution.metadata
        try:
            newest = self.executions.get(meta.namespace, meta.name)
            asset = self.assets.get(meta.namespace, execution.spec.asset)
        except NotFound:
            return
        self.changes.publish("mediaexecutions", summary_of(newest))
        self.changes.publish("mediaassets", summary_of(asset))
