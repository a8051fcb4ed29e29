"""Both worlds in which the API answers: a results folder with the embedded engine, and a cluster with its controller.

Both have one operator, ``words``, which reads text, and one workflow, ``reading``, that consists of it.
"""

import asyncio
import io
import json
import struct
import sys
import zipfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.cli.cluster.api_process import cluster_app, mirror_of
from media_insights.cli.local.serve_command import local_app
from media_insights.domain.planning.plan import Step
from media_insights.kube import client
from media_insights.local.launching import Launch
from media_insights.local.machine import Share
from media_insights.local.sandboxes import Sandbox
from media_insights.local.workplaces import Workplace
from media_insights.settings.api import ApiSettings
from media_insights.settings.indexer import SearchAddress
from media_insights.storage.folder_multipart import FolderMultipart
from tests.unit.cluster.indexers import KEY, IndexedCluster, settings_of
from tests.unit.controller.whole import World, controller_process

TEXT = b"deep water and deep time\n"
RESULT = {
    "Words": [
        {"Name": "deep", "Time": 1.5, "Score": 0.9, "Box": {"Left": 0.25, "Top": 0.5, "Width": 0.125, "Height": 0.1}},
        {"Name": "water", "Time": 2.25, "Score": 0.5},
        {"Name": "deep", "Time": 1.5, "Score": 0.4},
    ],
    "Places": [
        {"Of": "water", "Time": 2.25, "Score": 0.6, "Box": {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}},
        {"Of": "water", "Time": 3.25, "Score": 0.7, "Box": {"Left": 0.2, "Top": 0.2, "Width": 0.3, "Height": 0.4}},
    ],
}
OPERATOR: dict[str, Any] = {
    "resultName": "words",
    "version": "1.0.0",
    "image": "words",
    "inputs": [{"name": "text", "media": ["Text"]}],
    "outputs": [
        {"name": "result", "file": "result.json", "result": True},
        {"name": "frames", "file": "frames.zip", "media": "Frames"},
        {"name": "playlist", "file": "hls.m3u8", "media": "HlsPlaylist"},
        {"name": "playlist-240", "file": "hls-240.m3u8"},
        {"name": "stream-240", "file": "hls-240.mp4"},
        {"name": "waveform", "file": "waveform.dat", "media": "Waveform"},
    ],
    "parameters": {"most": {"type": "integer", "default": 10, "minimum": 1, "description": "Most words."}},
    "index": {
        "list": "$.Words[*]",
        "operator": "words",
        "kind": "Person",
        "time": {"at": "$.Time", "unit": "Seconds"},
        "confidence": {"field": "$.Score", "scale": 1},
        "boxes": "$.Box",
        "fields": {"Name": "$.Name"},
        "samples": {
            "list": "$.Places[*]",
            "by": {"Name": "$.Of"},
            "time": {"at": "$.Time", "unit": "Seconds"},
            "confidence": {"field": "$.Score", "scale": 1},
            "boxes": "$.Box",
        },
    },
}
WORKFLOW: dict[str, Any] = {"stages": [{"name": "reading", "operators": [{"name": "words"}]}]}
JPEGS = {0: b"\xff\xd8\xff first", 1000: b"\xff\xd8\xff second"}
"""Time in ms → what is stored as the frame of that time."""


