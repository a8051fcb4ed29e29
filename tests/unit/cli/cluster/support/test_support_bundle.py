"""``kubectl media support-bundle`` writes one archive that explains an installation and holds no secret of it."""

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from typer.testing import CliRunner

from media_insights.cli.cluster.kubectl import app
from media_insights.cli.cluster.support import archive, collection
from media_insights.cli.terminal.failures import Failure
from tests.unit.cli.cluster.doctor import installations as given
from tests.unit.cli.conftest import kubeconfig
from tests.unit.controller.fake_api import FakeApi, refusal
from tests.unit.hostile_names import HOSTILE, is_harmless

PLANTED = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"
Bundle = Callable[..., dict[str, str]]


@pytest.fixture
def cluster() -> FakeApi:
    """An installation with a secret planted wherever somebody could have written one."""
    found = given.healthy()
    answers = {
        "/log": f"reading\npassword={PLANTED}\nGET https://s3.example/x?X-Amz-Signature={PLANTED}\n",
        "/proxy/metrics": f'media_insights_leader 1\nmedia_insights_store_reachable 1\nx{{token="{PLANTED}"}} 1\n',
    }

    def answer(request: web.Request) -> web.Response | None:
        return next((web.Response(text=text) for end, text in answers.items() if request.path.endswith(end)), None)

    found.fault = answer
    said = given.asset("Quarantined", f"Authorization: Bearer {PLANTED}")
    said["metadata"]["annotations"] = {"note": PLANTED}
    said["spec"] = {"workflows": [{"name": "w", "configuration": {"notify": {"url": PLANTED}}}]}
    found.put("mediaassets", said)
    found.put("secrets", {"metadata": given.labelled("media-insights-objectstore"), "data": {"secretkey": PLANTED}})
    found.put("configmaps", {"metadata": given.labelled("extra"), "data": {"S3_SECRET_KEY": PLANTED, "LEVEL": "INFO"}})
    controller = given.deployment("controller")
    containers = [{"name": "controller", "image": "r.example/c:1", "env": [{"name": "EXTRA", "value": PLANTED}]}]
    containers[0]["ports"] = [{"name": "metrics"}]
    controller["spec"]["template"] = {"spec": {"containers": containers}}
    found.put("deployments", controller)
    found.put("pods", given.pod() | {"spec": {"containers": containers}})
    event = {"metadata": {"name": "e", "namespace": given.HOME}, "message": f"https://u:{PLANTED}@h/ failed"}
    found.put("events", event)
    run = {"metadata": {"name": "run", "namespace": "n", "labels": {"mediainsights.dev/execution": "run"}}}
    found.put("workflows", run | {"spec": {"arguments": {"parameters": [{"name": "p", "value": PLANTED}]}}})
    return found


@pytest.fixture
def bundle(cluster: FakeApi, tmp_path: Path) -> Iterator[Bundle]:
    with cluster.served() as server:
        config = tmp_path / "kubeconfig"
        config.write_text(json.dumps(kubeconfig(server)))

        def make(*words: str) -> dict[str, str]:
            target = tmp_path / "bundle.tar.gz"
            arguments = ["support-bundle", "--file", str(target), *words, "--kubeconfig", str(config), "-n", "n"]
            done = CliRunner().invoke(app, arguments)
            if isinstance(done.exception, Failure):
                raise done.exception
            assert done.stdout == f"{target}\n"
            assert target.stat().st_mode & 0o077 == 0
            return files_in(target)

        yield make


def files_in(path: Path) -> dict[str, str]:
    with tarfile.open(path) as tar:
        found = {member.name.removeprefix(f"{archive.FOLDER}/"): tar.extractfile(member) for member in tar}
        return {name: (content or io.BytesIO()).read().decode() for name, content in found.items()}


def test_no_planted_secret_is_in_it(bundle: Bundle, cluster: FakeApi) -> None:
    files = bundle()
    assert [name for name, text in files.items() if PLANTED in text] == []
    assert "objects/secrets.json" not in files
    assert not [each for each in cluster.all("secrets") if each["metadata"]["name"] in "".join(files.values())]


