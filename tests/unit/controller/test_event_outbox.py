"""The controller stores events before the status that makes them true."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from media_insights.errors import ApiError, Conflict, Unavailable
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.kube.resources import ASSETS
from tests.unit.controller import passes as wired
from tests.unit.controller.passes import Passes


@pytest.fixture(autouse=True)
def events_are_on(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(wired.settings(), events=True)
    monkeypatch.setattr(wired, "settings", lambda: settings)


def pending(passes: Passes) -> list[OutboxEntry]:
    outbox = Outbox(passes.store)
    return [each for uid in outbox.pending_assets("n") for each in outbox.pending("n", uid)]


def told(passes: Passes) -> Iterator[tuple[str, int, str]]:
    for entry in pending(passes):
        for event in entry.events:
            yield event.type.removeprefix("dev.mediainsights."), event.number, event.data.reason


async def test_events_have_the_numbers_of_the_status(passes: Passes) -> None:
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    assert list(told(passes)) == [("asset.accepted", 1, "Accepted")]
    assert passes.cluster.get("mediaassets", "clip")["status"]["changes"] == 1
    await passes.execution(name)
    await passes.execution(name)
    assert list(told(passes))[1:] == [("execution.changed", 1, "Started")]
    assert {each.partition for each in pending(passes)} == {
        passes.cluster.get("mediaassets", "clip")["metadata"]["uid"]
    }


async def test_a_batch_tells_of_its_states_once(passes: Passes) -> None:
    passes.store.put("public/upload/n/archive/0.mp4", b"\x00 no media")
    passes.batch()
    for _ in range(6):
        passes.seconds += 61
        await passes.batch_pass()
        for asset in passes.cluster.all("mediaassets"):
            passes.watch()
            await passes.reconciler.reconcile(ASSETS, ("n", asset["metadata"]["name"]))
    batch = passes.cluster.get("mediabatches", "b")
    of_batch = [each for each in pending(passes) if each.kind == "MediaBatch"]
    events = [event for entry in of_batch for event in entry.events]
    assert [(each.type, each.number, each.data.state) for each in events] == [
        ("dev.mediainsights.batch.changed", 1, "Started"),
        ("dev.mediainsights.batch.changed", 2, "Error"),
    ]
    assert events[-1].data.items is not None
    assert events[-1].data.items.failed == 1
    assert (batch["status"]["changes"], {each.partition for each in of_batch}) == (2, {batch["metadata"]["uid"]})


async def test_what_people_edit_is_told_once(passes: Passes) -> None:
    passes.asset()
    await passes.accept()
    about = passes.cluster.get("mediaassets", "clip")
    passes.cluster.put(
        "mediaassets", {**about, "metadata": {**about["metadata"], "annotations": {"mediainsights.dev/edits": "3"}}}
    )
    for _ in range(2):
        passes.seconds += 2
        passes.watch()
        await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert list(told(passes))[1:] == [("metadata.changed", 2, "MetadataChanged")]
    assert pending(passes)[-1].events[0].data.edits == 3
    assert passes.cluster.get("mediaassets", "clip")["status"]["edits"] == 3


async def test_a_status_that_is_not_written_leaves_events_that_are_not_true_yet(passes: Passes) -> None:
    passes.asset()
    passes.cluster.fault = lambda request: web.Response(status=503) if request.path.endswith("/status") else None
    with pytest.raises((ApiError, Unavailable)):
        await passes.accept()
    (entry,) = pending(passes)
    assert (entry.last, passes.cluster.get("mediaassets", "clip").get("status")) == (1, None)
    passes.cluster.fault = lambda _: None
    passes.seconds += 2
    await passes.accept()
    (again,) = pending(passes)
    assert (again.pending_key, again.last) == (entry.pending_key, 1)
    assert passes.cluster.get("mediaassets", "clip")["status"]["changes"] == 1


async def test_a_status_whose_answer_was_lost_is_read_again_before_anything_is_counted(passes: Passes) -> None:
    """The relay has delivered number 1 by then: what the next pass tells has the next number."""
    passes.asset()
    passes.cluster.loses = lambda request: request.path.endswith("/status")
    passes.watch()
    with pytest.raises(Unavailable):
        await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    (delivered,) = pending(passes)
    Outbox(passes.store).settle(delivered)
    passes.cluster.loses = lambda _: False
    passes.seconds += 2
    await passes.reconciler.reconcile(ASSETS, ("n", "clip"))  # no watch has told of the status that was written
    assert list(told(passes)) == []
    assert passes.cluster.get("mediaassets", "clip")["status"]["changes"] == 1


async def test_what_another_replica_counted_meanwhile_is_not_counted_again(passes: Passes) -> None:
    """Its entry lies there, and its status was written after this replica had read the object."""
    passes.asset()
    passes.watch()
    seen = passes.cluster.get("mediaassets", "clip")
    await passes.accept()
    (first,) = pending(passes)
    content = passes.store.get(first.pending_key)
    passes.caches.assets.drop(("n", "clip"))
    passes.caches.assets.put(seen)
    with pytest.raises(Conflict):
        await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert passes.store.get(first.pending_key) == content
    passes.seconds += 2
    await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert list(told(passes)) == [("asset.accepted", 1, "Accepted")]


async def test_no_status_is_written_whose_events_cannot_be_stored(
    passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: Any) -> None:
        raise Unavailable("the store is down")

    passes.asset()
    monkeypatch.setattr(type(passes.store), "replace", unavailable)
    with pytest.raises(Unavailable):
        await passes.accept()
    assert passes.cluster.get("mediaassets", "clip").get("status") is None


async def test_the_end_of_an_asset_is_stored_before_it_goes(passes: Passes) -> None:
    passes.asset()
    name = (await passes.accept())["metadata"]["name"]
    passes.watch()
    passes.cluster.remove("mediaexecutions", name)
    passes.caches.executions.drop(("n", name))
    asset = passes.cluster.get("mediaassets", "clip")
    passes.cluster.put(
        "mediaassets", {**asset, "metadata": {**asset["metadata"], "deletionTimestamp": "2026-05-01T12:00:00Z"}}
    )
    passes.watch()
    await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert not passes.cluster.all("mediaassets")
    kinds = [each for each in told(passes) if each[0] != "execution.changed"]
    assert kinds == [("asset.accepted", 1, "Accepted"), ("asset.deleted", 2, "Deleted")]


async def test_nothing_is_stored_where_nobody_is_told(passes: Passes) -> None:
    passes.reconciler.outbox = replace(passes.reconciler.outbox, outbox=None)
    passes.asset()
    await passes.accept()
    assert pending(passes) == []