def frames_zip(frames: Mapping[int, bytes] = JPEGS, compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive of frames as ``proxy`` writes it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        listed = [{"name": f"{time:09}.jpg", "timestamp": time, "reason": "interval"} for time in frames]
        archive.writestr("index.json", json.dumps({"version": 1, "frames": listed}))
        for time, jpeg in frames.items():
            archive.writestr(f"{time:09}.jpg", jpeg)
    return content.getvalue()


FILES: dict[str, bytes] = {
    "frames.zip": frames_zip(),
    "hls.m3u8": b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhls-240.m3u8\n",
    "hls-240.m3u8": b'#EXTM3U\n#EXT-X-MAP:URI="hls-240.mp4",BYTERANGE="4@0"\n#EXTINF:2,\nhls-240.mp4\n#EXT-X-ENDLIST\n',
    "hls-240.mp4": b"head and segments",
    "waveform.dat": struct.pack("<iIiiIi8b", 2, 1, 16000, 320, 4, 1, -1, 1, -100, 90, -3, 127, -128, 0),
}
"""What the operator writes beside its result."""
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

    async def analysed(self) -> Any:
        """Return an asset whose workflow has ended well."""
        made = await self.asset("reading")
        started = await self.until(f"/v1/assets/{made['id']}", lambda found: bool(found["executions"]))
        execution = started["executions"][0]["name"]
        page = f"/v1/executions?asset={made['name']}&namespace={self.namespace}"
        listed = await self.until(page, lambda found: found["items"][0]["state"] in ("Started", *ENDED))
        assert listed["items"][0]["name"] == execution
        self.finish(made["name"])
        path = f"/v1/assets/{made['id']}"
        return await self.until(path, lambda found: bool(found["results"]) and found["state"] == "Complete")


class OneLiner:
    """Starts every operator as a line of Python that writes :data:`RESULT` and :data:`FILES`."""

    async def prepare(self, step: Step) -> None:
        """Nothing has to be made ready."""

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        files = {**FILES, "result.json": json.dumps(RESULT).encode()}
        written = f"[open(name, 'wb').write(content) for name, content in {files!r}.items()]"
        code = f"import os; print('counting'); os.chdir({str(sandbox.outputs)!r}); {written}"
        return Launch(command=(sys.executable, "-c", code), environment={}, folder=sandbox.root)


def catalogue(folder: Path) -> Catalogue:
    """Return the operator and the workflow as a catalogue of a laptop."""
    spec = MediaOperatorSpec.model_validate(OPERATOR)
    workflow = MediaWorkflow.model_validate({"metadata": {"name": "reading"}, "spec": WORKFLOW})
    operator = LocalOperator(folder=folder, name="words", spec=spec)
    return Catalogue(operators={"words": operator}, workflows={"reading": workflow})


def workplace(folder: Path) -> Workplace:
    """Return a results folder and how operators run into it."""
    share = Share(cpu=2, memory=2**30)
    return Workplace(output=folder / "results", catalogue=catalogue(folder), starter=OneLiner(), share=share)


@asynccontextmanager
async def local_world(folder: Path) -> AsyncIterator[ApiWorld]:
    """Serve a new results folder."""
    place = workplace(folder)
    place.output.mkdir(parents=True)
    app = local_app(place)
    async with app.router.lifespan_context(app), asked_of(app) as asking:
        yield ApiWorld(asking, "local", "media-insights", app)


@asynccontextmanager
async def cluster_world(world: World, caller: str = "admin", *, searches: bool = False) -> AsyncIterator[ApiWorld]:
    """Serve a cluster whose controller runs; with an indexer where moments of all assets are searched."""
    world.operator("words", **OPERATOR)
    world.api.put("mediaworkflows", {"metadata": {"name": "reading", "namespace": "system"}, "spec": WORKFLOW})
    world.api.review = reviewed
    indexed = IndexedCluster(world.api, world.store, settings_of(world.store.root.parent, world.settings.kubeconfig))
    settings = ApiSettings(
        namespace="system",
        store=world.settings.store,
        key=b"k" * 32,
        limits_config_map="limits",
        mie_namespace="n",
        search=SearchAddress(url=indexed.remote.url, key=KEY) if searches else None,
    )
    api = await client.connect(world.settings.kubeconfig)
    mirror = mirror_of(settings, api)
    app = cluster_app(settings, api, mirror, world.store, FolderMultipart(world.store))

    def finish(asset: str) -> None:
        plan = world.run_of(asset)["status"]["planKey"]
        for name, content in FILES.items():
            world.store.put(plan.replace("plan.json", name), content)
        world.argo_finishes(asset, "words")
        world.store.put(plan.replace("plan.json", "words.json"), json.dumps(RESULT).encode())

    indexer = indexed.indexing() if searches else nullcontext()
    async with controller_process(world, "controller"), indexer:
        following = asyncio.create_task(mirror.run())
        try:
            await asyncio.wait_for(mirror.ready.wait(), 180)
            await world.until(lambda: world.api.all("leases"), "the controller leads", 180)
            async with asked_of(app, caller) as asking:
                yield ApiWorld(asking, "n", "media", app, finish)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await api.close()


def reviewed(plural: str, spec: dict[str, Any]) -> dict[str, Any]:
    """Answer as an API server that knows an administrator, a reader of n, and somebody without rights."""
    if plural == "tokenreviews":
        known = spec["token"] in ("admin", "reader", "stranger")
        return {"authenticated": known, "user": {"username": spec["token"], "groups": ["people"]} if known else {}}
    wanted = spec["resourceAttributes"]
    reads = wanted["verb"] in ("get", "list") and wanted["namespace"] == "n"
    return {"allowed": spec["user"] == "admin" or (spec["user"] == "reader" and reads)}


def asked_of(app: FastAPI, token: str = "") -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1", headers=headers)
