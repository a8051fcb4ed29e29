"""Passes over a source: what is taken, once, through deletions, changes, refusals and deaths between any two steps."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from aiohttp import web

from media_insights.api.v1alpha1 import labels
from media_insights.controller import settling
from media_insights.controller.observe.source_observer import READ_AT_ONCE
from media_insights.domain.file_selection import FileSelection
from media_insights.domain.watching.key_ranges import FULL
from media_insights.errors import AccessDenied, MediaInsightsError, StoreError, Unavailable
from media_insights.kube.resources import ASSETS
from media_insights.storage.folder import FolderStore
from media_insights.storage.store import ObjectInfo
from tests.unit.controller.fake_api import refusal
from tests.unit.controller.passes import MP4, Passes

KEY = "public/upload/n/inbox/"
GONE = "2026-05-01T12:00:00Z"


def put(passes: Passes, *names: str, content: bytes = MP4) -> None:
    for name in names:
        passes.store.put(f"{KEY}{name}", content)


def keys(passes: Passes) -> list[str]:
    found = [each["spec"]["source"]["s3"]["key"] for each in passes.cluster.all("mediaassets")]
    return sorted(key.removeprefix(KEY) for key in found)


def status(passes: Passes) -> dict[str, Any]:
    return dict(passes.cluster.get("mediasources", "s")["status"])


async def delete(passes: Passes, name: str) -> None:
    """A person deletes the asset of a file, and the controller lets it go."""
    passes.watch()
    found = [
        each for each in passes.cluster.all("mediaassets") if each["spec"]["source"]["s3"]["key"] == f"{KEY}{name}"
    ]
    for each in found:
        gone = {**each, "metadata": {**each["metadata"], "deletionTimestamp": GONE}}
        passes.cluster.put("mediaassets", gone)
        passes.watch()
        await passes.reconciler.reconcile(ASSETS, ("n", each["metadata"]["name"]))
        passes.caches.assets.drop(("n", each["metadata"]["name"]))


async def test_what_was_deleted_does_not_come_back_and_its_mark_goes(passes: Passes) -> None:
    put(passes, "a.mp4", "b.mp4")
    passes.source()
    await passes.source_pass()
    await delete(passes, "a.mp4")
    assert len(list(passes.store.list("private/n/sources/"))) == 2, "a range and a mark"
    for _ in range(3):
        await passes.source_pass()
    assert keys(passes) == ["b.mp4"]
    assert [each.key for each in passes.store.list("private/n/sources/") if "departed" in each.key] == []
    assert status(passes)["objects"]["taken"] == 2


async def test_a_file_that_grows_is_taken_when_it_has_settled(passes: Passes) -> None:
    passes.source(settleSeconds=150)
    put(passes, "a.mp4")
    await passes.source_pass()
    put(passes, "a.mp4", content=MP4 * 2)
    await passes.source_pass()
    await passes.source_pass()
    assert keys(passes) == []
    assert status(passes)["objects"]["settling"] == 1
    await passes.source_pass()
    assert keys(passes) == ["a.mp4"]


async def test_a_new_version_is_another_asset_and_the_former_stays(passes: Passes) -> None:
    passes.source()
    put(passes, "a.mp4")
    await passes.source_pass()
    put(passes, "a.mp4", content=MP4 * 2)
    await passes.source_pass()
    await passes.source_pass()
    assert keys(passes) == ["a.mp4", "a.mp4"]


async def test_the_content_says_which_rule_takes_a_file_and_is_read_once(passes: Passes) -> None:
    rules = [{"types": ["Text"], "workflows": [{"name": "flow"}]}]
    passes.source(rules=rules)
    put(passes, "words.mp4.dat", content=b"Words that people read.\n")
    put(passes, "clip.txt")
    await passes.source_pass()
    assert keys(passes) == ["words.mp4.dat"]
    assert (status(passes)["objects"]["taken"], status(passes)["objects"]["skipped"]) == (1, 1)
    found = passes.cluster.get("mediasources", "s")
    any_type = [{"workflows": [{"name": "flow"}]}]
    passes.cluster.put("mediasources", {**found, "spec": {**found["spec"], "rules": any_type}})
    await passes.source_pass()
    assert keys(passes) == ["clip.txt", "words.mp4.dat"]


@pytest.mark.thorough
async def test_more_than_a_page_is_listed_in_ranges_and_each_file_is_taken_once(passes: Passes) -> None:
    passes.source(parallelism=10_000)
    count = 2 * FULL + FULL // 2
    put(passes, *(f"{number:05d}.mp4" for number in range(count)))
    for _ in range(count // 50 + 20):
        await passes.source_pass(1)
        if "lastListing" in status(passes):
            break
    assert status(passes)["objects"]["taken"] == count
    assert len(set(keys(passes))) == len(keys(passes)) == count


async def test_no_more_are_unfinished_than_may_be(passes: Passes) -> None:
    passes.source(parallelism=2)
    put(passes, "a.mp4", "b.mp4", "c.mp4")
    await passes.source_pass()
    assert await passes.source_pass() == 5
    assert len(keys(passes)) == 2
    assert "spec.parallelism is 2" in status(passes)["message"]
    first = passes.cluster.all("mediaassets")[0]
    ready = [{"type": "Ready", "status": "True", "reason": "Complete"}]
    passes.cluster.put("mediaassets", {**first, "status": {"conditions": ready}})
    await passes.source_pass()
    assert len(keys(passes)) == 3


async def test_what_the_api_server_refuses_is_told_and_the_others_are_taken(passes: Passes) -> None:
    passes.source()
    put(passes, "a.mp4", "b.mp4")

    def odd(request: web.Request) -> web.Response | None:
        asked = request.method == "POST" and request.path.endswith("/mediaassets")
        return refusal(422, "Invalid", "no") if asked and not passes.reconciler.applier.refused_items.of(uid) else None

    uid = passes.cluster.get("mediasources", "s")["metadata"]["uid"]
    passes.cluster.fault = odd
    await passes.source_pass()
    await passes.source_pass()
    assert keys(passes) == ["b.mp4"]
    assert (status(passes)["objects"]["refused"], "refuses the assets of 1 files" in status(passes)["message"]) == (
        1,
        True,
    )


class Absent(FolderStore):
    """A store that does not answer when a prefix is listed."""

    def list(self, prefix: str, after: str = "") -> Any:
        raise Unavailable("nobody answers")


async def test_a_store_that_does_not_answer_is_told_and_asked_again_later(passes: Passes) -> None:
    passes.source()
    sources = passes.reconciler.plain.sources
    absent = replace(sources, pages=replace(sources.pages, store=Absent(passes.folder, "media")))
    passes.reconciler.plain = replace(passes.reconciler.plain, sources=absent)
    await passes.source_pass()
    found = status(passes)
    assert (found["state"], "nobody answers" in found["message"], "nextListing" in found) == ("Error", True, True)


async def test_a_deleted_source_takes_what_is_kept_along_and_leaves_its_assets(passes: Passes) -> None:
    passes.source()
    put(passes, "a.mp4")
    await passes.source_pass()
    await passes.source_pass()
    found = passes.cluster.get("mediasources", "s")
    passes.cluster.put("mediasources", {**found, "metadata": {**found["metadata"], "deletionTimestamp": GONE}})
    await passes.source_pass()
    assert passes.cluster.all("mediasources") == []
    assert list(passes.store.list("private/n/sources/")) == []
    assert keys(passes) == ["a.mp4"]
    (asset,) = passes.cluster.all("mediaassets")
    assert asset["metadata"]["labels"][labels.SOURCE] == "s"
    passes.caches.sources.drop(("n", "s"))
    await delete(passes, "a.mp4")
    assert list(passes.store.list("private/n/sources/")) == [], "nobody is told any more"


class KilledError(MediaInsightsError):
    """The process is dead."""


class Mortal(FolderStore):
    """A store whose user dies before or after one of its writes."""

    step: ClassVar[Callable[[], bool]] = lambda: False
    """Called for each write; whether the process is dead."""

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        if type(self).step():
            raise KilledError(key)
        super().put(key, content, content_type)

    def delete(self, key: str) -> None:
        if type(self).step():
            raise KilledError(key)
        super().delete(key)


class Life:
    """Counts writes, to the store and to the API server, until the last one that is done."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def is_over(self) -> bool:
        self.left -= 1
        return self.left < 0

    def fault(self, request: web.Request) -> web.Response | None:
        dead = request.method != "GET" and self.is_over()
        return refusal(500, "InternalError", "killed") if dead else None


