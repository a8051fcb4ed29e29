"""The client for a command line: the same answers and errors, without an event loop."""

import time

import pytest

from media_insights.errors import NotFound
from media_insights.kube import sync
from media_insights.kube.resources import ASSETS
from tests.unit.controller.fake_api import FakeApi, refusal


def test_answers_and_errors_are_the_clients(config: str) -> None:
    api = sync.connect(config)
    assert api.run(lambda api: api.get(ASSETS, "n", "clip"))["spec"] == {"title": "clip"}
    with pytest.raises(NotFound):
        api.run(lambda api: api.get(ASSETS, "n", "none"))


def test_a_stream_can_be_left(config: str, cluster: FakeApi) -> None:
    api = sync.connect(config)
    found = api.run(lambda api: api.get(ASSETS, "n", "clip"))
    changes = api.each(lambda api: api.watch(ASSETS, {**found, "metadata": {**found["metadata"]}}, 30))
    cluster.later(0.5, cluster.put, "mediaassets", {**found, "spec": {"title": "new"}})
    assert next(changes)["spec"] == {"title": "new"}
    api.run(lambda api: api.get(ASSETS, "n", "clip"))  # between two events
    changes.close()  # type: ignore[attr-defined]  # a generator
    deadline = time.monotonic() + 60
    while cluster._watches["mediaassets"] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not cluster._watches["mediaassets"]


def test_a_streams_end_and_its_error_are_the_callers(config: str, cluster: FakeApi) -> None:
    api = sync.connect(config)
    found = api.run(lambda api: api.get(ASSETS, "n", "clip"))
    cluster.later(0.5, cluster.remove, "mediaassets", "clip")
    assert list(api.each(lambda api: api.watch(ASSETS, found, 30))) == []
    cluster.fault = lambda _: refusal(404, "NotFound", "no", kind="mediaassets", name="clip")
    with pytest.raises(NotFound):
        list(api.each(lambda api: api.watch(ASSETS, found, 30)))
