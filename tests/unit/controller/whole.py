"""The whole controller beside an API server in this process, and what users, administrators and Argo do there."""

import asyncio
import contextlib
import pickle
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from media_insights.controller import process as controller
from media_insights.domain.store_address import StoreAddress
from media_insights.runtime import lease
from media_insights.settings.controller import ControllerSettings, RunCredentialSettings
from media_insights.storage.folder import FolderStore
from media_insights.storage.s3_access import S3Access
from tests.unit.builders import CATALOGUE
from tests.unit.controller.fake_api import CUSTOM, FakeApi

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 2000

PATIENCE = 600.0
"""Seconds for which a test's controller leads without renewing its lease: a busy machine takes no lease away."""


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

    async def until(self, condition: Callable[[], Any], what: str, seconds: float = 60) -> Any:
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
        source = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
        self.api.put(
            "mediaassets",
            {
                "metadata": {"name": name, "namespace": "n"},
                "spec": {"source": source, "workflows": [{"name": "flow"}], **spec},
            },
        )

    def operator(self, name: str, **spec: Any) -> None:
        result = {"name": "result", "file": "result.json", "result": True}
        body = {"resultName": name, "version": "1", "outputs": [result], **spec}
        self.api.put("mediaoperators", {"metadata": {"name": name}, "spec": body})

    def workflow(self, name: str, *operators: str) -> None:
        stages = [{"name": each, "operators": [{"name": each}]} for each in operators]
        self.api.put("mediaworkflows", {"metadata": {"name": name, "namespace": "system"}, "spec": {"stages": stages}})

    def limit(self, most: int, **resources: str) -> None:
        data = {"maxConcurrentExecutions": str(most)} | {
            f"resources.{name}": count for name, count in resources.items()
        }
        limits = {"metadata": {"name": "limits", "namespace": "system"}, "data": data}
        self.api.put("configmaps", limits)

    def run_of(self, asset: str = "clip") -> dict[str, Any]:
        (found,) = [each for each in self.api.all("mediaexecutions") if each["spec"]["asset"] == asset]
        return found

    def state(self, asset: str = "clip") -> str:
        found = [each for each in self.api.all("mediaexecutions") if each["spec"]["asset"] == asset]
        return str(found[0].get("status", {}).get("state", "")) if found else ""

    def argo_finishes(self, asset: str = "clip", *operators: str) -> None:
        """Argo ran everything, and its executor stored what was asked for."""
        run, operators = self.run_of(asset), operators or ("proxy", "labels")
        uid = self.api.get("workflows", run["metadata"]["name"])["metadata"]["labels"]["mediainsights.dev/asset-uid"]
        for name in operators:
            self.store.put(f"private/n/assets/{uid}/workflows/{run['metadata']['uid']}/{name}.json", b"{}")
        self.argo_ends(run, *operators)

    def argo_ends(self, execution: dict[str, Any], *operators: str, phase: str = "Succeeded") -> None:
        """Argo says that these steps of an execution ended well; ``phase``: of the whole run."""
        run = self.api.get("workflows", execution["metadata"]["name"])
        nodes = {name: ended_node(run["metadata"]["name"], name) for name in operators}
        nodes[run["metadata"]["name"]] = {
            "id": run["metadata"]["name"], "name": run["metadata"]["name"], "type": "DAG", "phase": phase,
            "displayName": run["metadata"]["name"], "children": list(operators),
        }  # fmt: skip
        status = {"phase": phase, "finishedAt": "2026-05-01T12:00:03Z", "nodes": nodes}
        self.api.put("workflows", {**run, "status": status})

    def argo_suspends(self, execution: dict[str, Any], step: str, *operators: str) -> None:
        """Argo waits for a person at a step of an execution, after these operators ended well."""
        run = self.api.get("workflows", execution["metadata"]["name"])
        node = {
            "id": "7", "displayName": step, "templateName": step, "type": "Suspend", "phase": "Running",
            "boundaryID": run["metadata"]["name"], "startedAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }  # fmt: skip
        nodes = {"7": node, **{name: ended_node(run["metadata"]["name"], name) for name in operators}}
        self.api.put("workflows", {**run, "status": {"phase": "Running", "nodes": nodes}})


def ended_node(run: str, name: str) -> dict[str, Any]:
    """Return the node of a step that ended well."""
    return {
        "id": name, "name": f"{run}.{name}", "displayName": name, "type": "Pod", "templateName": name,
        "phase": "Succeeded", "boundaryID": run,
        "startedAt": "2026-05-01T12:00:01Z", "finishedAt": "2026-05-01T12:00:02Z",
    }  # fmt: skip


@contextlib.asynccontextmanager
async def controller_process(world: World, pod: str) -> AsyncIterator[asyncio.subprocess.Process]:
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


@contextlib.contextmanager
def cluster_with_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An API server with two operators, a workflow and an enabled namespace; no controller runs yet."""
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
    monkeypatch.setattr(lease, "DEADLINE", PATIENCE)
    for plural in CUSTOM:
        api.put("customresourcedefinitions", {"metadata": {"name": f"{plural}.mediainsights.dev"}})
    api.put("namespaces", {"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}}})
    for name in ("proxy", "labels"):
        spec = CATALOGUE[name].model_dump(mode="json", by_alias=True, exclude_none=True)
        api.put("mediaoperators", {"metadata": {"name": name}, "spec": spec})
    stages = [{"name": name, "operators": [{"name": name}]} for name in ("proxy", "labels")]
    api.put("mediaworkflows", {"metadata": {"name": "flow", "namespace": "system"}, "spec": {"stages": stages}})
    store = FolderStore(tmp_path / "store", "media")
    store.put("public/upload/n/clip.mp4", MP4)
    settings = ControllerSettings(
        namespace="system",
        pod_name="me",
        store=S3Access(address=StoreAddress.of("http://10.0.0.1:7070", bucket="media"), access_key="a", secret_key="b"),
        store_secret="",
        run_credentials=RunCredentialSettings(kind="shared"),
        limits_config_map="limits",
        kubeconfig=str(tmp_path / "kubeconfig"),
        health_port=0,
        metrics_port=0,
    )
    return World(api, store, settings)
