"""One Event per change, as `kubectl describe` shows it, and never the same one twice."""

import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from media_insights.controller.event_recorder import Recorder
from media_insights.domain.deciding.changes import OPERATOR_ENDED, Change
from media_insights.kube.client import Api, connect
from tests.unit.controller.fake_api import FakeApi, Manifest, refusal
from tests.unit.hostile_names import HOSTILE, is_harmless
from tests.unit.kube.conftest import kubeconfig

ABOUT: Manifest = {
    "apiVersion": "mediainsights.dev/v1alpha1",
    "kind": "MediaExecution",
    "metadata": {"name": "clip-flow", "namespace": "n", "uid": "u-1"},
}


@pytest.fixture
def cluster() -> FakeApi:
    return FakeApi()


@pytest.fixture
async def api(cluster: FakeApi, tmp_path: Path) -> AsyncIterator[Api]:
    with cluster.served():
        path = tmp_path / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(cluster.address)))
        api = await connect(str(path))
        yield api
        await api.close()


@pytest.fixture
def events(cluster: FakeApi) -> Callable[[], list[Any]]:
    return lambda: cluster.all("events")


def change(reason: str = "Error", message: str = "no such file", **more: Any) -> Change:
    return Change(subject="execution", reason=reason, message=message, **{"sequence": 1, "well": False, **more})


async def test_a_change_becomes_an_event_about_its_object(api: Api, events: Callable[[], list[Any]]) -> None:
    await Recorder(api, "pod-1").record(ABOUT, change())
    (event,) = events()
    assert event["involvedObject"] == {
        "apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaExecution",
        "name": "clip-flow", "namespace": "n", "uid": "u-1",
    }  # fmt: skip
    assert (event["type"], event["reason"], event["message"], event["count"]) == ("Warning", "Error", "no such file", 1)
    assert (event["metadata"]["namespace"], event["reportingInstance"]) == ("n", "pod-1")
    assert event["firstTimestamp"] == event["lastTimestamp"]


@pytest.mark.parametrize("name", HOSTILE)
async def test_an_event_shows_names_and_obeys_nothing_in_them(
    api: Api, events: Callable[[], list[Any]], name: str
) -> None:
    await Recorder(api, "pod-1").record(ABOUT, change(message=f"there is no {name}"))
    assert is_harmless(events()[0]["message"].replace("\n", "\x00"))


async def test_what_is_as_wished_is_normal(api: Api, events: Callable[[], list[Any]]) -> None:
    await Recorder(api, "pod-1").record(ABOUT, change("Complete", well=True))
    assert [each["type"] for each in events()] == ["Normal"]


async def test_the_same_change_is_told_once_by_all_replicas_together(
    api: Api, cluster: FakeApi, events: Callable[[], list[Any]]
) -> None:
    first, second = Recorder(api, "pod-1"), Recorder(api, "pod-2")
    for recorder in (first, first, second):
        await recorder.record(ABOUT, change())
    assert len(events()) == 1
    assert cluster.writes["post", "events"] == 2  # the first remembers, the second is told that it exists


async def test_the_next_change_of_the_same_reason_is_another(api: Api, events: Callable[[], list[Any]]) -> None:
    recorder = Recorder(api, "pod-1")
    await recorder.record(ABOUT, change(sequence=1))
    await recorder.record(ABOUT, change(sequence=2))
    await recorder.record({**ABOUT, "metadata": {**ABOUT["metadata"], "uid": "u-2"}}, change(sequence=1))
    assert len({each["metadata"]["name"] for each in events()}) == 3


async def test_an_operator_that_ends_well_is_no_event(api: Api, events: Callable[[], list[Any]]) -> None:
    await Recorder(api, "pod-1").record(ABOUT, change(OPERATOR_ENDED, well=True))
    assert events() == []


async def test_a_lost_event_stops_nothing_and_may_be_told_later(
    api: Api, cluster: FakeApi, events: Callable[[], list[Any]], caplog: pytest.LogCaptureFixture
) -> None:
    recorder = Recorder(api, "pod-1")
    cluster.fault = lambda _: refusal(403, "Forbidden", "events is forbidden")
    with caplog.at_level(logging.WARNING):
        await recorder.record(ABOUT, change())
    assert "event Error of clip-flow: " in caplog.text
    cluster.fault = lambda _: web.json_response({}, status=503)
    await recorder.record(ABOUT, change())
    cluster.fault = lambda _: None
    await recorder.record(ABOUT, change())
    assert len(events()) == 1


async def test_objects_without_a_namespace_and_long_texts_are_told_within_the_api_s_limits(
    api: Api, events: Callable[[], list[Any]], cluster: FakeApi
) -> None:
    about = {**ABOUT, "kind": "MediaOperator", "metadata": {"name": "o" * 253, "uid": "u"}}
    await Recorder(api, "p" * 300).record(about, change(message="x" * 5000))
    (event,) = events()
    assert event["metadata"]["namespace"] == "default"
    assert len(event["metadata"]["name"]) <= 253
    assert (len(event["message"]) <= 1024, len(event["reportingInstance"])) == (True, 128)


async def test_memory_is_bounded(api: Api, cluster: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_insights.controller.event_recorder._REMEMBERED", 2)
    recorder = Recorder(api, "pod-1")
    for sequence in (1, 2, 3, 1):
        await recorder.record(ABOUT, change(sequence=sequence))
    assert cluster.writes["post", "events"] == 4  # the first one was forgotten, and exists
    assert len(cluster.all("events")) == 3
