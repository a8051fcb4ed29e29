"""The Argo Workflow of an execution, as facts."""

from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.api.v1alpha1.execution import Cost
from media_insights.controller.observe.run_observer import facts_of_run, own_run
from media_insights.controller.snapshots import Snapshots
from media_insights.domain.running import costs, idle_gpus
from media_insights.errors import Unavailable
from media_insights.storage.folder import FolderStore
from tests.unit.builders import CATALOGUE, plan
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


@pytest.mark.parametrize(
    ("word", "idle"),
    [(b"Idle", True), (b"Busy", False), (b"Idle and a Secret behind it", False), (None, False)],
)
async def test_a_gpu_that_stood_idle_is_a_word_in_the_store_and_then_in_the_status(
    tmp_path: Path,
    word: bytes | None,
    idle: bool,  # noqa: FBT001 - a row
) -> None:
    operators = {**CATALOGUE, "proxy": with_gpu("proxy")}
    wanted, store = plan("prepare: proxy", operators=operators), FolderStore(tmp_path, "media")
    if word is not None:
        store.put(idle_gpus.word_key(wanted, wanted.step("proxy")), word)
    facts = await facts_of_run(run("proxy"), wanted, execution("Started"), Snapshots(store))
    assert facts.steps["proxy"].gpu_idle is idle
    told = {"name": "proxy", "status": "Complete", "gpuIdle": idle, "bytes": 7}
    store.delete(idle_gpus.word_key(wanted, wanted.step("proxy")))
    known = execution("Started", status={"stages": [{"name": "s", "operators": [told]}]})
    assert (await facts_of_run(run("proxy"), wanted, known, Snapshots(store))).steps["proxy"].gpu_idle is idle


async def test_a_word_on_a_gpu_is_read_once_and_again_only_while_it_cannot_be_read(tmp_path: Path) -> None:
    wanted = plan("prepare: proxy", operators={**CATALOGUE, "proxy": with_gpu("proxy")})
    store, down = Unreadable(tmp_path / "store", "media"), tmp_path / "down"
    snapshots = Snapshots(store)
    store.put(idle_gpus.word_key(wanted, wanted.step("proxy")), b"Idle")
    down.touch()
    with pytest.raises(Unavailable):
        await facts_of_run(run("proxy"), wanted, execution("Started"), snapshots)
    down.unlink()
    assert (await facts_of_run(run("proxy"), wanted, execution("Started"), snapshots)).steps["proxy"].gpu_idle
    down.touch()
    assert (await facts_of_run(run("proxy"), wanted, execution("Started"), snapshots)).steps["proxy"].gpu_idle


class Unreadable(FolderStore):
    """A store that lists its objects, and whose objects cannot be read while the file ``down`` lies beside it."""

    def range(self, key: str, start: int, length: int) -> bytes:
        if (self.root.parent / "down").exists():
            raise Unavailable("the store answers 503")
        return FolderStore.range(self, key, start, length)


async def test_the_word_of_an_operator_without_a_gpu_is_not_read(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    store.put(idle_gpus.word_key(PLAN, PLAN.step("proxy")), b"Idle")
    facts = await facts_of_run(run("proxy"), PLAN, execution("Started"), Snapshots(store))
    assert facts.steps["proxy"].gpu_idle is False


def with_gpu(name: str) -> MediaOperatorSpec:
    spec = CATALOGUE[name].model_dump(mode="json", by_alias=True, exclude_none=True)
    return MediaOperatorSpec.model_validate({**spec, "resources": {"gpu": {"mode": "Preferred"}}})


@pytest.mark.parametrize(("phase", "state"), [("Succeeded", "Complete"), ("Failed", "Error")])
async def test_what_a_step_used_is_read_when_it_has_ended_and_then_stands_in_the_status(
    tmp_path: Path, phase: str, state: str
) -> None:
    store, step = FolderStore(tmp_path, "media"), PLAN.step("proxy")
    store.put(costs.cpu_time_key(PLAN, step, "0"), b"12.500")
    store.put(next(each.key for each in step.outputs if each.result), b"12345")
    ended = run("proxy")
    ended["status"]["nodes"]["proxy"] |= {"phase": phase, "message": "", "outputs": {"exitCode": "1"}}
    facts = (await facts_of_run(ended, PLAN, execution("Started"), Snapshots(store))).steps["proxy"]
    assert (facts.status, facts.cost.cpu_seconds, facts.cost.bytes_written) == (state, 12.5, 5)
    known = {"name": "proxy", "status": state, "bytes": 5, "cost": {"cpuSeconds": 3.5}}
    again = execution("Started", status={"stages": [{"name": "s", "operators": [known]}]})
    assert (await facts_of_run(ended, PLAN, again, Snapshots(store))).steps["proxy"].cost == Cost(cpu_seconds=3.5)


async def test_what_no_attempt_tells_is_absent(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    store.put(costs.cpu_time_key(PLAN, PLAN.step("proxy"), "0"), b"much")
    facts = (await facts_of_run(run("proxy"), PLAN, execution("Started"), Snapshots(store))).steps["proxy"]
    assert (facts.cost.cpu_seconds, facts.cost.gpu_seconds, facts.cost.bytes_written) == (None, None, 0)


async def test_without_a_plan_only_its_existence_is_known(tmp_path: Path) -> None:
    facts = await facts_of_run(run(), None, execution("Started"), Snapshots(FolderStore(tmp_path, "media")))
    assert (facts.name, facts.steps, facts.stopping) == (PLAN.execution.name, {}, False)


def test_what_an_earlier_execution_of_the_name_left_is_not_its_own() -> None:
    assert own_run(run(), execution()) == run()
    assert own_run(run(), execution(meta={"uid": "newer"})) is None
    assert own_run(None, execution()) is None