def test_it_explains_the_installation(bundle: Bundle) -> None:
    files = bundle()
    log, metrics = (f"logs/{given.LEADER}/controller.log", f"metrics/{given.LEADER}.txt")
    objects = ("mediaassets", "mediaoperators", "workflows", "deployments", "pods", "configmaps", "leases", "events")
    expected = {
        "README.txt",
        "doctor.json",
        "versions.json",
        log,
        metrics,
        *(f"objects/{each}.json" for each in objects),
    }
    assert expected <= set(files)
    assert files[log].startswith("reading\npassword=REDACTED\n")
    assert "media_insights_leader 1" in files[metrics]
    assert json.loads(files["versions.json"])["images"]["media-insights/media-insights-controller"] == ["r.example/c:1"]
    (asset,) = json.loads(files["objects/mediaassets.json"])
    assert asset["status"]["conditions"][0]["reason"] == "Quarantined"
    assert {"check": "store", "level": "ok"}.items() <= json.loads(files["doctor.json"])[5].items()
    assert "Left out:\n- nothing" in files["README.txt"]


def test_what_may_not_be_read_is_told(bundle: Bundle, cluster: FakeApi) -> None:
    before = cluster.fault
    hidden = ("/log", "/events")
    cluster.fault = lambda request: (
        refusal(403, "Forbidden", f"token={PLANTED}") if request.path.endswith(hidden) else before(request)
    )
    files = bundle()
    assert "objects/events.json" not in files
    assert "- objects/events.json: " in files["README.txt"]
    assert f"- logs/{given.LEADER}/controller.log: " in files["README.txt"]
    assert PLANTED not in files["README.txt"]


def test_it_is_bounded(bundle: Bundle, cluster: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "MOST_OBJECTS", 2)
    monkeypatch.setattr(collection, "MOST_LINES", 2)
    for number in range(5):
        cluster.put(
            "mediaassets", given.asset("Valid", name=f"film-{number}", creationTimestamp=f"2030-01-0{number + 1}")
        )
    files = bundle()
    newest = [each["metadata"]["name"] for each in json.loads(files["objects/mediaassets.json"])]
    assert newest == ["film-3", "film-4"]
    assert "mediaassets: all but the newest 2 of 6" in files["README.txt"]
    assert not files[f"logs/{given.LEADER}/controller.log"].startswith("reading")


def test_a_file_and_the_whole_are_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archive, "MOST_OF_A_FILE", 10)
    monkeypatch.setattr(archive, "MOST", 15)
    files = archive.BundleFiles()
    for path in ("a", "b"):
        files.add(path, "0123456789abc")
    files.write(tmp_path / "x.tar.gz")
    written = files_in(tmp_path / "x.tar.gz")
    assert written["a"] == "3456789abc"
    assert "b" not in written
    assert "- b: the bundle is full (15 bytes)" in written["README.txt"]


def test_whoever_shows_it_on_a_terminal_is_safe(bundle: Bundle, cluster: FakeApi) -> None:
    name = "".join(HOSTILE)
    before = cluster.fault
    cluster.fault = lambda request: (
        web.Response(text=f"cannot read {name}\n") if request.path.endswith("/log") else before(request)
    )
    said = given.asset("Error", f"there is no {name}")
    said["status"]["conditions"][0]["message"] = name
    cluster.put("mediaassets", said)
    files = bundle()
    assert [path for path, text in files.items() if not is_harmless(text)] == []
    assert "there is no" in files["objects/mediaassets.json"] or "mp4" in files["objects/mediaassets.json"]


def test_no_file_is_overwritten(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "bundle.tar.gz").write_text("mine")
    with pytest.raises(Failure, match="exists: name another file"):
        bundle()
    assert (tmp_path / "bundle.tar.gz").read_text() == "mine"


def test_without_an_installation_it_holds_what_there_is(bundle: Bundle, cluster: FakeApi) -> None:
    cluster.remove("deployments", "media-insights-controller", given.HOME)
    files = bundle()
    assert "everything of the installation itself" in files["README.txt"]
    assert "objects/mediaassets.json" in files
