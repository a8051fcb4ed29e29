"""Names that mean something to a terminal, in everything that both command lines print: they are shown, not obeyed."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.cli.app import app
from media_insights.cli.terminal.failures import Failure, say
from media_insights.domain import layout
from media_insights.domain.wording import harmless
from media_insights.errors import MediaInsightsError, StoreError
from media_insights.local.records import write
from media_insights.storage.folder import FolderStore
from tests.unit.cli.conftest import BUCKET
from tests.unit.controller.fake_api import FakeApi
from tests.unit.hostile_names import HOSTILE, is_harmless
from tests.unit.search.analysed import manifests, put

FOLDER = "private/n/assets/u/workflows/e"
Run = Callable[..., Any]

NAMES = ("".join(each for each in HOSTILE if "\0" not in each), "nul\x00.mp4")
"""Together all characters of :data:`HOSTILE`; a command that stops at one of them would not show the others."""
LOCAL = (
    ("search", "", "--in", "RESULTS"),
    ("search", "", "--in", "RESULTS", "-o", "json"),
    ("search", "(NAME", "--in", "RESULTS"),
    ("index", "RESULTS"),
    *(("export", "RESULTS/beach", "--as", each) for each in ("csv", "webvtt-metadata", "video-indexer", "edl", "vtt")),
    ("export", "RESULTS/NAME", "--as", "csv"),
    ("import", "RESULTS/beach", "NAME"),
    ("faces", "list", "--in", "RESULTS"),
    ("faces", "describe", "people", "--in", "RESULTS"),
    ("faces", "describe", "people", "--in", "RESULTS", "-o", "json"),
    ("faces", "describe", "NAME", "--in", "RESULTS"),
    ("faces", "remove", "people", "--name", "NAME", "--in", "RESULTS"),
    ("faces", "delete", "people", "--in", "RESULTS"),
    ("run", "NAME", "--output", "RESULTS"),
    ("operator", "lint", "NAME"),
)
CLUSTER = (
    *(("get", "film", *more) for more in ((), ("-o", "json"), ("-o", "yaml"))),
    ("get",),
    ("get", "NAME"),
    ("results", "film"),
    ("results", "film", "labelDetection"),
    ("results", "film", "-o", "yaml"),
    ("results", "film", "NAME"),
    ("export", "film", "--as", "csv"),
    ("download", "film", "NAME"),
    ("download", "film", "Thumbnail", "-o", "RESULTS"),
    ("logs", "film"),
    ("upload", "NAME"),
    ("search", "NAME"),
    ("faces", "list"),
    ("faces", "describe", "people"),
    ("faces", "describe", "people", "-o", "json"),
    ("faces", "remove", "people", "--name", "NAME"),
    ("faces", "delete", "people"),
    ("resume", "film"),
    ("rerun", "film", "--no-wait"),
    ("cancel", "film"),
    ("delete", "NAME"),
)


def results(store: FolderStore, name: str) -> None:
    """Record a hostile asset: the name in its key, title, messages and labels."""
    put(store, "beach", name, "Sea")
    asset, execution = manifests(store, "beach")
    asset["spec"] |= {"title": name, "source": {"s3": {"bucket": BUCKET, "key": f"public/upload/local/{name}"}}}
    execution["status"] |= {"message": f"there is no {name}"}
    write(store, MediaExecution.PLURAL, MediaExecution.model_validate(execution))
    write(store, MediaAsset.PLURAL, MediaAsset.model_validate(asset))
    with contextlib.suppress(StoreError):  # no file has a NUL in its name
        store.put(f"public/upload/local/{name}", b"video")
    collection(store, "local", name)


def collection(store: Any, namespace: str, person: str) -> None:
    side = {"Left": 0.1, "Top": 0.1, "Width": 0.2, "Height": 0.2}
    face = {
        "FaceId": "f", "ImageId": "i", "ExternalImageId": person, "BoundingBox": side, "Confidence": 99.0,
        "Embedding": [0.5],
    }  # fmt: skip
    found = {
        "Id": "people", "Kind": "faces", "Version": 1, "Created": "2026-05-01T12:00:00Z",
        "Model": {"name": person, "sha256": "a" * 64}, "Faces": [face],
    }  # fmt: skip
    store.put(layout.collection_key(namespace, "faces", "people"), json.dumps(found).encode())


def check(command: tuple[str, ...], result: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Fail unless a command's answer, or the sentence with which it fails, is harmless."""
    if isinstance(result.exception, Failure | MediaInsightsError):
        say(f"error: {result.exception}")
    elif result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    shown = f"{result.output}{capsys.readouterr().err}".replace("\t", " ")
    if "export" in command:  # for other programs: the writing of languages stays
        assert shown == harmless(shown), (command, shown)
        return
    assert is_harmless(shown), (command, shown)
    assert "\nlines.mp4" not in shown, (command, shown)


@pytest.mark.parametrize("name", NAMES)
def test_what_media_insights_prints_is_harmless(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = FolderStore(tmp_path / "results")
    results(store, name)
    for command in LOCAL:
        words = [each.replace("RESULTS", str(store.root)).replace("NAME", name.replace("\0", "")) for each in command]
        check(command, CliRunner().invoke(app, words), capsys)


def test_what_kubectl_media_prints_is_harmless(
    cluster: FakeApi, kubectl_media: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "".join(HOSTILE)
    hostile_film(cluster, FolderStore(tmp_path / "store", BUCKET), name)
    for command in CLUSTER:
        words = [each.replace("RESULTS", str(tmp_path)).replace("NAME", name.replace("\0", "")) for each in command]
        check(command, kubectl_media(*words), capsys)


def hostile_film(cluster: FakeApi, store: FolderStore, name: str) -> None:
    film = cluster.get("mediaassets", "film")
    said = {"type": "Ready", "status": "False", "reason": "Error", "message": f"there is no {name}"}
    status = {
        "metadata": [{"operator": "labelDetection", "key": f"{FOLDER}/labelDetection.json", "execution": "film-run"}],
        "files": [
            {"media": "Thumbnail", "key": f"{FOLDER}/thumbnail.jpg"},
            {"media": name[:63], "key": f"{FOLDER}/{name}"},
        ],
        "conditions": [said],
    }
    source = {"s3": {"bucket": BUCKET, "key": f"public/upload/n/{name}"}}
    cluster.put("mediaassets", film | {"spec": film["spec"] | {"source": source, "title": name}, "status": status})
    stages = [{"name": "s", "operators": [{"name": "labels", "status": "Error", "message": name}]}]
    ended = {"state": "Error", "message": f"there is no {name}", "progress": "0/1", "stages": stages}
    run = {"metadata": {"name": "film-run", "namespace": "n"}, "spec": {"asset": "film", "workflow": "full-analysis"}}
    cluster.put("mediaexecutions", run | {"status": ended})
    found = {"Labels": [{"Timestamp": 40, "Label": {"Name": name, "Confidence": 90}}]}
    store.put(f"{FOLDER}/labelDetection.json", json.dumps(found).encode())
    store.put(f"{FOLDER}/thumbnail.jpg", b"picture")
    collection(store, "n", name)
