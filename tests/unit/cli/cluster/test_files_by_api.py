"""``kubectl media`` by the HTTP API: with a token of the user's own, and without any key of the object store."""

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from typer.testing import CliRunner

from media_insights.cli.cluster.installation.faces_by_api import FacesByApi
from media_insights.cli.cluster.kubectl import app
from media_insights.cli.faces import IndexRequest
from media_insights.cli.terminal.failures import Failure
from media_insights.client.calls import Client
from media_insights.client.connection import ApiConnection
from media_insights.domain import known_faces
from media_insights.domain.stored_usage import Amount, StoredUsage, usage_key
from media_insights.storage.collections import face_collections
from media_insights.storage.folder import FolderStore
from tests.conformance.api.worlds import reviewed
from tests.e2e.eventually import eventually
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


@pytest.mark.parametrize("key", ["public/other/x.txt", "public/upload/other/x.txt", "x.txt", "public/upload/n/"])
def test_a_key_of_others_is_refused_and_no_secret_is_read(analysed: FakeApi, kubectl_media: Run, key: str) -> None:
    asked = list[str]()

    def note(request: web.Request) -> None:
        asked.append(request.path)

    analysed.fault = note
    said = str(kubectl_media("upload", "talk.txt", "--key", key).exception)
    assert f"keeps uploads of n as public/upload/n/NAME, not as {key}" in said
    assert not [each for each in asked if "/secrets" in each]


def test_a_key_below_a_folder_of_the_uploads_needs_no_key_of_the_store(
    analysed: FakeApi, kubectl_media: Run, store: FolderStore
) -> None:
    analysed.fault = lambda request: refusal(403, "Forbidden", "no") if "secrets" in request.path else None
    for _ in range(2):
        sent = kubectl_media("upload", "talk.txt", "--key", "public/upload/n/2026/talks/speech.txt")
        assert sent.stdout == "s3://media/public/upload/n/2026/talks/speech.txt\n", sent.exception
    assert store.get("public/upload/n/2026/talks/speech.txt") == b"hello"
    store.put("public/upload/n/2026/talks/speech.txt", b"other words")
    refused = kubectl_media("upload", "talk.txt", "--key", "public/upload/n/2026/talks/speech.txt").exception
    assert "there is another file speech.txt" in str(refused)


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


def test_a_key_whose_name_the_api_would_change_is_refused(kubectl_media: Run, store: FolderStore) -> None:
    refused = kubectl_media("upload", "talk.txt", "--key", "public/upload/n/cafe\u0301.txt").exception
    assert "would become caf\u00e9.txt: name the file so" in str(refused)
    assert list(store.list("public/upload/n/")) == []


def test_a_manifest_may_name_an_upload_by_its_name_alone(kubectl_media: Run, store: FolderStore) -> None:
    for _ in range(2):
        sent = kubectl_media("upload", "talk.txt", "--key", "public/upload/n/speech.txt")
        assert sent.stdout == "s3://media/public/upload/n/speech.txt\n", sent.exception
    assert store.get("public/upload/n/speech.txt") == b"hello"
    store.put("public/upload/n/speech.txt", b"other words")
    refused = kubectl_media("upload", "talk.txt", "--key", "public/upload/n/speech.txt").exception
    assert "there is another file speech.txt" in str(refused)


def test_collections_of_faces_need_no_key(analysed: FakeApi, kubectl_media: Run, store: FolderStore) -> None:
    asked = list[str]()

    def note(request: web.Request) -> None:
        asked.append(request.path)

    analysed.fault = note
    made = kubectl_media("faces", "create", "staff")
    assert "made the collection staff: kubectl media faces index staff" in made.stderr
    read = {"FaceRecords": [_face("f1"), _face("f2")], "Model": {"name": "net", "sha256": "a" * 64}}
    model, found = known_faces.faces_of(read, "i" * 64, "Jané Doe")
    face_collections(store, "n").change("staff", lambda old: known_faces.with_faces(old, model, found))
    assert kubectl_media("faces", "list").stdout == "staff\tversion 1\t2 faces\t1 people\n"
    told = kubectl_media("faces", "describe", "staff").stdout.splitlines()
    assert (told[0].split("\t")[3], [each.split("\t")[0] for each in told[1:]]) == ("model net", ["Jané Doe"] * 2)
    assert "embedding" not in kubectl_media("faces", "describe", "staff", "-o", "json").stdout.lower()
    assert "version 2" in kubectl_media("faces", "remove", "staff", "--face", "f1").stderr
    assert "holds no 'Tom'" in str(kubectl_media("faces", "remove", "staff", "--name", "Tom").exception)
    assert "reader may not update" in str(
        kubectl_media("faces", "remove", "staff", "--name", "Jané Doe", token="reader").exception
    )
    assert json.loads(kubectl_media("faces", "delete", "staff").stdout)["objectsLeft"] == 0
    assert kubectl_media("faces", "list").stdout.startswith("no collections")
    assert "there is no collection" in str(kubectl_media("faces", "describe", "staff").exception)
    assert not [path for path in asked if "secrets" in path]


