"""What kubectl media says and does at the wire."""

import json
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from aiohttp import web

from media_insights.cli.cluster.clusters import NOT_INSTALLED, Place, connect
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal.failures import Failure
from media_insights.kube.resources import ASSETS
from tests.unit.cli.conftest import kubeconfig
from tests.unit.controller.fake_api import FakeApi, refusal

Run = Callable[..., Any]
FORBIDDEN = 'mediaassets.mediainsights.dev is forbidden: User "me" cannot list resource'


@pytest.fixture
def assets(cluster: FakeApi, tmp_path: Any) -> Any:
    with cluster.served() as server:
        (tmp_path / "kubeconfig").write_text(json.dumps(kubeconfig(server)))
        yield Objects(connect(Place(kubeconfig=str(tmp_path / "kubeconfig"), namespace="n")), ASSETS)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda: refusal(401, "Unauthorized", "Unauthorized"), "the cluster does not accept your credentials"),
        (
            lambda: refusal(403, "Forbidden", FORBIDDEN, kind="mediaassets"),
            "you may not list mediaassets in namespace n",
        ),
        (lambda: web.Response(status=404, text="404 page not found\n"), NOT_INSTALLED),
        (lambda: refusal(503, "ServiceUnavailable", "etcd is away"), "could not list mediaassets .*: etcd is away"),
        (lambda: web.Response(text="<html>"), "does not answer: .*no API server"),
    ],
)
def test_every_refusal_ends_a_command_with_one_sentence(
    kubectl_media: Run, cluster: FakeApi, answer: Callable[[], web.Response], sentence: str
) -> None:
    cluster.fault = lambda _: answer()
    ended = kubectl_media("get").exception
    with pytest.raises(Failure, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        raise ended


def test_a_cluster_that_does_not_answer_is_said(tmp_path: Any) -> None:
    (tmp_path / "kubeconfig").write_text(json.dumps(kubeconfig("http://127.0.0.1:1")))
    nobody = Objects(connect(Place(kubeconfig=str(tmp_path / "kubeconfig"))), ASSETS)
    with pytest.raises(Failure, match=r"does not answer: .*is it running, and is --context right"):
        nobody.list()


def test_what_is_not_there_is_named(assets: Objects) -> None:
    assert assets.find("none") is None
    for verb in (assets.get, assets.delete, lambda name: assets.patch(name, {"spec": {}})):
        with pytest.raises(Failure, match="there is no MediaAsset none in namespace n"):
            verb("none")


def test_a_name_that_is_taken_is_for_the_caller(assets: Objects, cluster: FakeApi) -> None:
    assert assets.create({"metadata": {"name": "film"}}) is None
    assert assets.create({"metadata": {"name": "new"}})
    assert cluster.get("mediaassets", "new")["metadata"]["namespace"] == "n"


def test_a_namespace_that_is_not_there_is_said(assets: Objects, cluster: FakeApi) -> None:
    cluster.fault = lambda _: refusal(404, "NotFound", 'namespaces "n" not found', kind="namespaces", name="n")
    with pytest.raises(Failure, match="the namespace n does not exist: kubectl create namespace n"):
        assets.create({"metadata": {"name": "new"}})


def test_an_object_that_is_refused_is_said_in_the_servers_words(assets: Objects, cluster: FakeApi) -> None:
    cluster.fault = lambda _: refusal(422, "Invalid", "spec.source: Required value", kind="MediaAsset", name="new")
    with pytest.raises(Failure, match=r"the cluster refused it: spec\.source: Required value"):
        assets.create({"metadata": {"name": "new"}})


def test_an_object_is_followed_to_its_deletion(assets: Objects, cluster: FakeApi) -> None:
    followed = assets.follow("film", time.monotonic() + 30)
    first = next(followed)
    cluster.later(0.3, cluster.put, "mediaassets", {**first, "status": {"n": 1}})
    assert any(each.get("status") == {"n": 1} for each in followed)
    cluster.later(0.3, cluster.remove, "mediaassets", "film")
    assert [each for each in followed if each.get("status") != {"n": 1}] == []


def test_who_may_not_watch_reads_again(assets: Objects, cluster: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_insights.cli.cluster.objects.POLL_SECONDS", 0.05)
    cluster.fault = lambda request: refusal(403, "Forbidden", "no") if "watch" in request.query else None
    assert len(list(islice(assets.follow("film", time.monotonic() + 30), 3))) == 3


def test_an_object_is_followed_until_the_deadline(assets: Objects) -> None:
    started = time.monotonic()
    assert len(list(assets.follow("film", started + 1))) == 1
    assert time.monotonic() - started < 15


def test_logs_of_pods_are_shown_after_their_operators_name(kubectl_media: Run, cluster: FakeApi) -> None:
    cluster.put(
        "mediaexecutions",
        {"metadata": {"name": "run", "namespace": "n"}, "spec": {"asset": "film", "workflow": "flow"}},
    )
    labels = {"mediainsights.dev/execution": "run"}
    pods = [
        {"metadata": {"name": name, "namespace": "n", "labels": {**labels, "mediainsights.dev/operator": name}},
         "status": {"phase": "Pending"}}
        for name in ("proxy", "labels")
    ]  # fmt: skip

    def answer(request: web.Request) -> web.Response | None:
        if request.path.endswith("/pods"):
            return web.json_response({"items": pods})
        if request.path.endswith("/labels/log"):
            return refusal(400, "BadRequest", "container is waiting to start")
        return web.Response(text="one\ntime=x argo=true\ntwo\n") if request.path.endswith("/log") else None

    cluster.fault = answer
    for flags in ([], ["-f"]):
        ended = kubectl_media("logs", "run", *flags)
        assert ended.exception is None, repr(ended.exception)
        said = ended.output.splitlines()
        assert sorted(said) == [
            "labels: no log yet (Pending): container is waiting to start",
            "proxy: one",
            "proxy: two",
        ]
