"""``kubectl media`` by the HTTP API: with a token of the user's own, and without any key of the object store."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from typer.testing import CliRunner

from media_insights.cli.cluster.kubectl import app
from media_insights.cli.terminal.failures import Failure
from media_insights.storage.folder import FolderStore
from tests.conformance.api.worlds import reviewed
from tests.unit.cli.cluster.served_api import api_over
from tests.unit.cli.conftest import kubeconfig
from tests.unit.controller.fake_api import FakeApi, refusal
from tests.unit.imports import answers

Run = Callable[..., Any]
FOLDER = "private/n/assets/u/workflows/e"
ADMIN = "admin"
LABELS = {"Labels": [{"Timestamp": 40, "Label": {"Name": "Cat", "Confidence": 90}}]}
FILES = {
    "labelDetection.json": json.dumps(LABELS),
    "hls.m3u8": "#EXTM3U\nhls-240.m3u8\n",
    "hls-240.m3u8": "#EXTM3U\nhls-240.mp4\n",
    "hls-240.mp4": "video",
    "plan.json": "{}",
}
PUBLISHED = {
    "apiService": "media-insights-api:http",
    "secretName": "store",
    "bucket": "media",
    "endpoint": "http://s:1",
}
NO_STORE = dict.fromkeys(("ENDPOINT", "BUCKET", "ACCESS_KEY", "SECRET_KEY"), "")


@pytest.fixture
def analysed(cluster: FakeApi, tmp_path: Path) -> FakeApi:
    """The cluster, with a run over `film` that has stored labels and a playlist."""
    film = cluster.get("mediaassets", "film")
    metadata = [{"operator": "labelDetection", "key": f"{FOLDER}/labelDetection.json", "execution": "film-run"}]
    files = [{"media": "HlsPlaylist", "key": f"{FOLDER}/hls.m3u8"}]
    cluster.put("mediaassets", film | {"status": {"metadata": metadata, "files": files}})
    operators = [{"name": "label-detection", "status": "Complete", "key": f"{FOLDER}/labelDetection.json"}]
    run = {
        "metadata": {"name": "film-run", "namespace": "n"},
        "spec": {"asset": "film", "workflow": "full-analysis"},
        "status": {
            "state": "Complete",
            "planKey": f"{FOLDER}/plan.json",
            "stages": [{"name": "visual", "operators": operators}],
        },
    }
    cluster.put("mediaexecutions", run)
    cluster.put("configmaps", {"metadata": {"name": "media-insights-cli", "namespace": "media-insights"}} | _data())
    cluster.review = reviewed
    return cluster


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    found = FolderStore(tmp_path / "store", "media")
    found.ensure_bucket()
    for name, text in FILES.items():
        found.put(f"{FOLDER}/{name}", text.encode())
    found.put("private/n/assets/u/logs/film-run/film-run-label-detection-0/main.log", b"counting\n")
    return found


@pytest.fixture
def kubectl_media(
    analysed: FakeApi, store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """The command of a user with a token, whom the API server lets reach the Service of the API."""
    (tmp_path / "talk.txt").write_text("hello")
    (tmp_path / "labels.json").write_text(json.dumps(answers.LABELS))
    with analysed.served() as server:
        config = tmp_path / "of-the-api"
        config.write_text(json.dumps(kubeconfig(server)))
        monkeypatch.setenv("KUBECONFIG", str(config))  # where the watches of the API find it
        with api_over(store, config) as address:
            analysed.services["media-insights/media-insights-api:http"] = address

            def run(*words: str, token: str = ADMIN, **other: str) -> Any:
                mine = tmp_path / "kubeconfig"
                user = {"users": [{"name": "u", "user": {"token": token} if token else {}}]}
                mine.write_text(json.dumps(kubeconfig(server) | user))
                told = [str(tmp_path / word) if (tmp_path / word).is_file() else word for word in words]
                environ = {f"MEDIA_INSIGHTS_S3_{name}": value for name, value in NO_STORE.items()}
                arguments = [*told, "--kubeconfig", str(mine), "-n", "n"]
                return CliRunner().invoke(app, arguments, env=environ | {"API": address} | other)

            yield run


def _data() -> dict[str, Any]:
    return {"data": PUBLISHED}


def test_nobody_reads_a_secret(analysed: FakeApi, kubectl_media: Run, store: FolderStore) -> None:
    asked = list[str]()

    def note(request: web.Request) -> None:
        asked.append(request.path)

    analysed.fault = note
    uploaded = kubectl_media("upload", "talk.txt")
    assert uploaded.exit_code == 0, uploaded.exception
    digest = hashlib.sha256(b"hello").hexdigest()[:16]
    assert uploaded.stdout == f"s3://media/public/upload/n/{digest}/talk.txt\n"
    assert store.get(f"public/upload/n/{digest}/talk.txt") == b"hello"
    assert kubectl_media("results", "film").exit_code == 0
    assert any("/proxy/v1/uploads" in path for path in asked)
    assert not [path for path in asked if "secrets" in path]


def test_a_file_that_is_there_is_not_sent_again(analysed: FakeApi, kubectl_media: Run) -> None:
    sent = list[str]()

    def note(request: web.Request) -> None:
        sent.extend([request.path] if request.method == "PUT" else [])

    analysed.fault = note
    addresses = {kubectl_media("upload", "talk.txt").stdout for _ in range(2)}
    assert (len(addresses), len(sent)) == (1, 1)


def test_results_are_printed_one_or_all(kubectl_media: Run) -> None:
    assert json.loads(kubectl_media("results", "film", "label-detection").stdout) == LABELS
    assert json.loads(kubectl_media("results", "film", "-o", "json").stdout) == {"labelDetection": LABELS}
    assert "Cat" in kubectl_media("results", "film").stdout


def test_a_playlist_comes_with_its_files_and_with_nothing_else(kubectl_media: Run, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    done = kubectl_media("download", "film", "hlsplaylist", "-o", str(here))
    assert done.exit_code == 0, done.exception
    assert {each.name: each.read_text() for each in here.iterdir()} == {
        name: text for name, text in FILES.items() if name.startswith("hls")
    }
    assert "it has: HlsPlaylist" in str(kubectl_media("download", "film", "Plan").exception)


def test_an_export_is_the_apis_and_says_what_it_leaves_out(kubectl_media: Run, tmp_path: Path) -> None:
    exported = kubectl_media("export", "film", "--as", "video-indexer")
    (label,) = json.loads(exported.stdout)["videos"][0]["insights"]["labels"]
    assert label["name"] == "Cat"
    assert "left out of tables and tracks: labelDetection" in exported.stderr
    there = kubectl_media("export", "film", "--as", "csv", "-o", str(tmp_path / "talk.txt"))
    assert "exists" in str(there.exception)


def test_a_result_of_elsewhere_is_imported(analysed: FakeApi, kubectl_media: Run, store: FolderStore) -> None:
    done = kubectl_media("import", "film", "labels.json", "--no-wait")
    assert done.exit_code == 0, done.exception
    (run,) = [each for each in analysed.all("mediaexecutions") if each["spec"]["workflow"] == "import"]
    key = run["spec"]["configuration"]["generic-data-lookup"]["key"].removeprefix("s3://media/")
    assert key.startswith("public/upload/n/")
    assert [each["Label"]["Name"] for each in json.loads(store.get(key))["Labels"]] == ["Car", "Tree"]


def test_logs_are_for_those_too_who_may_not_see_pods(analysed: FakeApi, kubectl_media: Run) -> None:
    def pods(request: web.Request) -> web.Response | None:
        if not request.path.endswith("/pods"):
            return None
        if "Authorization" in request.headers:
            return refusal(403, "Forbidden", "you may not list pods")
        return web.json_response({"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": []})

    analysed.fault = pods
    assert kubectl_media("logs", "film").stdout == "label-detection: counting\n"
    assert kubectl_media("logs", "film", "label-detection").stdout == "label-detection: counting\n"
    assert "no log of it was kept" in str(kubectl_media("logs", "film", "proxy").exception)


def test_rights_are_those_of_the_token(kubectl_media: Run) -> None:
    refused = kubectl_media("upload", "talk.txt", token="reader").exception
    assert "reader may not create mediaassets in the namespace n" in str(refused)
    assert isinstance(refused, Failure)
    assert kubectl_media("results", "film", token="reader").exit_code == 0
    assert "there is no MediaAsset" in str(kubectl_media("results", "film", token="stranger").exception)


def test_another_token_may_be_given(kubectl_media: Run) -> None:
    refused = kubectl_media("upload", "talk.txt", "--api-token", "reader").exception
    assert "reader may not create" in str(refused)
    assert "--api-token" in str(kubectl_media("upload", "talk.txt", token="unknown").exception)


def test_the_api_may_be_named(analysed: FakeApi, kubectl_media: Run) -> None:
    address = analysed.services.pop("media-insights/media-insights-api:http")
    assert json.loads(kubectl_media("results", "film", "-o", "json", "--api", address).stdout)
    named = kubectl_media("results", "film", MEDIA_INSIGHTS_API=address)
    assert named.exit_code == 0, named.exception
    for wrong, sentence in {"media.example.com": "https://HOST", "http://media.example.com": "in the open"}.items():
        assert sentence in str(kubectl_media("results", "film", "--api", wrong).exception)


@pytest.mark.parametrize(
    ("data", "token", "endpoints", "reason"),
    [
        ({"apiService": ""}, "admin", 1, "has no HTTP API"),
        ({}, "", 1, "has no token that the HTTP API could check"),
        ({}, "admin", 0, "no endpoints available"),
    ],
    ids=["no API", "no token", "no answer"],
)
def test_it_is_said_why_a_key_is_needed(
    analysed: FakeApi, kubectl_media: Run, data: dict[str, str], token: str, endpoints: int, reason: str
) -> None:
    if not endpoints:
        analysed.services.clear()
    config = analysed.get("configmaps", "media-insights-cli", "media-insights")
    analysed.put("configmaps", config | {"data": PUBLISHED | data})
    analysed.fault = lambda request: refusal(403, "Forbidden", "no") if "secrets" in request.path else None
    said = str(kubectl_media("upload", "talk.txt", token=token, AWS_EC2_METADATA_DISABLED="true").exception)
    assert "you may not get the secret store in namespace media-insights" in said
    assert reason in said


def test_a_key_that_is_wanted_needs_keys_of_the_store(analysed: FakeApi, kubectl_media: Run) -> None:
    analysed.fault = lambda request: refusal(403, "Forbidden", "no") if "secrets" in request.path else None
    said = kubectl_media("upload", "talk.txt", "--key", "public/upload/n/x.txt", AWS_EC2_METADATA_DISABLED="true")
    assert "leave --key out" in str(said.exception)


@pytest.fixture
def elsewhere(analysed: FakeApi) -> FakeApi:
    """The same cluster, where somebody has written in the user's own namespace that the API is there."""
    config = analysed.get("configmaps", "media-insights-cli", "media-insights")
    analysed.remove("configmaps", "media-insights-cli", "media-insights")
    analysed.put("configmaps", {**config, "metadata": {"name": "media-insights-cli", "namespace": "n"}})
    return analysed


def test_a_token_goes_to_no_api_that_a_config_map_elsewhere_recommends(elsewhere: FakeApi, kubectl_media: Run) -> None:
    asked = list[str]()

    def note(request: web.Request) -> Any:
        asked.append(request.path)
        return refusal(403, "Forbidden", "no") if "secrets" in request.path else None

    elsewhere.fault = note
    said = str(kubectl_media("upload", "talk.txt", AWS_EC2_METADATA_DISABLED="true").exception)
    assert "--installation n" in said
    assert not [each for each in asked if "/services/" in each]


def test_the_installation_can_be_named(elsewhere: FakeApi, kubectl_media: Run) -> None:
    config = elsewhere.get("configmaps", "media-insights-cli", "n")
    service = elsewhere.services["media-insights/media-insights-api:http"]
    elsewhere.services["n/media-insights-api:http"] = service
    assert config["data"]["apiService"] == "media-insights-api:http"
    assert kubectl_media("upload", "talk.txt", "--installation", "n").exit_code == 0
