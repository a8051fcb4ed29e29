"""Records ``0.1.0-results.zip``: what version 0.1.0 wrote for a film, by its own operators and its own controller.

``uv run python tests/unit/wire/stored/record.py FILM`` unpacks the tag into a scratch folder, makes its environment,
and there runs that version's embedded engine over the film, and then that version's controller beside the API server of
its own tests, where "Argo" stores what the operators wrote. The archive holds ``objects.json`` and what is in the
bucket; of films, sounds and pictures the first 4 KiB, which is as good for whoever only moves them.
"""

import asyncio
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

TAG = "v0.1.0"
ROOT = Path(__file__).parents[4]
ARCHIVE = Path(__file__).parent / "0.1.0-results.zip"
STAGES = (
    ("prepare", ("mediainfo", "proxy")),
    ("analyze", ("shot-detection", "label-detection", "face-detection", "transcribe")),
    ("text", ("captions", "entities", "word-distribution")),
)
OPERATORS = tuple(name for _, names in STAGES for name in names)
KEPT = (".json", ".srt", ".txt", ".vtt", ".zip")
"""Files that are kept whole."""
MOST = 4096
KINDS = {"MediaAsset": "mediaassets", "MediaExecution": "mediaexecutions", "Workflow": "workflows"}


def main(film: Path) -> None:
    """Do all of it."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        archive = subprocess.run(["git", "archive", TAG], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "x"], cwd=folder, input=archive, check=True)
        (folder / "clip.mp4").write_bytes(film.read_bytes())
        (folder / "flow.yaml").write_text(json.dumps(_flow("")), "utf-8")
        engine = ("media-insights", "run", "clip.mp4", "-w", "flow.yaml", "--output", "recorded", "-o", "json")
        controller = ("python", "-c", f"import runpy; runpy.run_path({__file__!r})['record']()")
        for words in (("sync", "--frozen"), ("run", "--frozen", *engine), ("run", "--frozen", *controller)):
            subprocess.run(["uv", *words], cwd=folder, check=True)
        ARCHIVE.write_bytes((folder / "recorded.zip").read_bytes())


def record() -> None:
    """Inside of the old version's checkout: let its controller run the asset, and write the archive."""
    from tests.unit.controller.whole import cluster_with_catalogue  # noqa: PLC0415 - the old version's

    results = {path.name: path.read_bytes() for path in Path("recorded/private").rglob("*") if path.is_file()}
    results.pop("plan.json")  # the embedded engine's
    with (
        TemporaryDirectory() as scratch,
        pytest.MonkeyPatch.context() as patch,
        cluster_with_catalogue(Path(scratch), patch) as world,
        zipfile.ZipFile("recorded.zip", "w") as archive,
    ):
        for name in OPERATORS:
            manifest = yaml.safe_load(Path(f"operators-images/{name}/operator.yaml").read_text("utf-8"))
            world.api.put("mediaoperators", manifest)
        world.api.put("mediaworkflows", _flow("system"))
        world.store.put("public/upload/clip.mp4", Path("clip.mp4").read_bytes())
        world.asset(title="Ein Film für alle")
        asyncio.run(_run(world, results))
        objects = [{**each, "kind": kind} for kind, plural in KINDS.items() for each in world.api.all(plural)]
        for name, content in _entries(world, objects):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without times


async def _run(world: Any, results: Mapping[str, bytes]) -> None:
    async with world.running():
        await world.until(lambda: world.state() == "Started", "it runs", 60)
        place = str(world.run_of()["status"]["planKey"]).removesuffix("plan.json")
        world.argo_finishes("clip", *OPERATORS)
        for name in OPERATORS:
            world.store.delete(f"{place}{name}.json")  # what stands for results there
        for name, content in results.items():
            world.store.put(f"{place}{name}", content)
        await world.until(lambda: "metadata" in world.api.get("mediaassets", "clip")["status"], "all is known", 60)


def _flow(namespace: str) -> dict[str, Any]:
    stages = [{"name": name, "operators": [{"name": each} for each in operators]} for name, operators in STAGES]
    meta = {"name": "flow", **({"namespace": namespace} if namespace else {})}
    kind = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow"}
    return {**kind, "metadata": meta, "spec": {"stages": stages}}


def _entries(world: Any, objects: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    yield "objects.json", json.dumps(objects, ensure_ascii=False, indent=1).encode()
    for info in world.store.list(""):
        content = world.store.get(info.key)
        yield info.key, content if info.key.endswith(KEPT) else content[:MOST]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
