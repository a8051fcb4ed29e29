"""The application over a results folder whose one operator says of a clip what the test knows of it."""

import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.cli.local.serve_command import local_app
from media_insights.domain.planning.plan import Step
from media_insights.local.launching import Launch
from media_insights.local.machine import Share
from media_insights.local.sandboxes import Sandbox
from media_insights.local.workplaces import Workplace
from tests.conformance.api.listening import listening
from tests.conformance.api.worlds import ApiWorld

_TIMES = {"at": "$.At"}
OPERATOR: dict[str, Any] = {
    "resultName": "proxy",
    "version": "1.0.0",
    "image": "proxy",
    "inputs": [{"name": "video", "media": ["Video", "Image"]}],
    "outputs": [
        {"name": "result", "file": "result.json", "result": True},
        {"name": "proxy", "file": "proxy.mp4", "media": "ProxyEncode", "contentType": "video/mp4"},
        {"name": "poster", "file": "poster.jpg", "media": "Poster", "contentType": "image/jpeg", "optional": True},
        {"name": "captions", "file": "captions.vtt", "media": "CaptionsVTT", "contentType": "text/vtt"},
    ],
    "index": {
        "list": "$.Seen[*]",
        "operator": "seen",
        "kind": "Label",
        "time": _TIMES,
        "confidence": {"field": "$.Sure"},
        "boxes": "$.Box",
        "fields": {"Name": "$.Name"},
    },
}
WORKFLOW: dict[str, Any] = {"stages": [{"name": "look", "operators": [{"name": "proxy"}]}]}


def seen(name: str, at: int, box: tuple[float, float, float, float], **more: Any) -> dict[str, Any]:
    """Return what the operator says it saw."""
    left, top, width, height = box
    return {"Name": name, "At": at, **more, "Box": {"Left": left, "Top": top, "Width": width, "Height": height}}


class SaysSo:
    """Starts the operator as a line of Python that copies the clip and says what the test knows."""

    shares = False

    def __init__(self) -> None:
        self.said: Mapping[str, Any] = {}
        self.poster = b""
        """A picture that is stored as the asset's poster; empty: there is none."""
        self.captions = "WEBVTT\n\n00:00.000 --> 00:01.000\nWords\n"

    async def prepare(self, step: Step) -> None:
        """Nothing has to be made ready."""

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        code = (
            "import pathlib, shutil, sys; where = pathlib.Path(sys.argv[1]); out = pathlib.Path(sys.argv[2]);"
            "found = where / 'video'; clip = found if found.is_file() else next(found.iterdir());"
            "shutil.copy(clip, out / 'proxy.mp4');"
            f"{self.poster!r} and (out / 'poster.jpg').write_bytes({self.poster!r});"
            f"(out / 'captions.vtt').write_text({self.captions!r});"
            f"(out / 'result.json').write_text({json.dumps(self.said)!r})"
        )
        command = (sys.executable, "-c", code, str(sandbox.inputs), str(sandbox.outputs))
        return Launch(command=command, environment={}, folder=sandbox.root)


@dataclass
class Served:
    """The application behind a socket, and how assets come into it."""

    url: str
    api: ApiWorld
    operator: SaysSo

    async def asset(self, clip: bytes, said: Mapping[str, Any], title: str = "", name: str = "clip.mp4") -> str:
        """Return the id of an asset over a clip of which the operator said something."""
        self.operator.said = said
        upload = await self.api.upload(clip, name)
        body = {"namespace": "local", "upload": upload["id"], "title": title, "workflows": [{"name": "look"}]}
        made = (await self.api.client.post("/v1/assets", json=body)).json()
        await self.api.until(f"/v1/assets/{made['id']}", lambda found: found["state"] == "Complete")
        return str(made["id"])


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    """Serve a new results folder to a browser."""
    operator = SaysSo()
    spec = MediaOperatorSpec.model_validate(OPERATOR)
    workflow = MediaWorkflow.model_validate({"metadata": {"name": "look"}, "spec": WORKFLOW})
    known = Catalogue(
        operators={"proxy": LocalOperator(folder=folder, name="proxy", spec=spec)}, workflows={"look": workflow}
    )
    output = folder / "results"
    output.mkdir()
    app = local_app(
        Workplace(output=output, catalogue=known, starter=operator, share=Share(cpu=2, memory=2**30)),
        console=built(),
    )
    async with (
        app.router.lifespan_context(app),
        listening(app) as url,
        httpx.AsyncClient(base_url=url, timeout=60) as client,
    ):
        yield Served(url, ApiWorld(client, "local", "media-insights", app), operator)


def built() -> Path | None:
    """Return what was built last in the checkout, None for what the package ships."""
    built = Path(__file__).parents[2] / "console" / "dist"
    return built if (built / "index.html").exists() else None
