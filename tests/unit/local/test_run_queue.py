"""The queue of a laptop: what is cancelled or deleted while it is planned neither runs nor is recorded again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from media_insights.actions.asset import new_asset
from media_insights.api.v1alpha1 import ExecutionStatus, MediaAsset, MediaExecution, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue
from media_insights.domain.planning.references import Address
from media_insights.local.machine import Share
from media_insights.local.processes import Processes
from media_insights.local.requests import BUCKET
from media_insights.local.serving.record_files import RecordFiles
from media_insights.local.serving.record_objects import RecordedAssets, RecordedExecutions
from media_insights.local.serving.run_queue import RunQueue
from media_insights.local.workplaces import Workplace
from media_insights.runtime.recent_changes import RecentChanges

KEY = "public/upload/local/words.txt"


@pytest.fixture
def assets(tmp_path: Path) -> RecordedAssets:
    """Assets of a folder whose one workflow names an operator that the catalogue does not have."""
    spec = {"stages": [{"name": "only", "operators": [{"name": "absent"}]}]}
    workflow = MediaWorkflow.model_validate({"metadata": {"name": "w"}, "spec": spec})
    place = Workplace(
        output=tmp_path,
        catalogue=Catalogue(operators={}, workflows={"w": workflow}),
        starter=Processes(operators={}, cache=tmp_path / "cache"),
        share=Share(cpu=1, memory=2**30),
    )
    place.store.put(KEY, b"Some words.\n")
    records = RecordFiles(place.store, MediaAsset), RecordFiles(place.store, MediaExecution)
    queue = RunQueue(place, *records, RecentChanges())
    return RecordedAssets(records[0], RecordedExecutions(records[1], queue), place.store)


@contextlib.asynccontextmanager
async def planning(assets: RecordedAssets) -> AsyncIterator[MediaExecution]:
    """An execution that is being planned in another thread: the queue hears of the plan at the loop's next turn."""
    queue = assets.executions.queue
    await assets.create(new_asset("words", Address(BUCKET, KEY), {"w": {}}))
    (made,) = assets.executions.records.all()
    work = asyncio.create_task(queue.work())
    while queue._running != made.metadata.name:  # noqa: ASYNC110 - the queue tells nobody
        await asyncio.sleep(0)
    yield made
    while queue._running:  # noqa: ASYNC110 - the queue tells nobody
        await asyncio.sleep(0.01)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_a_defect_of_its_workflow_ends_an_execution(assets: RecordedAssets) -> None:
    async with planning(assets) as made:
        pass
    assert assets.executions.records.find(made.metadata.uid).status.state == "Error"


async def test_what_is_cancelled_while_it_is_planned_does_not_run(assets: RecordedAssets) -> None:
    async with planning(assets) as made:
        await assets.executions.queue.cancel(made.metadata.name)
    assert assets.executions.records.find(made.metadata.uid).status.state == "Cancelled"


async def test_an_asset_that_is_deleted_while_it_is_planned_leaves_no_record(assets: RecordedAssets) -> None:
    async with planning(assets):
        (asset,) = assets.records.all()
        await assets.delete("local", asset.metadata.name, asset.metadata.uid)
    assert (list(assets.records.all()), list(assets.executions.records.all())) == ([], [])


async def test_what_is_stopped_while_it_is_planned_is_planned_again_next_time(assets: RecordedAssets) -> None:
    async with planning(assets) as made:
        await assets.executions.queue.stop()
    assert assets.executions.records.find(made.metadata.uid).status.state == "Queued"


WAITING = {"name": "review", "status": "Waiting", "operators": [{"name": "wait", "status": "Waiting"}]}
BEGUN = {"startedAt": "2026-01-02T03:04:05Z", "stages": [WAITING]}


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ({"state": "Queued"}, "cancelled before it started"),
        ({"state": "Waiting", **BEGUN}, "cancelled"),
        ({"state": "Resumed", **BEGUN}, "cancelled"),
        ({"state": "Queued", **BEGUN}, "cancelled"),
    ],
    ids=["waits for its turn", "waits for an answer", "was answered", "is begun again after a restart"],
)
async def test_what_is_cancelled_says_whether_it_had_begun_and_leaves_no_step_open(
    assets: RecordedAssets, status: dict[str, object], message: str
) -> None:
    await assets.create(new_asset("words", Address(BUCKET, KEY), {"w": {}}))
    (made,) = assets.executions.records.all()
    known = assets.executions.records.write(made.model_copy(update={"status": ExecutionStatus.model_validate(status)}))
    await assets.executions.queue.cancel(known.metadata.name)
    found = assets.executions.records.find(made.metadata.uid).status
    assert (found.state, found.message) == ("Cancelled", message)
    stages = {stage.status for stage in found.stages}
    assert stages | {each.status for stage in found.stages for each in stage.operators} <= {"Cancelled"}