async def story(passes: Passes) -> None:
    """Files come, an asset is deleted, a file is replaced; all of it may have happened before."""
    for _ in range(2):
        await passes.source_pass()
    if not (passes.folder / "deleted").exists():
        await delete(passes, "a.mp4")
        (passes.folder / "deleted").touch()
    for _ in range(2):
        await passes.source_pass()
    if not (passes.folder / "replaced").exists():
        FolderStore.put(passes.store, f"{KEY}b.mp4", MP4 * 2)
        (passes.folder / "replaced").touch()
    for _ in range(3):
        await passes.source_pass()


@pytest.mark.parametrize("lives", [*((number,) for number in range(14)), (3, 2), (5, 1, 1), (2, 2, 2, 2)])
async def test_whoever_dies_between_which_two_steps_each_version_is_one_asset_once(
    passes: Passes, lives: tuple[int, ...]
) -> None:
    put(passes, "a.mp4", "b.mp4")
    passes.source()
    for writes in (*lives, 1000):
        life = Life(writes)
        controller = Passes(passes.cluster, passes.api, passes.folder)
        controller.store = mortal = Mortal(passes.folder, "media")
        Mortal.step = life.is_over
        applier = controller.reconciler.applier
        applier.store = mortal
        passes.cluster.fault = life.fault
        try:
            await story(controller)
        except MediaInsightsError:
            passes.cluster.fault = lambda _: None
    made = Counter(
        event["object"]["metadata"]["name"]
        for _, event in passes.cluster._log["mediaassets"]
        if event["type"] == "ADDED"
    )
    assert sorted(made.values()) == [1, 1, 1], "two files, and another version of one"
    assert keys(passes) == ["b.mp4", "b.mp4"]


