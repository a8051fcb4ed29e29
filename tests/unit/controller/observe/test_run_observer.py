"""The Argo Workflow of an execution, as facts."""

from pathlib import Path
from typing import Any

from media_insights.controller.observe.run_observer import facts_of_run, own_run
from media_insights.controller.snapshots import Snapshots
from media_insights.storage.folder import FolderStore
from tests.unit.builders import plan
from tests.unit.controller.objects import execution

PLAN = plan("prepare: proxy; analyze: labels")


def run(*succeeded: str) -> dict[str, Any]:
    name = PLAN.execution.name
    nodes = {
        step: {
            "id": step, "name": f"{name}.{step}", "displayName": step, "type": "Pod", "templateName": step,
            "phase": "Succeeded", "boundaryID": name, "startedAt": "2026-05-01T12:00:01Z",
            "finishedAt": "2026-05-01T12:00:02Z",
        }
        for step in succeeded
    }  # fmt: skip
    meta = {"name": name, "namespace": "n", "ownerReferences": [{"uid": "uid-of-run-1"}]}
    return {"metadata": meta, "spec": {}, "status": {"phase": "Running", "nodes": nodes}}


async def test_sizes_come_from_the_store_once_and_then_from_the_status(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    key = next(each.key for each in PLAN.step("proxy").outputs if each.result)
    store.put(key, b"12345")
    facts = await facts_of_run(run("proxy"), PLAN, execution("Started"), Snapshots(store))
    assert facts.steps["proxy"].bytes == 5
    known = execution("Started", status={"stages": [{"name": "s", "operators": [{"name": "proxy", "bytes": 7}]}]})
    facts = await facts_of_run(run("proxy"), PLAN, known, Snapshots(store))
    assert facts.steps["proxy"].bytes == 7


async def test_without_a_plan_only_its_existence_is_known(tmp_path: Path) -> None:
    facts = await facts_of_run(run(), None, execution("Started"), Snapshots(FolderStore(tmp_path, "media")))
    assert (facts.name, facts.steps, facts.stopping) == (PLAN.execution.name, {}, False)


def test_what_an_earlier_execution_of_the_name_left_is_not_its_own() -> None:
    assert own_run(run(), execution()) == run()
    assert own_run(run(), execution(meta={"uid": "newer"})) is None
    assert own_run(None, execution()) is None
