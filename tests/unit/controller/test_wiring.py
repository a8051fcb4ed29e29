"""The whole controller against an API server in this process: kopf, caches, queue, store, faults and crashes."""

import asyncio
import contextlib
import itertools
import json
import pickle
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from media_insights.controller import process as controller
from media_insights.domain.store_address import StoreAddress
from media_insights.errors import LostLease
from media_insights.kube.client import connect
from media_insights.kube.resources import ASSETS
from media_insights.runtime.lease import Lease
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.folder import FolderStore
from media_insights.storage.s3_access import S3Access
from tests.unit.builders import CATALOGUE
from tests.unit.controller.fake_api import FakeApi, refusal

LIMIT = "maxConcurrentExecutions"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 2000


@dataclass
class World:
    api: FakeApi
    store: FolderStore
    settings: ControllerSettings
    task: "asyncio.Task[None] | None" = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """A controller that is killed at the end, in the middle of whatever it does."""
        task = self.task = asyncio.create_task(controller.run(self.settings, self.store))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until(self, condition: Callable[[], Any], what: str, seconds: float = 20) -> Any:
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(KeyError, ValueError):
                found = condition()
                if found:
                    return found
            if self.task and self.task.done():
                self.task.result()
            await asyncio.sleep(0.05)
        pytest.fail(f"not within {seconds} s: {what}; {[e.get('status') for e in self.api.all('mediaexecutions')]}")

    def asset(self, name: str = "clip", **spec: Any) -> None:
        source = {"s3": {"bucket": "media", "key": "public/upload/clip.mp4"}}
        self.api.put(
            "mediaassets",
            {
                "metadata": {"name": name, "namespace": "n"},
                "spec": {"source": source, "workflows": [{"name": "flow"}], **spec},
            },
        )

    def run_of(self, asset: str = "clip") -> dict[str, Any]:
        (found,) = [each for each in self.api.all("mediaexecutions") if each["spec"]["asset"] == asset]
        return found

    def state(self, asset: str = "clip") -> str:
        found = [each for each in self.api.all("mediaexecutions") if each["spec"]["asset"] == asset]
        return str(found[0].get("status", {}).get("state", "")) if found else ""

    def argo_finishes(self, asset: str = "clip", *operators: str) -> None:
        """Argo ran everything, and its executor stored what was asked for."""
        (run,) = [each for each in self.api.all("workflows") if each["metadata"]["name"].startswith(asset)]
        uid, execution = run["metadata"]["labels"]["mediainsights.dev/asset-uid"], self.run_of(asset)["metadata"]["uid"]
        nodes, operators = {}, operators or ("proxy", "labels")
        for name in operators:
            nodes[name] = {
                "id": name, "name": f"{run['metadata']['name']}.{name}", "displayName": name, "type": "Pod",
                "templateName": name, "phase": "Succeeded", "boundaryID": run["metadata"]["name"],
                "startedAt": "2026-05-01T12:00:01Z", "finishedAt": "2026-05-01T12:00:02Z",
            }  # fmt: skip
            self.store.put(f"private/assets/{uid}/workflows/{execution}/{name}.json", b"{}")
        nodes[run["metadata"]["name"]] = {
            "id": run["metadata"]["name"], "name": run["metadata"]["name"], "type": "DAG", "phase": "Succeeded",
            "displayName": run["metadata"]["name"], "children": list(operators),
        }  # fmt: skip
        status = {"phase": "Succeeded", "finishedAt": "2026-05-01T12:00:03Z", "nodes": nodes}
        self.api.put("workflows", {**run, "status": status})


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    api = FakeApi()
    with api.served() as address:
        yield _world(api, address, tmp_path, monkeypatch)
        api.drop_watches()


