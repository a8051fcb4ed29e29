"""Both worlds in which the API answers: a results folder with the embedded engine, and a cluster with its controller.

Both have what lies on the :mod:`shelf`: above all one operator, ``words``, which reads text, and one workflow,
``reading``, that consists of it.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from aiohttp import web
from fastapi import FastAPI

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.cli.cluster.api_process import cluster_app, mirror_of
from media_insights.cli.local.serve_command import local_app
from media_insights.domain import layout
from media_insights.domain.planning.plan import Step
from media_insights.domain.running.contract import CPU_TIME_FILE
from media_insights.kube import client
from media_insights.local.launching import Launch
from media_insights.local.machine import Share
from media_insights.local.sandboxes import Sandbox
from media_insights.local.workplaces import Workplace
from media_insights.ports.audit import AuditRecord
from media_insights.ports.tracing import Tracing
from media_insights.settings.api import ApiSettings
from media_insights.settings.indexer import SearchAddress
from media_insights.storage.folder_multipart import FolderMultipart
from tests.conformance.api import sentences, shelf
from tests.unit.cluster.indexers import KEY, IndexedCluster, settings_of
from tests.unit.controller.fake_api import refusal
from tests.unit.controller.whole import World, controller_process

TEXT = b"deep water and deep time\n"
ENDED = ("Complete", "Error", "Cancelled", "TimedOut")


@dataclass
class ApiWorld:
    """An API and what is behind it."""

    client: httpx.AsyncClient
    namespace: str
    bucket: str
    app: FastAPI
    finish: Callable[[str], Any] = field(default=lambda _: None)
    """Makes the runs of an asset end well, where nobody runs them."""
    records: list[AuditRecord] = field(default_factory=list)
    """What was recorded of requests and writes, where that is recorded: on a cluster."""

    async def until(self, path: str, done: Callable[[Any], bool], seconds: float = 120) -> Any:
        """Return what a path answers once it is as wished."""
        deadline = asyncio.get_running_loop().time() + seconds
        found: Any = None
        while asyncio.get_running_loop().time() < deadline:
            answer = await self.client.get(path)
            found = answer.json()
            if answer.status_code == 200 and done(found):
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"not within {seconds} s: {path}: {found}")

    async def gone(self, path: str, seconds: float = 60) -> None:
        """Return once a path is answered with 404: a cluster's watch takes a moment."""
        deadline = asyncio.get_running_loop().time() + seconds
        while (await self.client.get(path)).status_code != 404:
            assert asyncio.get_running_loop().time() < deadline, f"{path} is still there"
            await asyncio.sleep(0.05)

    async def empty(self) -> None:
        """Delete every asset, so that the next test begins with none."""
        for each in (await self.client.get("/v1/assets?limit=200")).json()["items"]:
            await self.client.delete(f"/v1/assets/{each['id']}")
        await self.until("/v1/executions", lambda found: not found["items"])
        await self.until("/v1/assets", lambda found: not found["items"])

    async def upload(self, content: bytes = TEXT, name: str = "words.txt", digest: str = "") -> Any:
        """Send a file in one part; return the completed upload."""
        body = {"namespace": self.namespace, "name": name, "bytes": len(content), "digest": digest}
        begun = (await self.client.post("/v1/uploads", json=body)).json()
        await self.client.put(f"/v1/uploads/{begun['id']}/parts/1", content=content)
        answer = await self.client.post(f"/v1/uploads/{begun['id']}/complete")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def asset(self, *workflows: str, headers: Mapping[str, str] | None = None, **more: Any) -> Any:
        """Create an asset over a new file."""
        upload = await self.upload()
        wanted = [{"name": each} for each in workflows]
        body = {"namespace": self.namespace, "upload": upload["id"], "workflows": wanted, **more}
        answer = await self.client.post("/v1/assets", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def analysed(self, workflow: str = "reading") -> Any:
        """Return an asset whose workflow has ended well."""
        made = await self.asset(workflow)
        started = await self.until(f"/v1/assets/{made['id']}", lambda found: bool(found["executions"]))
        execution = started["executions"][0]["name"]
        page = f"/v1/executions?asset={made['name']}&namespace={self.namespace}"
        listed = await self.until(page, lambda found: found["items"][0]["state"] in ("Started", *ENDED))
        assert listed["items"][0]["name"] == execution
        self.finish(made["name"])
        path = f"/v1/assets/{made['id']}"
        return await self.until(path, lambda found: bool(found["results"]) and found["state"] == "Complete")


class OneLiner:
    """Starts every operator as a line of Python that writes what the shelf says."""

    shares = False

    async def prepare(self, step: Step) -> None:
        """Nothing has to be made ready."""

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        files = shelf.written_by(step.operator)
        written = f"[open(name, 'wb').write(content) for name, content in {files!r}.items()]"
        if not files:
            written = f"import shutil; shutil.copy({str(sandbox.inputs / 'data')!r}, 'result.json')"
        code = f"import os; print('counting'); os.chdir({str(sandbox.outputs)!r}); {written}"
        return Launch(command=(sys.executable, "-c", code), environment={}, folder=sandbox.root)


def catalogue(folder: Path) -> Catalogue:
    """Return the shelf as a catalogue of a laptop."""
    specs = {name: MediaOperatorSpec.model_validate(spec) for name, spec in shelf.OPERATORS.items()}
    manifests = {name: {"metadata": {"name": name}, "spec": spec} for name, spec in shelf.WORKFLOWS.items()}
    return Catalogue(
        operators={name: LocalOperator(folder=folder, name=name, spec=spec) for name, spec in specs.items()},
        workflows={name: MediaWorkflow.model_validate(manifest) for name, manifest in manifests.items()},
    )


def workplace(folder: Path) -> Workplace:
    """Return a results folder and how operators run into it."""
    share = Share(cpu=2, memory=2**30)
    return Workplace(output=folder / "results", catalogue=catalogue(folder), starter=OneLiner(), share=share)


@asynccontextmanager
async def local_world(folder: Path) -> AsyncIterator[ApiWorld]:
    """Serve a new results folder."""
    place = workplace(folder)
    place.output.mkdir(parents=True)
    sentences.write_model(folder / "cache")
    app = local_app(place, cache=folder / "cache")
    async with app.router.lifespan_context(app), asked_of(app) as asking:
        yield ApiWorld(asking, "local", "media-insights", app)


@asynccontextmanager
async def cluster_world(
    world: World, caller: str = "admin", *, searches: bool = False, tracing: Tracing | None = None
) -> AsyncIterator[ApiWorld]:
    """Serve a cluster whose controller runs; with an indexer where moments of all assets are searched."""
    for name, spec in shelf.OPERATORS.items():
        world.operator(name, **spec)
    for name, spec in shelf.WORKFLOWS.items():
        world.api.put("mediaworkflows", {"metadata": {"name": name, "namespace": "system"}, "spec": spec})
    limits = {"metadata": {"name": "limits", "namespace": "system"}, "data": {"maxConcurrentExecutions": "20"}}
    world.api.put("configmaps", limits)
    world.api.review = reviewed
    world.api.fault = lambda request: only_an_administrator(request) or not_in_use(world, request)
    folder = world.store.root.parent
    indexing = replace(settings_of(folder, world.settings.kubeconfig), models=sentences.write_model(folder / "cache"))
    indexed = IndexedCluster(world.api, world.store, indexing)
    settings = ApiSettings(
        namespace="system",
        store=world.settings.store,
        key=b"k" * 32,
        limits_config_map="limits",
        mie_namespace="n",
        search=SearchAddress(url=indexed.remote.url, key=KEY) if searches else None,
    )
    records: list[AuditRecord] = []
    api = await client.connect(world.settings.kubeconfig, audit=records.append)
    mirror = mirror_of(settings, api)
    app = cluster_app(settings, api, mirror, world.store, FolderMultipart(world.store), tracing=tracing)

    indexer = indexed.indexing() if searches else nullcontext()
    async with controller_process(world, "controller"), indexer:
        following = asyncio.create_task(mirror.run())
        try:
            await asyncio.wait_for(mirror.ready.wait(), 180)
            await world.until(lambda: world.api.all("leases"), "the controller leads", 180)
            async with asked_of(app, caller) as asking:
                yield ApiWorld(asking, "n", "media", app, partial(argo_runs, world), records)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await api.close()


def argo_runs(world: World, asset: str) -> None:
    """Have Argo run the newest execution of an asset: to its end, or to a step that waits for a person."""
    runs = [each for each in world.api.all("mediaexecutions") if each["spec"]["asset"] == asset]
    run = max(runs, key=lambda each: each["metadata"]["creationTimestamp"])
    plan = json.loads(world.store.get(run["status"]["planKey"]))
    for place, step in enumerate(plan["steps"]):
        if step["spec"].get("suspend"):
            world.argo_suspends(run, step["name"], *(each["name"] for each in plan["steps"][:place]))
            return
        files = shelf.written_by(step["operator"]) or {"result.json": world.store.get(step["inputs"][0]["key"])}
        for output in step["outputs"]:
            world.store.put(output["key"], files[output["file"]])
        told = layout.medium_key(layout.folder_of(run["status"]["planKey"]), f"{CPU_TIME_FILE}-0", step["name"])
        world.store.put(told, b"1.5")
    world.argo_ends(run, *(step["name"] for step in plan["steps"]))


def reviewed(plural: str, spec: dict[str, Any]) -> dict[str, Any]:
    """Answer as an API server that knows an administrator, a reader of n, and somebody without rights."""
    if plural == "tokenreviews":
        known = spec["token"] in ("admin", "reader", "stranger")
        return {"authenticated": known, "user": {"username": spec["token"], "groups": ["people"]} if known else {}}
    wanted = spec["resourceAttributes"]
    reads = wanted["verb"] in ("get", "list") and wanted["namespace"] == "n"
    return {"allowed": spec["user"] == "admin" or (spec["user"] == "reader" and reads)}


def only_an_administrator(request: web.Request) -> web.Response | None:
    """Refuse as an API server with roles: the catalogue and the limits are changed by the administrator's own token."""
    changes_operators = "/mediaoperators" in request.path and not request.path.endswith("/status")
    changes_limits = request.path.endswith("/configmaps/limits")
    if request.method == "GET" or not (changes_operators or changes_limits):
        return None
    if request.headers.get("Authorization") == "Bearer admin":
        return None
    return refusal(403, "Forbidden", f"{request.path} is not for this user")


def not_in_use(world: World, request: web.Request) -> web.Response | None:
    """Refuse as the chart's policy does: a workflow that unfinished executions of its namespace need is not deleted."""
    if request.method != "DELETE" or "/mediaworkflows/" not in request.path:
        return None
    namespace, name = request.path.split("/")[-3::2]
    running = [
        each
        for each in world.api.all("mediaexecutions")
        if (each["metadata"]["namespace"], each["spec"]["workflow"]) == (namespace, name)
        and (each.get("status") or {}).get("state") not in ENDED
    ]
    return refusal(422, "Invalid", f"the workflow {name} is in use: executions need it") if running else None


def asked_of(app: FastAPI, token: str = "") -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1", headers=headers)
