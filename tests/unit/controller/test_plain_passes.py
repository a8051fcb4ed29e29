"""Passes over batches: a pause between two, and after a refusal."""

from dataclasses import replace

import pytest
from aiohttp import web

from media_insights.controller import plain_passes
from media_insights.controller.reconcile import REFUSED_AGAIN
from media_insights.errors import Unavailable
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS
from media_insights.runtime.bounded_work import BoundedWork
from tests.unit.controller.fake_api import refusal
from tests.unit.controller.passes import MP4, Passes


def test_kinds_with_a_memory_of_their_own_are_none_of_them() -> None:
    assert not {ASSETS, EXECUTIONS} & set(plain_passes.KINDS)


async def test_events_of_items_cause_one_pass_a_second(passes: Passes) -> None:
    passes.batch()
    await passes.batch_pass()
    writes = passes.cluster.writes.copy()
    assert await passes.reconciler.reconcile(BATCHES, ("n", "b")) == 1
    assert passes.cluster.writes == writes


async def test_a_changed_spec_is_seen_at_once(passes: Passes) -> None:
    passes.batch()
    await passes.batch_pass()
    found = passes.cluster.get("mediabatches", "b")
    changed = {**found, "metadata": {**found["metadata"], "generation": 7}, "spec": {**found["spec"], "cancel": True}}
    passes.cluster.put("mediabatches", changed)
    passes.watch()
    await passes.reconciler.reconcile(BATCHES, ("n", "b"))
    assert passes.cluster.get("mediabatches", "b")["status"]["state"] == "Cancelled"


async def test_an_asset_that_a_quota_refuses_is_asked_for_again_later_and_none_is_left_out(passes: Passes) -> None:
    for number in range(2):
        passes.store.put(f"public/upload/n/archive/{number}.mp4", MP4)
    passes.batch()
    await passes.batch_pass()

    def full(request: web.Request) -> web.Response | None:
        made = request.method == "POST" and request.path.endswith("/mediaassets")
        return refusal(403, "Forbidden", "exceeded quota") if made else None

    passes.cluster.fault = full
    assert await passes.batch_pass() == REFUSED_AGAIN
    conditions = {each["type"]: each for each in passes.cluster.get("mediabatches", "b")["status"]["conditions"]}
    assert "exceeded quota" in conditions["Ready"]["message"]
    assert await passes.reconciler.reconcile(BATCHES, ("n", "b")) == REFUSED_AGAIN

    passes.cluster.fault = lambda _: None
    passes.seconds += REFUSED_AGAIN
    await passes.batch_pass()
    assert len(passes.cluster.all("mediaassets")) == 2


async def test_a_retry_that_a_quota_refuses_is_told_though_the_batch_has_ended(passes: Passes) -> None:
    for number in range(2):
        passes.store.put(f"public/upload/n/archive/{number}.mp4", MP4)
    passes.batch()
    await passes.batch_pass()
    await passes.batch_pass()
    for asset in passes.cluster.all("mediaassets"):
        made = await passes.accept(asset["metadata"]["name"])
        passes.edit(made["metadata"]["name"], state="Error", message="broken", finishedAt="2026-05-01T12:00:00Z")
    await passes.batch_pass()
    found = passes.cluster.get("mediabatches", "b")
    assert found["status"]["state"] == "Error"

    asked: list[str] = []

    def full(request: web.Request) -> web.Response | None:
        if request.method != "POST" or not request.path.endswith("/mediaexecutions"):
            return None
        asked.append(request.path)
        return refusal(403, "Forbidden", "exceeded quota")

    passes.cluster.fault = full
    raised = {**found["metadata"], "generation": found["metadata"].get("generation", 1) + 1}
    passes.cluster.put("mediabatches", {**found, "metadata": raised, "spec": {**found["spec"], "retries": 1}})
    assert await passes.batch_pass() == REFUSED_AGAIN
    status = passes.cluster.get("mediabatches", "b")["status"]
    conditions = {each["type"]: each for each in status["conditions"]}
    assert "exceeded quota" in conditions["Ready"]["message"]
    assert len(asked) == 2, "each is tried"
    assert (status["state"], status["changes"]) == ("Started", found["status"]["changes"] + 1)


async def test_a_pass_whose_status_cannot_be_written_fails_each_time_it_is_repeated(passes: Passes) -> None:
    passes.batch()

    def down(request: web.Request) -> web.Response | None:
        return refusal(500, "InternalError", "no") if request.path.endswith("/status") else None

    passes.cluster.fault = down
    with pytest.raises(Unavailable):
        await passes.batch_pass()
    with pytest.raises(Unavailable):
        await passes.reconciler.reconcile(BATCHES, ("n", "b"))


async def test_a_decision_that_fails_fails_each_time_it_is_repeated(passes: Passes) -> None:
    passes.batch()
    work = BoundedWork()
    work._pool.shutdown()
    passes.reconciler.plain = replace(passes.reconciler.plain, work=work)
    with pytest.raises(RuntimeError):
        await passes.batch_pass()
    with pytest.raises(RuntimeError):
        await passes.reconciler.reconcile(BATCHES, ("n", "b"))


async def test_one_that_is_gone_is_forgotten(passes: Passes) -> None:
    passes.batch()
    await passes.batch_pass()
    passes.cluster.remove("mediabatches", "b")
    passes.caches.batches.drop(("n", "b"))
    assert await passes.reconciler.reconcile(BATCHES, ("n", "b")) is None
    assert passes.reconciler.plain._due == {}