@pytest.mark.parametrize(("faces", "said"), [(1, "f.jpg: Tom in staff, version 1"), (0, "has no faces"), (2, "has 2")])
def test_a_face_is_indexed_by_the_api(
    analysed: FakeApi,
    kubectl_media: Run,
    store: FolderStore,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    faces: int,
    said: str,
) -> None:
    assert kubectl_media("faces", "create", "staff").exit_code == 0
    result = {
        "FaceRecords": [_face(f"f{number}") for number in range(faces)],
        "Model": {"name": "net", "sha256": "a" * 64},
    }
    store.put(f"{FOLDER}/faceIndex.json", json.dumps(result).encode())
    film = analysed.get("mediaassets", "film")
    pointers = [{"operator": "faceIndex", "key": f"{FOLDER}/faceIndex.json", "execution": "film-run"}]
    analysed.put("mediaassets", film | {"status": {"metadata": pointers}})
    connection = ApiConnection(url=analysed.services["media-insights/media-insights-api:http"], token=lambda: ADMIN)
    by_api = FacesByApi(connection, "n", lambda _, use: use(film["metadata"]["uid"]))
    (tmp_path / "f.jpg").write_bytes(b"face")
    request = IndexRequest(collection="staff", images=(tmp_path / "f.jpg",), name="Tom")
    _until_seen(connection, film["metadata"]["uid"])
    with contextlib.nullcontext() if faces == 1 else pytest.raises(Failure, match="1 of 1 images were not indexed"):
        by_api.index(request)
    assert said in capsys.readouterr().err


def _until_seen(connection: ApiConnection, asset: str) -> None:
    """Wait until the API's watch has brought the asset's new status."""
    for _ in range(200):
        if [each.name for each in Client(connection).asset(asset).results] == ["faceIndex"]:
            return
        time.sleep(0.05)
    pytest.fail("the API does not see the result")


def _face(name: str) -> dict[str, Any]:
    box = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}
    face = {"FaceId": name, "ImageId": "i" * 64, "BoundingBox": box, "Confidence": 99.5, "Embedding": [0.5]}
    return {"Face": face}


def test_limits_say_what_a_namespace_has_of_what_it_may_have(
    analysed: FakeApi, kubectl_media: Run, store: FolderStore
) -> None:
    analysed.put("namespaces", {"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}}})
    most = {"maxConcurrentExecutions": "4", "perNamespace": "2", "storage.n": "1Gi"}
    analysed.put("configmaps", {"metadata": {"name": "limits", "namespace": "system"}, "data": most})
    usage = StoredUsage(uploads=Amount(2**20, 3), results=Amount(2**21, 7), measured_at="2026-05-01T12:00:00Z")
    store.put(usage_key("n"), json.dumps(usage.to_json()).encode())

    def own() -> Any:
        done = kubectl_media("limits", "-o", "json")
        (found,) = json.loads(done.stdout)["namespaces"] if done.exit_code == 0 else [{}]
        return found if found.get("maxBytes") else None

    found = eventually(own, "the API has seen the limits")
    assert (found["namespace"], found["maxExecutions"], found["maxBytes"]) == ("n", 2, 2**30)
    assert (found["uploads"], found["results"]) == ({"bytes": 2**20, "objects": 3}, {"bytes": 2**21, "objects": 7})
    table = kubectl_media("limits").stdout
    assert "0 of 2" in table
    assert "3.0 MiB" in table
    assert "1.0 GiB" in table
    everywhere = json.loads(kubectl_media("limits", "-A", "-o", "json").stdout)["namespaces"]
    assert "n" in [each["namespace"] for each in everywhere]


def test_limits_of_a_namespace_whose_assets_one_may_not_list_are_refused(kubectl_media: Run) -> None:
    done = kubectl_media("limits", token="stranger")
    assert isinstance(done.exception, Failure)
    assert "n is not enabled, or you may not list its assets" in str(done.exception)