def _world(api: FakeApi, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    kubeconfig = {
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        "clusters": [{"name": "c", "cluster": {"server": address}}],
        "users": [{"name": "u", "user": {"token": "t"}}],
    }
    (tmp_path / "kubeconfig").write_text(yaml.safe_dump(kubeconfig))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "kubeconfig"))
    for plural in ("mediaassets", "mediaexecutions", "mediaworkflows", "mediaoperators"):
        api.put("customresourcedefinitions", {"metadata": {"name": f"{plural}.mediainsights.dev"}})
    api.put("namespaces", {"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}}})
    for name in ("proxy", "labels"):
        spec = CATALOGUE[name].model_dump(mode="json", by_alias=True, exclude_none=True)
        api.put("mediaoperators", {"metadata": {"name": name}, "spec": spec})
    stages = [{"name": name, "operators": [{"name": name}]} for name in ("proxy", "labels")]
    api.put("mediaworkflows", {"metadata": {"name": "flow", "namespace": "system"}, "spec": {"stages": stages}})
    store = FolderStore(tmp_path / "store", "media")
    store.put("public/upload/clip.mp4", MP4)
    settings = ControllerSettings(
        namespace="system",
        pod_name="me",
        store=S3Access(address=StoreAddress.of("http://10.0.0.1:7070", bucket="media"), access_key="a", secret_key="b"),
        store_secret="",
        limits_config_map="limits",
        kubeconfig=str(tmp_path / "kubeconfig"),
        health_port=0,
        metrics_port=0,
    )
    return World(api, store, settings)


async def test_an_asset_becomes_a_run_becomes_pointers(world: World) -> None:
    async with world.running():
        world.asset()
        await world.until(lambda: world.api.all("workflows"), "an Argo Workflow")
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        world.argo_finishes()
        await world.until(lambda: world.state() == "Complete", "the execution is Complete")
        status = await world.until(lambda: world.api.get("mediaassets", "clip")["status"].get("metadata"), "pointers")
    assert [each["operator"] for each in status] == ["labels", "proxy"]
    changes = {key: count for key, count in world.api.writes.items() if key[0] != "status"}
    of_one = sum(
        count
        for (_, plural), count in changes.items()
        if plural in ("mediaassets", "mediaexecutions", "workflows", "events")
    )
    assert of_one <= 8, changes


@pytest.mark.parametrize("mark", [".", "-"])
async def test_a_workflow_s_name_may_be_longer_than_a_label_however_it_is_cut(world: World, mark: str) -> None:
    name = f"{'w' * 62}{mark}long"
    flow = world.api.get("mediaworkflows", "flow", "system")
    world.api.put("mediaworkflows", {"metadata": {"name": name, "namespace": "system"}, "spec": flow["spec"]})
    async with world.running():
        world.asset(workflows=[{"name": name}])
        await world.until(lambda: world.state() == "Started", "the execution is Started")
    for made in (world.run_of(), *world.api.all("workflows")):
        assert made["metadata"]["labels"]["mediainsights.dev/workflow"].startswith("w" * 54)


async def test_killed_anywhere_there_is_one_run_per_execution(world: World) -> None:
    world.asset()
    for milliseconds in (400, 700, 1000, 1500):
        async with world.running():
            await asyncio.sleep(milliseconds / 1000)
    async with world.running():
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        world.argo_finishes()
        await world.until(lambda: world.state() == "Complete", "the execution is Complete")
    assert len(world.api.all("mediaexecutions")) == 1
    assert len(world.api.all("workflows")) == 1


async def test_errors_of_the_api_server_pass(world: World) -> None:
    """The first write of each kind fails: once each, because the retries of one object wait longer every time."""
    codes = itertools.cycle((429, 500, 503))
    failed: set[str] = set()

    def flaky(request: web.Request) -> web.Response | None:
        kind = next((each for each in kinds if each in request.path), "")
        if request.method == "GET" or not kind or kind in failed:
            return None
        failed.add(kind)
        return web.json_response({"message": "try later"}, status=next(codes))

    kinds = ("mediaexecutions/", "mediaexecutions", "workflows", "mediaassets", "events", "secrets", "rolebindings")
    world.api.fault = flaky
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Started", "the execution is Started", 40)
    assert failed >= {"mediaexecutions", "mediaexecutions/", "workflows", "secrets", "rolebindings"}
    assert len(world.api.all("workflows")) == 1


async def test_a_watch_that_breaks_loses_nothing(world: World) -> None:
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        run = world.api.all("workflows")[0]["metadata"]["name"]
        world.api.remove("workflows", run, unseen=True)
        world.api.drop_watches()
        await world.until(lambda: world.state() == "Error", "the lost run is noticed")
    assert "was deleted while it ran" in world.run_of()["status"]["message"]


async def test_a_deleted_asset_takes_its_run_and_results_along(world: World) -> None:
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Started", "the execution is Started")
        uid = world.api.get("mediaassets", "clip")["metadata"]["uid"]
        assert list(world.store.list(f"private/assets/{uid}/"))
        manifest = world.api.get("mediaassets", "clip")
        world.api.put(
            "mediaassets",
            {**manifest, "metadata": {**manifest["metadata"], "deletionTimestamp": "2026-05-01T13:00:00Z"}},
        )
        await world.until(lambda: not world.api.all("mediaassets"), "the asset is gone")
    assert world.api.all("mediaexecutions") == world.api.all("workflows") == []
    assert not list(world.store.list(f"private/assets/{uid}/"))
    assert list(world.store.list("public/upload/"))


async def test_the_limit_is_read_while_running(world: World) -> None:
    world.api.put(
        "configmaps", {"metadata": {"name": "limits", "namespace": "system"}, "data": {"maxConcurrentExecutions": "1"}}
    )
    async with world.running():
        world.asset("a")
        await world.until(lambda: world.state("a") == "Started", "a is Started")
        world.asset("b")
        told = await world.until(lambda: world.run_of("b")["status"]["queue"], "b is told its place")
        assert told == {"position": 1, "limit": LIMIT, "reason": f"{LIMIT} (1) reached"}
        world.api.put(
            "configmaps",
            {"metadata": {"name": "limits", "namespace": "system"}, "data": {"maxConcurrentExecutions": "2"}},
        )
        await world.until(lambda: world.state("b") == "Started", "b is Started")
        assert "queue" not in world.run_of("b")["status"]


async def test_objects_that_cannot_be_read_are_told_so_and_stop_nothing(world: World) -> None:
    async with world.running():
        world.api.put("mediaassets", {"metadata": {"name": "odd", "namespace": "n"}, "spec": {"sauce": 1}})
        world.api.put("mediaexecutions", {"metadata": {"name": "odd", "namespace": "n"}, "spec": {"asset": 7}})
        world.api.put("mediaworkflows", {"metadata": {"name": "odd", "namespace": "n"}, "spec": {"stages": "all"}})
        world.asset()
        await world.until(lambda: world.state() == "Started", "the good one is Started")
        odd = await world.until(lambda: world.api.get("mediaassets", "odd")["status"]["conditions"], "odd is judged")
    assert (odd[0]["reason"], odd[0]["status"]) == ("InvalidSpec", "False")
    assert "spec.source" in odd[0]["message"]


async def test_a_second_replica_waits_and_takes_over_when_the_first_leaves(world: World) -> None:
    api = await connect(world.settings.kubeconfig)
    first, second = Lease(api, "system", "me"), Lease(api, "system", "you")
    await first.acquire()
    waiting = asyncio.create_task(second.acquire())
    await asyncio.sleep(2)
    assert (first.held(), second.held()) == (True, False)
    await first.release()
    await asyncio.wait_for(waiting, 4)
    assert (first.held(), second.held()) == (False, True)
    assert world.api.get("leases", "media-insights-controller", "system")["spec"]["holderIdentity"] == "you"
    await api.close()


async def test_who_may_not_lead_any_more_writes_nothing(world: World) -> None:
    api = await connect(world.settings.kubeconfig)
    with pytest.raises(LostLease):
        await api.fenced(lambda: False).delete(ASSETS, "n", "clip")
    assert not world.api.writes
    await api.close()


def _operator(world: World, name: str, **spec: Any) -> None:
    result = {"name": "result", "file": "result.json", "result": True}
    body = {"resultName": name, "version": "1", "outputs": [result], **spec}
    world.api.put("mediaoperators", {"metadata": {"name": name}, "spec": body})


def _workflow(world: World, name: str, *operators: str) -> None:
    stages = [{"name": each, "operators": [{"name": each}]} for each in operators]
    world.api.put("mediaworkflows", {"metadata": {"name": name, "namespace": "system"}, "spec": {"stages": stages}})


def _limit(world: World, most: int, **resources: str) -> None:
    data = {"maxConcurrentExecutions": str(most)} | {f"resources.{name}": count for name, count in resources.items()}
    limits = {"metadata": {"name": "limits", "namespace": "system"}, "data": data}
    world.api.put("configmaps", limits)


def _argo_suspends(world: World) -> None:
    (run,) = [each for each in world.api.all("workflows") if each["metadata"]["name"].startswith("film")]
    node = {
        "id": "7", "displayName": "wait", "templateName": "wait", "type": "Suspend", "phase": "Running",
        "boundaryID": run["metadata"]["name"], "startedAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }  # fmt: skip
    world.api.put("workflows", {**run, "status": {"phase": "Running", "nodes": {"7": node}}})


def _node(world: World) -> Any:
    (run,) = [each for each in world.api.all("workflows") if each["metadata"]["name"].startswith("film")]
    return run["status"]["nodes"]["7"]["phase"]


async def test_who_waits_for_a_person_lets_others_run_and_resumes_through_the_queue(world: World) -> None:
    _operator(world, "wait", suspend=True)
    _workflow(world, "reviewed", "wait")
    _limit(world, 1)
    async with world.running():
        world.asset("film", workflows=[{"name": "reviewed"}])
        await world.until(lambda: world.state("film") == "Started", "the film is Started")
        _argo_suspends(world)
        await world.until(lambda: world.state("film") == "Waiting", "the film waits")
        world.asset("clip")
        await world.until(lambda: world.state("clip") == "Started", "the clip got the only slot")
        film = world.run_of("film")
        film["spec"]["resume"] = [{"stage": "wait", "data": {"approved": True}}]
        world.api.put("mediaexecutions", film)
        await world.until(lambda: world.state("film") == "Resumed", "the film queues again")
        assert _node(world) == "Running"
        world.argo_finishes("clip")
        await world.until(lambda: world.state("film") == "Started", "the film has the slot")
        await world.until(lambda: _node(world) == "Succeeded", "the run goes on")
    uid = world.api.get("mediaassets", "film")["metadata"]["uid"]
    key = f"private/assets/{uid}/workflows/{film['metadata']['uid']}/wait.json"
    assert json.loads(world.store.get(key)) == {"approved": True}


async def test_a_file_that_a_parameter_names_is_looked_for_and_fetched(world: World) -> None:
    inputs = [
        {"name": "film", "media": ["Video"]},
        {"name": "terms", "file": {"parameter": "terms"}, "optional": True},
    ]
    _operator(world, "speak", image="speak", inputs=inputs, parameters={"terms": {"type": "string", "default": ""}})
    _workflow(world, "spoken", "speak")
    world.store.put("public/upload/terms.csv", b"cloud,nuage")

    def asset(name: str, terms: str) -> None:
        world.asset(name, workflows=[{"name": "spoken", "configuration": {"speak": {"terms": terms}}}])

    def condition(name: str) -> Any:
        (found,) = [
            each for each in world.api.get("mediaassets", name)["status"]["conditions"] if each["type"] == "Accepted"
        ]
        return found

    async with world.running():
        asset("absent", "public/upload/none.csv")
        asset("stolen", "private/assets/other/workflows/run/transcribe.json")
        asset("right", "public/upload/terms.csv")
        absent = await world.until(lambda: condition("absent"), "the asset without its file is judged")
        stolen = await world.until(lambda: condition("stolen"), "the asset that names a result is judged")
        await world.until(lambda: world.state("right") == "Started", "the right one is Started")
    assert (absent["status"], absent["reason"]) == ("False", "FileNotFound")
    assert "configuration.speak.terms: there is no s3://media/public/upload/none.csv" in absent["message"]
    assert (stolen["status"], stolen["reason"]) == ("False", "InvalidConfiguration")
    (run,) = world.api.all("workflows")
    (template,) = [each for each in run["spec"]["templates"] if each["name"] == "speak"]
    keys = {each["name"]: each.get("s3", {}).get("key") for each in template["inputs"]["artifacts"]}
    assert keys["in-terms"] == "public/upload/terms.csv"
    right = world.run_of("right")
    snapshot = json.loads(world.store.get(right["status"]["planKey"]))
    (terms,) = [each for each in snapshot["steps"][0]["inputs"] if each["name"] == "terms"]
    assert terms["version"] == world.store.head("public/upload/terms.csv").etag


@dataclass
class OneGpu:
    """A limit of one GPU, and a witness of every request that the controller makes."""

    world: World
    most: int = 0
    """Executions that ran at the same time, at most."""
    unrecorded: int = 0
    """Argo Workflows that were created before plan hash and demand stood in the execution's status."""

    def __post_init__(self) -> None:
        gpu = {"gpu": {"mode": "Required"}}
        _operator(self.world, "paint", image="paint", resources=gpu, inputs=[{"name": "video", "media": ["Video"]}])
        _workflow(self.world, "painted", "paint")
        _limit(self.world, 20, **{"nvidia.com__gpu": "1"})
        self.world.api.fault = self.watch

    def watch(self, request: web.Request) -> None:
        self.most = max(self.most, len(self.started()), len(self.unfinished()))
        if request.method == "POST" and request.path.endswith("/workflows"):
            queued = [each.get("status", {}) for each in self.world.api.all("mediaexecutions")]
            recorded = [status for status in queued if status.get("planHash") and status.get("demand")]
            self.unrecorded += len(recorded) <= len(self.world.api.all("workflows"))

    def asset(self, name: str) -> None:
        self.world.asset(name, workflows=[{"name": "painted"}])

    def started(self) -> list[str]:
        return [each for each in ("a", "b", "c") if self.world.state(each) == "Started"]

    def unfinished(self) -> list[Any]:
        return [each for each in self.world.api.all("workflows") if "finishedAt" not in each.get("status", {})]

    def reason(self, name: str) -> Any:
        return self.world.run_of(name).get("status", {}).get("queue", {}).get("reason", "")

    async def explained(self, name: str) -> None:
        await self.world.until(lambda: "nvidia.com/gpu" in self.reason(name), f"{name} is told why it waits")

    async def finish(self, name: str) -> None:
        self.world.argo_finishes(name, "paint")
        await self.world.until(lambda: self.world.state(name) == "Complete", f"{name} is Complete")

    async def all_run(self) -> None:
        """One after the other, until all three have run."""
        for _ in range(3):
            (name,) = await self.world.until(self.started, "one is Started")
            await self.finish(name)
        assert (self.most, self.unrecorded) == (1, 0)


async def test_three_at_once_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        for name in ("a", "b", "c"):
            gpu.asset(name)
        await world.until(gpu.started, "one is Started")
        others = {"a", "b", "c"} - set(gpu.started())
        for name in others:
            await gpu.explained(name)
        assert sorted(gpu.reason(name) for name in others) == [
            "limit of nvidia.com/gpu (1) reached",
            "waits for nvidia.com/gpu behind position 1",
        ]
        await gpu.all_run()
    queued = [each["message"] for each in world.api.all("events") if each["reason"] == "Queued"]
    assert len(queued) == 2
    assert all("nvidia.com/gpu" in each for each in queued)


async def test_one_after_another_they_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        for name in ("a", "b", "c"):
            gpu.asset(name)
            if name == "a":
                await world.until(lambda: gpu.started() == ["a"], "a is Started")
            else:
                await gpu.explained(name)
        await gpu.all_run()


async def test_after_a_restart_they_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        gpu.asset("a")
        await world.until(lambda: world.state("a") == "Started", "a is Started")
    async with world.running():
        gpu.asset("b")
        await world.until(lambda: "limit of nvidia.com/gpu (1) reached" in gpu.reason("b"), "b waits")
    async with world.running():
        gpu.asset("c")
        await world.until(lambda: "behind position 1" in gpu.reason("c"), "c waits")
        await gpu.all_run()


async def test_killed_anywhere_they_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    for name in ("a", "b", "c"):
        gpu.asset(name)
    for milliseconds in (450, 550, 700, 1000):
        async with world.running():
            await asyncio.sleep(milliseconds / 1000)
    async with world.running():
        await gpu.all_run()


@contextlib.asynccontextmanager
async def process(world: World, pod: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A controller in a process of its own: kopf ends every task of its loop when it ends."""
    script = (
        "import asyncio, pickle, sys\n"
        "from media_insights.controller import process\n"
        "asyncio.run(process.run(*pickle.load(sys.stdin.buffer)))\n"
    )
    parts = pickle.dumps((replace(world.settings, pod_name=pod), world.store))
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdin=asyncio.subprocess.PIPE)
    assert child.stdin
    child.stdin.write(parts)
    child.stdin.close()
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def leader(world: World) -> str:
    return str(world.api.get("leases", "media-insights-controller", "system")["spec"]["holderIdentity"])


async def test_two_controllers_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    for name in ("a", "b", "c"):
        gpu.asset(name)
    async with process(world, "me") as me, process(world, "you") as you:
        await world.until(gpu.started, "one is Started", 40)
        await gpu.finish(gpu.started()[0])
        await world.until(gpu.started, "the next is Started")
        first = leader(world)
        {"me": me, "you": you}[first].terminate()
        await world.until(lambda: leader(world) not in ("", first), "the other one leads", 40)
        await gpu.finish(gpu.started()[0])
        await world.until(gpu.started, "the third is Started", 40)
        await gpu.finish(gpu.started()[0])
    assert (gpu.most, gpu.unrecorded) == (1, 0)


async def test_a_run_of_a_version_that_recorded_no_demand_keeps_its_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        gpu.asset("a")
        await world.until(lambda: world.state("a") == "Started", "a is Started")
    old = world.run_of("a")
    del old["status"]["demand"]
    world.api.put("mediaexecutions", old)
    gpu.asset("b")
    gpu.asset("c")
    async with world.running():
        await world.until(lambda: world.run_of("a")["status"].get("demand"), "its demand is recorded")
        await world.until(lambda: "nvidia.com/gpu" in gpu.reason("b") + gpu.reason("c"), "the others wait")
        await gpu.all_run()


async def test_a_child_that_the_api_server_refuses_is_told_on_the_asset_and_not_sent_for_ever(world: World) -> None:
    sent: list[str] = []

    def refuse(request: web.Request) -> web.Response | None:
        if request.method != "POST" or not request.path.endswith("mediaexecutions"):
            return None
        sent.append(request.path)
        return refusal(422, "Invalid", "metadata.labels: a valid label must end well", kind="MediaExecution", name="x")

    def ready() -> Any:
        found = world.api.get("mediaassets", "clip")["status"]["conditions"]
        return next((each for each in found if each["type"] == "Ready" and each["reason"] == "Rejected"), None)

    world.api.fault = refuse
    async with world.running():
        world.asset()
        told = await world.until(ready, "the refusal is told")
        assert told["status"] == "False"
        assert told["message"] == "the API server refused it: metadata.labels: a valid label must end well"
        await asyncio.sleep(4)
        assert len(sent) <= 4
        world.api.fault = lambda _: None
        world.api.put("mediaassets", {**world.api.get("mediaassets", "clip")})
        await world.until(lambda: world.state() == "Started", "it starts as soon as the object changes again")
        assert not ready()


async def test_a_run_that_the_api_server_refuses_ends_the_execution(world: World) -> None:
    def refuse(request: web.Request) -> web.Response | None:
        if request.method != "POST" or not request.path.endswith("/workflows"):
            return None
        return refusal(400, "BadRequest", "admission webhook denied the request: no such image", kind="workflows")

    world.api.fault = refuse
    async with world.running():
        world.asset()
        await world.until(lambda: world.state() == "Error", "the execution has ended")
        await world.until(
            lambda: "Error" in json.dumps(world.api.get("mediaassets", "clip")["status"]), "so says the asset"
        )
    assert world.run_of()["status"]["message"].endswith("admission webhook denied the request: no such image")
