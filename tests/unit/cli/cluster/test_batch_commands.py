"""``kubectl media batch`` against an API server on loopback."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from media_insights.api.v1alpha1 import labels
from media_insights.cli.terminal.failures import FAILED, USAGE, WAITING, Failure
from tests.unit.controller.fake_api import FakeApi

Command = Callable[..., Any]
RUN = ("batch", "run", "b", "--prefix", "s3://media/public/upload/n/a/")


def stored(cluster: FakeApi) -> dict[str, Any]:
    return cluster.get("mediabatches", "b")


def say(cluster: FakeApi, **status: Any) -> None:
    found = stored(cluster)
    cluster.put("mediabatches", {**found, "status": {"observedGeneration": 1, **status}})


def test_run_makes_a_batch(cluster: FakeApi, kubectl_media: Command) -> None:
    done = kubectl_media(*RUN, "-w", "photos", "--include", "*.jpg", "--parallelism", "3", "--set", "labels.min=6")
    assert (done.exit_code, done.stdout) == (0, "b\n"), done.exception
    assert stored(cluster)["spec"] == {
        "source": {"prefix": {"bucket": "media", "key": "public/upload/n/a/"}, "include": ["*.jpg"]},
        "workflow": "photos",
        "configuration": {"labels": {"min": 6}},
        "parallelism": 3,
    }


def test_the_same_again_lists_again_and_another_is_refused(cluster: FakeApi, kubectl_media: Command) -> None:
    kubectl_media(*RUN)
    again = kubectl_media(*RUN)
    assert (again.exit_code, stored(cluster)["spec"]["relist"]) == (0, 1)
    other = kubectl_media(*RUN, "-w", "other")
    assert isinstance(other.exception, Failure)
    assert "choose another name" in str(other.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "either --prefix"),
        (("--prefix", "s3://a", "--list", "s3://a/b"), "either --prefix"),
        (("--prefix", "media/a"), "--prefix media/a: write s3://BUCKET/KEY"),
        (("--list", "s3://media/"), "--list s3://media/: write s3://BUCKET/KEY"),
    ],
)
def test_an_address_that_is_none_is_refused(kubectl_media: Command, words: tuple[str, ...], said: str) -> None:
    done = kubectl_media("batch", "run", "b", *words)
    assert isinstance(done.exception, Failure)
    assert (done.exception.code, said in str(done.exception)) == (USAGE, True)


@pytest.mark.parametrize(("state", "code"), [("Complete", 0), ("Error", FAILED), ("Paused", WAITING)])
def test_who_waits_sees_the_counts_and_the_end(cluster: FakeApi, kubectl_media: Command, state: str, code: int) -> None:
    ends = [
        {"state": "Started", "items": {"total": 3, "done": 1, "running": 2}, "rate": {"secondsLeft": 90}},
        {"state": state, "message": "so it is", "items": {"total": 3, "done": 2, "failed": 1}},
    ]

    def act(request: web.Request) -> None:
        if request.method == "GET" and ends and cluster.all("mediabatches"):
            say(cluster, **ends.pop(0))

    cluster.fault = act
    done = kubectl_media(*RUN, "--wait")
    assert done.exit_code == code, done.exception
    assert "b: Started, 1 of 3 done, 2 running, about" in done.stderr
    assert f"{state}, 2 of 3 done, 1 failed" in done.stdout


def test_failures_are_read_from_the_assets(cluster: FakeApi, kubectl_media: Command) -> None:
    kubectl_media(*RUN)
    uid = stored(cluster)["metadata"]["uid"]
    conditions = {
        "good": [{"type": "Ready", "status": "True", "reason": "Complete"}],
        "running": [{"type": "Ready", "status": "False", "reason": "Started"}],
        "refused": [{"type": "Accepted", "status": "False", "reason": "EmptyFile", "message": "it is empty"}],
        "failed": [{"type": "Ready", "status": "False", "reason": "Error", "message": "photos 1/2: it is broken"}],
        "of another": [{"type": "Ready", "status": "False", "reason": "Error", "message": "x"}],
    }
    for name, each in conditions.items():
        owner = {"apiVersion": "x", "kind": "MediaBatch", "name": "b", "uid": "gone" if name == "of another" else uid}
        meta = {"name": name.replace(" ", "-"), "namespace": "n", "labels": {labels.BATCH: "b"}}
        spec = {"source": {"s3": {"bucket": "media", "key": f"k/{name}"}}}
        manifest = {"metadata": {**meta, "ownerReferences": [owner]}, "spec": spec, "status": {"conditions": each}}
        cluster.put("mediaassets", manifest)
    done = kubectl_media("batch", "failures", "b", "-o", "json")
    assert [(each["key"], each["state"], each["message"]) for each in json.loads(done.stdout)["failures"]] == [
        ("k/failed", "Error", "photos 1/2: it is broken"),
        ("k/refused", "Rejected", "it is empty"),
    ]
    assert "it is broken" in kubectl_media("batch", "failures", "b").stdout


def test_get_shows_all_or_one(cluster: FakeApi, kubectl_media: Command) -> None:
    assert "no batches in namespace n" in kubectl_media("batch", "get").stdout
    kubectl_media(*RUN)
    most = [{"message": "it is broken", "count": 2}]
    say(cluster, state="Started", items={"total": 3, "failed": 2}, failures={"key": "k", "most": most})
    assert "Started" in kubectl_media("batch", "get").stdout
    one = kubectl_media("batch", "get", "b").stdout
    assert "s3://media/public/upload/n/a/ → full-analysis" in one
    assert "2 × it is broken" in one
    assert json.loads(kubectl_media("batch", "get", "b", "-o", "json").stdout)["metadata"]["name"] == "b"


@pytest.mark.parametrize(
    ("word", "field", "value"), [("pause", "suspend", True), ("resume", "suspend", False), ("cancel", "cancel", True)]
)
def test_words_change_the_spec(cluster: FakeApi, kubectl_media: Command, word: str, field: str, value: object) -> None:
    kubectl_media(*RUN)
    assert kubectl_media("batch", word, "b").exit_code == 0
    assert stored(cluster)["spec"][field] is value


def test_retry_is_for_what_failed(cluster: FakeApi, kubectl_media: Command) -> None:
    kubectl_media(*RUN)
    assert "nothing of b has failed" in str(kubectl_media("batch", "retry", "b").exception)
    say(cluster, state="Error", items={"total": 3, "failed": 1})
    assert kubectl_media("batch", "retry", "b").exit_code == 0
    assert stored(cluster)["spec"]["retries"] == 1
