"""What is known of a batch."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from typing import Any, ClassVar

import pytest
from aiohttp import web

from media_insights.controller.observe.batch_sources import BatchSources
from media_insights.domain.deciding.batches.batch_facts import BatchFacts, ListedPage
from media_insights.storage.folder import FolderStore
from media_insights.storage.store import ObjectInfo
from tests.unit.controller.fake_api import refusal
from tests.unit.controller.passes import MP4, Passes

KEY = "public/upload/n/archive/"


def files(passes: Passes, count: int) -> None:
    for number in range(count):
        passes.store.put(f"{KEY}{number}.mp4", MP4)


async def facts(passes: Passes) -> BatchFacts:
    passes.watch()
    manifest = passes.caches.batches.get(("n", "b"))
    assert manifest
    return await passes.reconciler.plain.batches.facts(("n", "b"), manifest)


async def begun(passes: Passes, count: int) -> list[dict[str, Any]]:
    """Let a batch begin, and return its assets."""
    files(passes, count)
    passes.batch()
    await passes.batch_pass()
    await passes.batch_pass()
    return passes.cluster.all("mediaassets")


async def test_a_source_is_listed_until_it_is_and_then_the_plan_is_read(passes: Passes) -> None:
    files(passes, 2)
    passes.batch()
    page = (await facts(passes)).listed
    assert isinstance(page, ListedPage)
    assert ([each.key for each in page.items], page.complete) == ([f"{KEY}0.mp4", f"{KEY}1.mp4"], True)
    await passes.batch_pass()
    after = await facts(passes)
    assert after.listed is None
    assert [each.key for each in after.plan or ()] == [f"{KEY}0.mp4", f"{KEY}1.mp4"]


async def test_a_plan_that_was_removed_or_damaged_is_a_fact(passes: Passes) -> None:
    files(passes, 2)
    passes.batch()
    await passes.batch_pass()
    (part,) = [each.key for each in passes.store.list("private/n/batches/") if "/plan/" in each.key]
    passes.store.put(part, b"{")
    assert (await facts(passes)).plan is None
    passes.store.delete(part)
    assert (await facts(passes)).plan is None
    await passes.batch_pass()
    await passes.batch_pass()
    await passes.batch_pass()
    assert len(passes.cluster.all("mediaassets")) == 2, "it was listed anew"


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("", "Running"), ("Queued", "Running"), ("Started", "Running"), ("Resumed", "Running"), ("Waiting", "Waiting"),
        ("Complete", "Done"), ("Error", "Failed"), ("TimedOut", "Failed"), ("Cancelled", "Failed"),
    ],
)  # fmt: skip
async def test_what_became_of_an_item_is_what_its_newest_execution_says(
    passes: Passes, state: str, outcome: str
) -> None:
    (asset,) = await begun(passes, 1)
    made = await passes.accept(asset["metadata"]["name"])
    passes.edit(made["metadata"]["name"], state=state, message="broken", finishedAt="2026-05-01T12:00:00Z")
    (item,) = (await facts(passes)).items
    assert (item.outcome, item.execution, item.key) == (outcome, made["metadata"]["name"], f"{KEY}0.mp4")
    assert item.message == ("broken" if outcome == "Failed" else "")


async def test_an_item_that_is_refused_has_failed(passes: Passes) -> None:
    passes.store.put(f"{KEY}broken.mp4", b"\x00" * 64)
    passes.batch()
    await passes.batch_pass()
    await passes.batch_pass()
    (asset,) = passes.cluster.all("mediaassets")
    assert [each.outcome for each in (await facts(passes)).items] == ["Running"]
    passes.cluster.put(
        "mediaassets",
        {**asset, "status": {"conditions": [{"type": "Accepted", "status": "False", "message": "it is no media"}]}},
    )
    (item,) = (await facts(passes)).items
    assert (item.outcome, item.state, item.message) == ("Failed", "Rejected", "it is no media")


def relist(passes: Passes) -> None:
    found = passes.cluster.get("mediabatches", "b")
    passes.cluster.put("mediabatches", {**found, "spec": {**found["spec"], "relist": 1}})


async def test_what_was_deleted_does_not_come_back_when_the_source_is_listed_again(passes: Passes) -> None:
    deleted, _ = await begun(passes, 2)
    await passes.batch_pass()
    name = deleted["metadata"]["name"]
    passes.cluster.remove("mediaassets", name)
    passes.caches.assets.drop(("n", name))
    passes.store.put(f"{KEY}2.mp4", MP4)
    relist(passes)
    for _ in range(3):
        await passes.batch_pass()
    keys = [each["spec"]["source"]["s3"]["key"] for each in passes.cluster.all("mediaassets")]
    assert keys == [f"{KEY}1.mp4", f"{KEY}2.mp4"]
    assert passes.cluster.get("mediabatches", "b")["status"]["items"]["total"] == 2


def refuse(passes: Passes, text: str) -> None:
    """Let the API server refuse the first asset that is asked for."""
    turns = chain([True], repeat(False))

    def rule(request: web.Request) -> web.Response | None:
        asked = request.method == "POST" and request.path.endswith("/mediaassets")
        return refusal(422, "Invalid", text) if asked and next(turns) else None

    passes.cluster.fault = rule


async def test_an_item_that_the_api_server_refuses_has_failed_and_the_others_begin(passes: Passes) -> None:
    files(passes, 3)
    passes.batch(parallelism=1)
    refuse(passes, "spec.title is too long")
    for _ in range(4):
        await passes.batch_pass()
    assert [each["spec"]["source"]["s3"]["key"] for each in passes.cluster.all("mediaassets")] == [f"{KEY}1.mp4"]
    status = passes.cluster.get("mediabatches", "b")["status"]
    assert (status["items"]["failed"], status["items"]["running"], status["checkpoint"]["begun"]) == (1, 1, 2)
    assert status["failures"]["most"][0]["message"] == "the API server refuses its asset: spec.title is too long"

    passes.reconciler.plain.batches.refused.forget(passes.cluster.get("mediabatches", "b")["metadata"]["uid"])
    refused = [each for each in (await facts(passes)).items if each.state == "Refused"]
    assert [each.key for each in refused] == [f"{KEY}0.mp4"], "another replica knows it, too"


async def test_what_was_refused_is_asked_for_again_when_the_source_is_listed_again(passes: Passes) -> None:
    files(passes, 1)
    passes.batch()
    refuse(passes, "not now")
    for _ in range(3):
        await passes.batch_pass()
    assert passes.cluster.get("mediabatches", "b")["status"]["state"] == "Error"
    assert passes.cluster.all("mediaassets") == []
    relist(passes)
    for _ in range(3):
        await passes.batch_pass()
    assert len(passes.cluster.all("mediaassets")) == 1
    status = passes.cluster.get("mediabatches", "b")["status"]
    assert (status["items"]["total"], status["items"]["failed"]) == (1, 0)


async def test_assets_of_another_batch_of_the_same_name_are_not_its_items(passes: Passes) -> None:
    (asset,) = await begun(passes, 1)
    asset["metadata"]["ownerReferences"][0]["uid"] = "of-before"
    passes.cluster.put("mediaassets", asset)
    assert (await facts(passes)).items == ()


class Noting(FolderStore):
    """A store that notes by which threads it is asked."""

    asked: ClassVar[set[str]] = set()

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        self.asked.add(threading.current_thread().name)
        return super().list(prefix, after)

    def get(self, key: str) -> bytes:
        self.asked.add(threading.current_thread().name)
        return super().get(key)


async def test_what_the_store_is_asked_takes_no_thread_for_computations(passes: Passes) -> None:
    Noting.asked.clear()
    plain, sources = passes.reconciler.plain, BatchSources(Noting(passes.folder, "media"))
    passes.reconciler.plain = replace(plain, batches=replace(plain.batches, sources=sources))
    await begun(passes, 2)
    assert Noting.asked
    assert not [name for name in Noting.asked if name.startswith("bounded-work")]