VIDEO = [{"types": ["Video"], "workflows": [{"name": "flow"}]}]


class Guarded(FolderStore):
    """A store that refuses the content of some files, and counts the reads."""

    refused: ClassVar[dict[str, type[StoreError]]] = {}
    asked: ClassVar[list[str]] = []

    def head(self, key: str) -> ObjectInfo:
        name = key.rpartition("/")[2]
        type(self).asked.append(name)
        if name in type(self).refused:
            raise type(self).refused[name](f"{name} is archived")
        return super().head(key)


def guarded(passes: Passes, **refused: type[StoreError]) -> None:
    Guarded.refused, Guarded.asked = {f"{name}.mp4": error for name, error in refused.items()}, []
    sources = passes.reconciler.plain.sources
    pages = replace(sources.pages, store=Guarded(passes.folder, "media"))
    passes.reconciler.plain = replace(passes.reconciler.plain, sources=replace(sources, pages=pages))


async def test_what_the_store_refuses_stops_no_other_file_and_is_taken_when_that_has_passed(passes: Passes) -> None:
    guarded(passes, a=StoreError, b=AccessDenied)
    passes.source(rules=VIDEO)
    put(passes, "a.mp4", "b.mp4", "c.mp4")
    for _ in range(3):
        await passes.source_pass()
    found = status(passes)
    assert (keys(passes), found["state"], found["objects"]["unreadable"]) == (["c.mp4"], "Watching", 2)
    assert (
        f"2 files cannot be read, and each listing asks again, for instance {KEY}a.mp4: a.mp4 is archived"
        in (found["message"])
    )
    Guarded.refused = {}
    await passes.source_pass()
    assert keys(passes) == ["a.mp4", "b.mp4", "c.mp4"]


async def test_a_listing_asks_once_for_each_file_that_cannot_be_read(passes: Passes) -> None:
    names = [f"{number:03d}" for number in range(3 * READ_AT_ONCE)]
    guarded(passes, **dict.fromkeys(names, StoreError))
    passes.source(rules=VIDEO, settleSeconds=150)
    put(passes, *(f"{name}.mp4" for name in names), "z.mp4")
    for _ in range(2):
        await passes.source_pass()
    for listing, seconds, count in ((1, 100, 4), (2, 2, 3)):
        for _ in range(count):
            await passes.source_pass(seconds)
        refused = [name for name in Guarded.asked if name != "z.mp4"]
        assert sorted(refused) == sorted(f"{name}.mp4" for name in names for _ in range(listing))
    assert keys(passes) == ["z.mp4"]


async def test_while_there_is_no_room_no_file_is_read(passes: Passes) -> None:
    guarded(passes)
    passes.source(rules=VIDEO, parallelism=1)
    put(passes, "a.mp4", "b.mp4", "c.mp4")
    await passes.source_pass()
    assert Guarded.asked == ["a.mp4"]
    assert await passes.source_pass() == 5
    assert (Guarded.asked, keys(passes)) == (["a.mp4"], ["a.mp4"])


async def test_files_that_no_rule_takes_settle_for_nobody(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "MOST", 2)
    passes.source(rules=VIDEO)
    put(passes, "a.mp4", "b.mp4", "c.mp4", content=b"Words that people read.\n")
    put(passes, "z.mp4")
    for _ in range(4):
        await passes.source_pass()
    assert keys(passes) == ["z.mp4"]
    assert (status(passes)["objects"]["skipped"], status(passes)["objects"]["settling"]) == (3, 0)


async def test_patterns_are_compared_beside_the_event_loop(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []

    def takes(self: FileSelection, path: str) -> bool:
        threads.append(threading.current_thread().name)
        return True

    monkeypatch.setattr(FileSelection, "takes", takes)
    passes.source()
    put(passes, "a.mp4")
    await passes.source_pass()
    assert threads
    assert all(each.startswith("bounded-work") for each in threads)
