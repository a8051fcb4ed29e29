"""An installation with a film, a sound, an image and a text, of which operators say what a test tells them to."""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.domain.planning.plan import Step
from media_insights.local.launching import Launch
from media_insights.local.machine import Share
from media_insights.local.sandboxes import Sandbox
from media_insights.local.workplaces import Workplace

SHIPPED = Path(__file__).parents[2] / "operators-images"
SECONDS = 90
EVERYTHING = ["Video", "Audio", "Image", "Text"]
FAILS = {"fails": "the sound cannot be read: damaged at 00:12"}
"""What an operator says that ends in an error with these words."""
_RESULT: dict[str, Any] = {"name": "result", "file": "result.json", "result": True}
_FILES: dict[str, list[dict[str, Any]]] = {
    "proxy": [
        {"name": "proxy", "file": "proxy.mp4", "media": "ProxyEncode", "contentType": "video/mp4"},
        {"name": "frames", "file": "frames.zip", "media": "Frames", "optional": True},
        {"name": "poster", "file": "poster.jpg", "media": "Poster", "contentType": "image/jpeg", "optional": True},
    ],
    "captions": [{"name": "vtt", "file": "captions.vtt", "media": "CaptionsVTT", "contentType": "text/vtt"}],
}
INDEXED = ("transcribe", "label-detection", "text-detection", "content-moderation", "face-search", "captions")
"""Operators that say something of an asset; their declarations are the shipped ones."""


def _operator(name: str) -> dict[str, Any]:
    """Return a shipped operator that reads the source itself, and needs no other, nor a parameter."""
    spec = yaml.safe_load((SHIPPED / name / "operator.yaml").read_text("utf-8"))["spec"]
    kept = {each: spec[each] for each in ("resultName", "version", "description", "image", "index") if each in spec}
    media = ["Video"] if name == "proxy" else EVERYTHING
    outputs = [_RESULT, *_FILES.get(name, [])]
    return {**kept, "inputs": [{"name": "file", "media": media}], "outputs": outputs, "retry": {"limit": 0}}


def _workflow(name: str, description: str, *stages: tuple[str, tuple[str, ...]]) -> MediaWorkflow:
    listed = [{"name": stage, "operators": [{"name": each} for each in names]} for stage, names in stages]
    return MediaWorkflow.model_validate(
        {"metadata": {"name": name}, "spec": {"description": description, "stages": listed}}
    )


@dataclass
class Says:
    """Starts operators that copy what they read and say what they were told, once they are let."""

    shares = False

    folder: Path
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Operator → its result."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Name of a file → what is written where an operator declares it."""
    held: set[str] = field(default_factory=set)
    """Operators that wait until :meth:`let` is called."""

    def let(self, operator: str) -> None:
        """Let an operator go on that is held."""
        self.held.discard(operator)
        (self.folder / operator).touch()

    def hold(self, operator: str) -> None:
        """Hold an operator from now on."""
        (self.folder / operator).unlink(missing_ok=True)
        self.held.add(operator)

    async def prepare(self, step: Step) -> None:
        """Nothing has to be made ready."""

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        task = sandbox.root / "task.json"
        files = {each.file: self.files[each.file].hex() for each in step.outputs if each.file in self.files}
        said = self.said.get(step.operator, {})
        waits = str(self.folder / step.operator) if step.operator in self.held else ""
        about = {"says": said, "files": files, "waits": waits, "in": str(sandbox.inputs), "out": str(sandbox.outputs)}
        task.write_text(json.dumps(about), "utf-8")
        program = str(Path(__file__).with_name("told.py"))
        return Launch(command=(sys.executable, program, str(task)), environment={}, folder=sandbox.root)


@dataclass
class Studio:
    """The installation, how assets come into it, and what operators say of the next."""

    url: str
    operators: Says

    def add(self, name: str, content: bytes, workflow: str = "everything", **more: Any) -> str:
        """Add a file as a program does, and return the asset's id once its run has ended or waits."""
        with self.client() as client:
            asset = self.begin(name, content, workflow, **more)
            self.until(client, f"/v1/assets/{asset}", lambda found: found["state"] in ("Complete", "Error", "Waiting"))
        return asset

    def begin(self, name: str, content: bytes, workflow: str = "everything", **more: Any) -> str:
        """Add a file, and return the asset's id at once."""
        with self.client() as client:
            new = {"namespace": "local", "name": name, "bytes": len(content)}
            upload = client.post("/v1/uploads", json=new).raise_for_status().json()["id"]
            client.put(f"/v1/uploads/{upload}/parts/1", content=content).raise_for_status()
            client.post(f"/v1/uploads/{upload}/complete").raise_for_status()
            workflows = [{"name": workflow}] if workflow else []
            body = {"namespace": "local", "upload": upload, "workflows": workflows, **more}
            return str(client.post("/v1/assets", json=body).raise_for_status().json()["id"])

    def newest_run(self, asset: str) -> str:
        """Return the id of an asset's newest run."""
        with self.client() as client:
            name = client.get(f"/v1/assets/{asset}").raise_for_status().json()["name"]
            return str(client.get("/v1/executions", params={"asset": name}).raise_for_status().json()["items"][0]["id"])

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60)

    @staticmethod
    def listed(client: httpx.Client, path: str) -> list[Any]:
        """Return what all pages of a list have: one page reads a bounded number of assets."""
        items, cursor = list[Any](), ""
        while True:
            page = client.get(path, params={"limit": 200, "cursor": cursor}).raise_for_status().json()
            items += page["items"]
            if not (cursor := page["next"]):
                return items

    @staticmethod
    def until(client: httpx.Client, path: str, is_so: Any) -> Any:
        """Return what a path answers once it is as wished."""
        deadline = time.monotonic() + SECONDS
        while not is_so(found := client.get(path).raise_for_status().json()):
            assert time.monotonic() < deadline, f"{path}: {found}"
            time.sleep(0.1)
        return found


def studio_place(folder: Path) -> tuple[Workplace, Says]:
    """Return an empty results folder, and how operators run into it."""
    names = ("proxy", *INDEXED)
    specs = {name: MediaOperatorSpec.model_validate(_operator(name)) for name in names}
    wait = yaml.safe_load((SHIPPED / "wait" / "operator.yaml").read_text("utf-8"))["spec"]
    specs["wait"] = MediaOperatorSpec.model_validate(wait)
    looking = ("look", names)
    workflows = (
        _workflow("everything", "Looks for everything.", looking),
        _workflow("asking", "Asks somebody before it is done.", looking, ("ask", ("wait",))),
        _workflow("transcripts", "Writes down what is said.", ("listen", ("transcribe", "captions"))),
    )
    (folder / "let").mkdir()
    (folder / "results").mkdir()
    operators = Says(folder / "let")
    known = {name: LocalOperator(folder=SHIPPED / name, name=name, spec=spec) for name, spec in specs.items()}
    catalogue = Catalogue(operators=known, workflows={each.metadata.name: each for each in workflows})
    share = Share(cpu=2, memory=2**30)
    return Workplace(output=folder / "results", catalogue=catalogue, starter=operators, share=share), operators
