"""What version 0.1.0 stored of a real film is read by everybody after the move: the API, the command line, exports.

``stored/0.1.0-results.zip`` was written by that version's own operators and controller (``stored/record.py``).
"""

import asyncio
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from media_insights.cli.cluster.kubectl import app
from media_insights.client import Client
from media_insights.exports.formats import ExportFormat
from tests.conformance.api.worlds import reviewed
from tests.unit.cli.cluster.served_api import api_over
from tests.unit.controller.whole import World, cluster_with_catalogue

ARCHIVE = Path(__file__).parent / "stored/0.1.0-results.zip"
OPERATORS = Path(__file__).parents[3] / "operators-images"
PLURALS = {"MediaAsset": "mediaassets", "MediaExecution": "mediaexecutions", "Workflow": "workflows"}
Run = Callable[..., str]


def stored() -> dict[str, bytes]:
    with zipfile.ZipFile(ARCHIVE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


STORED = stored()
OBJECTS: list[dict[str, Any]] = json.loads(STORED.pop("objects.json"))
ASSET = next(each for each in OBJECTS if each["kind"] == "MediaAsset")
RESULTS = {each["operator"]: each["key"] for each in ASSET["status"]["metadata"]}


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The cluster after this version's controller has moved everything."""
    with pytest.MonkeyPatch.context() as patch, cluster_with_catalogue(tmp_path_factory.mktemp("old"), patch) as world:
        for file in sorted(OPERATORS.glob("[a-z]*/operator.yaml")):
            world.api.put("mediaoperators", yaml.safe_load(file.read_text("utf-8")))
        for key, content in STORED.items():
            world.store.put(key, content)
        world.api._version = 10_000
        for each in OBJECTS:
            world.api.put(PLURALS[each["kind"]], each)
        asyncio.run(_move(world))
        yield world


async def _move(world: World) -> None:
    async with world.running():
        await world.until(partial(_is_moved, world), "everything has moved", 60)


def _is_moved(world: World) -> bool:
    status = world.api.get("mediaassets", "clip")["status"]
    return bool(status.get("prefix")) and not status.get("movedFrom") and not list(world.store.list("private/assets/"))


@pytest.fixture(scope="module")
def address(moved: World) -> Iterator[str]:
    """Where the HTTP API answers."""
    moved.api.review = reviewed
    with api_over(moved.store, Path(moved.settings.kubeconfig)) as found:
        yield found


@pytest.fixture(scope="module")
def media(moved: World, address: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """``kubectl media`` of a user with a token and without keys, by the HTTP API; gives what it prints."""
    mine = tmp_path_factory.mktemp("user") / "kubeconfig"
    mine.write_text(Path(moved.settings.kubeconfig).read_text("utf-8").replace("token: t", "token: admin"), "utf-8")

    def run(*words: str) -> str:
        arguments = [*words, "--kubeconfig", str(mine), "-n", "n"]
        done = CliRunner().invoke(app, arguments, env={"MEDIA_INSIGHTS_API": address})
        assert done.exit_code == 0, f"{done.output} {done.exception}"
        return done.stdout

    return run


def test_the_archive_is_of_the_real_operators() -> None:
    assert len(RESULTS) == 9
    assert all(len(STORED[key]) > 100 for key in RESULTS.values())
    assert "private/n/" not in json.dumps(OBJECTS)


def test_every_object_of_it_lies_in_the_new_place_as_it_was(moved: World) -> None:
    for key, content in STORED.items():
        now = key.replace("private/assets/", "private/n/assets/")
        if not key.endswith("plan.json"):
            assert moved.store.get(now) == content, key


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_read(media: Run, name: str) -> None:
    assert json.loads(media("results", "clip", name)) == json.loads(STORED[RESULTS[name]])


def test_a_summary_of_all_of_them_is_read(media: Run) -> None:
    said = media("results", "clip")
    transcript = json.loads(STORED[RESULTS["TranscribeVideo"]])["results"]["transcripts"][0]["transcript"]
    assert transcript.split(".")[0][:30] in " ".join(said.split())


@pytest.mark.parametrize("wanted", ExportFormat)
def test_an_export_is_written(media: Run, wanted: ExportFormat, tmp_path: Path) -> None:
    target = tmp_path / "export"
    media("export", "clip", "--as", wanted, "--output", str(target))
    assert target.stat().st_size > 100


def test_frames_are_taken_home(media: Run, tmp_path: Path) -> None:
    media("download", "clip", "Frames", "--output", str(tmp_path / "frames.zip"))
    with zipfile.ZipFile(io.BytesIO((tmp_path / "frames.zip").read_bytes())) as archive:
        assert archive.testzip() is None
        assert "index.json" in archive.namelist()


def test_the_asset_and_what_ran_are_listed_with_their_end(media: Run) -> None:
    found = json.loads(media("get", "clip", "-o", "json"))
    assert "Ein Film für alle" in json.dumps(found, ensure_ascii=False)
    assert "Complete" in json.dumps(found)


def test_a_program_reads_moments_the_transcript_and_frames(address: str) -> None:
    client = Client.at(address, token="admin")
    [asset] = client.assets("n")
    assert (asset.title, asset.state) == ("Ein Film für alle", "Complete")
    labels = json.loads(STORED[RESULTS["labelDetection"]])["Labels"]
    named = {each.title for each in client.moments(asset.id, result="labelDetection")}
    assert named == {each["Label"]["Name"] for each in labels}
    said = " ".join(each.text for each in client.transcript(asset.id))
    assert (
        said.split()
        == json.loads(STORED[RESULTS["TranscribeVideo"]])["results"]["transcripts"][0]["transcript"].split()
    )
    assert client.frame(asset.id, 0).jpeg[:2] == b"\xff\xd8"
