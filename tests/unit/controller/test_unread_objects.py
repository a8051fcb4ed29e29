"""What is not read, and what the controller fails at, is told: by a condition and an Event, and once."""

from typing import Any

import pytest

from media_insights.controller.unread_objects import AGAIN, LATER, UnreadObjects
from media_insights.kube.bounds import beyond_bounds, without_content
from media_insights.kube.resources import ASSETS
from tests.unit.controller.fake_api import refusal
from tests.unit.controller.passes import Passes

KEY = ("n", "clip")


@pytest.fixture
def unread(passes: Passes) -> UnreadObjects:
    passes.asset()
    passes.watch()
    return passes.reconciler.unread


def stub(passes: Passes) -> dict[str, Any]:
    found = without_content(passes.cluster.get("mediaassets", "clip"), "too large")
    passes.caches.assets.put(found)
    assert beyond_bounds(found)
    return found


def told(passes: Passes) -> list[str]:
    status = passes.cluster.get("mediaassets", "clip").get("status", {})
    return [each["reason"] for each in status.get("conditions", ())]


async def test_a_stub_is_told_once_per_version_of_its_spec(passes: Passes, unread: UnreadObjects) -> None:
    assert await unread.tell(ASSETS, KEY, stub(passes), "too large") is None
    assert told(passes) == ["TooLarge"]
    assert [each["reason"] for each in passes.cluster.all("events")] == ["TooLarge"]
    writes = passes.cluster.writes["status", "mediaassets"]
    await unread.tell(ASSETS, KEY, stub(passes), "too large")
    assert passes.cluster.writes["status", "mediaassets"] == writes


async def test_one_is_told_at_a_time(passes: Passes, unread: UnreadObjects) -> None:
    unread._telling = True
    assert await unread.tell(ASSETS, KEY, stub(passes), "too large") == AGAIN
    assert told(passes) == []


async def test_what_the_api_server_does_not_answer_is_tried_later(passes: Passes, unread: UnreadObjects) -> None:
    passes.cluster.fault = lambda request: (
        refusal(500, "InternalError", "slow") if request.path.endswith("/status") else None
    )
    assert await unread.tell(ASSETS, KEY, stub(passes), "too large") == LATER
    passes.cluster.fault = lambda _: None
    assert await unread.tell(ASSETS, KEY, stub(passes), "too large") is None
    assert told(passes) == ["TooLarge"]


async def test_what_is_left_alone_is_told(passes: Passes, unread: UnreadObjects) -> None:
    await unread.quarantine(ASSETS, KEY, "the controller failed 5 times at this object")
    assert told(passes) == ["Quarantined"]
    assert [each["reason"] for each in passes.cluster.all("events")] == ["Quarantined"]
