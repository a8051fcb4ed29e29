"""Batches: many files through one workflow, shard by shard, and what became of each."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.catalogue.problems import Unusable
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.shards import OpenShards, ShardLimits
from media_insights.domain.running.steps import ENDED
from media_insights.local.records import execution_in
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.local.runs import PlannedRun, run_shard
from media_insights.local.workplaces import Workplace

REFUSED = "Rejected"
"""State of a file that is not analysed at all."""
COMPLETE = "Complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEnding:
    """How a file ended that is not Complete."""

    file: Path
    asset: str
    execution: str
    state: str
    message: str


@dataclass
class BatchState:
    """How far a batch is."""

    total: int
    kept: int = 0
    """Files that an earlier run has done."""
    counts: Counter[str] = field(default_factory=Counter)
    """State of an execution → files of this run that ended so."""
    endings: list[ItemEnding] = field(default_factory=list)
    """Those that did not end Complete."""
    shares: dict[str, float] = field(default_factory=dict)
    """Execution that runs → the share of its steps that have ended."""

    @property
    def ended(self) -> int:
        """Files of this run that have ended, however."""
        return self.counts.total()

    @property
    def failed(self) -> int:
        """Files of this run that failed or were refused."""
        return self.ended - self.counts[COMPLETE] - self.counts["Waiting"] - self.counts["Cancelled"]

    @property
    def not_begun(self) -> int:
        """Files whose turn has not come."""
        return self.total - self.kept - self.ended - len(self.shares)

    @property
    def work(self) -> float:
        """Work of this run, in files: those that have ended, and the shares of those that run."""
        return self.ended - self.counts[REFUSED] + sum(self.shares.values())

    @property
    def left(self) -> float:
        """Work that is left, in files."""
        return self.total - self.kept - self.counts[REFUSED] - self.work


@dataclass
class Batch:
    """One workflow over many files."""

    files: Sequence[Path]
    request_of: Callable[[Path], RunRequest]
    place: Workplace
    limits: ShardLimits
    on_change: Callable[[BatchState], None]
    """Called often: with every change of a step."""
    state: BatchState = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing done."""
        self.state = BatchState(total=len(self.files))

    async def run(self) -> BatchState:
        """Run everything; when the task is cancelled, what runs is ended and what has not begun is left."""
        open_shards: OpenShards[PlannedRun] = OpenShards(self.limits)
        for file in self.files:
            await asyncio.sleep(0)  # Ctrl-C is heard here, too
            if _is_cancelled():
                return self.state
            planned = self._plan(file)
            if planned is not None:
                media = planned.plan.asset.media
                await self._run(open_shards.add(planned, kind=media.type, size=media.bytes or 0))
        for shard in open_shards.rest():
            await self._run(shard)
        return self.state

    def _plan(self, file: Path) -> PlannedRun | None:
        """Return the run of a file; None when there is nothing to run, which is noted."""
        request = self.request_of(file)
        try:
            plan = plan_run(request, self.place)
        except Unusable as error:
            plan = RunRefused(asset=request.name, message=str(error))
        if isinstance(plan, RunRefused):
            self._note(file, request.name, "", REFUSED, plan.message)
            return None
        if self._is_done(plan):
            self.state.kept += 1
            self.on_change(self.state)
            return None
        return PlannedRun(plan=plan, request=request, on_status=self._follow(plan, file))

    def _is_done(self, plan: Plan) -> bool:
        if plan.runs:
            return False
        record = execution_in(self.place.store, plan.execution.name)
        return record is not None and record.status.state == COMPLETE

    async def _run(self, shard: Sequence[PlannedRun]) -> None:
        if not shard or _is_cancelled():
            return
        await run_shard(shard, self.place, self._refuse)
        for each in shard:
            record = execution_in(self.place.store, each.plan.execution.name)
            if self.state.shares.pop(each.plan.execution.uid, None) is not None and record is not None:
                self._note(each.request.file, each.plan.asset.name, each.plan.execution.name, record.status.state, "")

    def _refuse(self, planned: PlannedRun, why: str) -> None:
        self._note(planned.request.file, planned.plan.asset.name, planned.plan.execution.name, REFUSED, why)

    def _follow(self, plan: Plan, file: Path) -> Callable[[ExecutionStatus], None]:
        def see(status: ExecutionStatus) -> None:
            if status.state in FINISHED:
                self.state.shares.pop(plan.execution.uid, None)
                self._note(file, plan.asset.name, plan.execution.name, status.state, status.message)
            else:
                self.state.shares[plan.execution.uid] = _share_of(status)
                self.on_change(self.state)

        return see

    def _note(self, file: Path, asset: str, execution: str, state: str, message: str) -> None:
        self.state.counts[state] += 1
        if state != COMPLETE:
            ending = ItemEnding(file=file, asset=asset, execution=execution, state=state, message=message)
            self.state.endings.append(ending)
        self.on_change(self.state)


def _share_of(status: ExecutionStatus) -> float:
    steps = [each.status for stage in status.stages for each in stage.operators if each.status != "Skipped"]
    return sum(state in ENDED for state in steps) / len(steps) if steps else 1.0


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
