"""kopf as the event source, against an API server in this process."""

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from media_insights.kube import watch
from media_insights.kube.resources import ASSETS, BATCHES, CONFIG_MAPS, RUNS, Resource
from tests.unit.controller.fake_api import FakeApi, Manifest

WATCHED = {ASSETS: "", RUNS: "", BATCHES: "", CONFIG_MAPS: "limits"}


@dataclass
class Seen:
    """What the handlers were called with, in order."""

    calls: list[tuple[str, str, str]] = field(default_factory=list)
    when_ready: list[tuple[str, str, str]] = field(default_factory=list)

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        self.calls.append(("cache", resource.plural, manifest["metadata"]["name"]))

    def on_event(self, resource: Resource, manifest: Manifest, *, deleted: bool) -> None:
        self.calls.append(("deleted" if deleted else "event", resource.plural, manifest["metadata"]["name"]))

    def on_list(self) -> None:
        self.calls.append(("list", "", ""))

    def until(self, *call: str) -> None:
        deadline = time.monotonic() + 60
        while call not in self.calls:
            assert time.monotonic() < deadline, self.calls
            time.sleep(0.02)


@pytest.fixture
def seen(config: str, cluster: FakeApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """What comes of watching; in a thread of its own, since kopf cancels every task of its loop when it ends."""
    monkeypatch.setenv("KUBECONFIG", config)
    labels = {"mediainsights.dev/execution": "run"}
    cluster.put("workflows", {"metadata": {"name": "ours", "namespace": "n", "labels": labels}})
    cluster.put("workflows", {"metadata": {"name": "theirs", "namespace": "n"}})
    for name in ("limits", "other"):
        cluster.put("configmaps", {"metadata": {"name": name, "namespace": "system"}})
    for plural in ("mediaassets", "mediaexecutions"):
        cluster.put("customresourcedefinitions", {"metadata": {"name": f"{plural}.mediainsights.dev"}})
    cluster.unknown = {"mediabatches"}
    found, ready, ends = Seen(), threading.Event(), []

    async def watching() -> None:
        stop, listed = asyncio.Event(), asyncio.Event()
        first = watch.FirstLists.of(WATCHED, listed, unknown={BATCHES})
        loop = asyncio.get_running_loop()
        ends.append(lambda: loop.call_soon_threadsafe(stop.set))
        task = asyncio.create_task(watch.run(found, WATCHED, found.on_list, stop=stop, first=first))
        await listed.wait()
        found.when_ready = list(found.calls)
        ready.set()
        await asyncio.gather(task, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(watching()))
    thread.start()
    assert ready.wait(60)
    deadline = time.monotonic() + 60
    while not all(cluster._watches[each.plural] for each in WATCHED if each != BATCHES):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield found
    ends[0]()
    thread.join(60)
    assert not thread.is_alive()


def test_it_is_ready_when_the_caches_hold_the_first_lists_and_not_before(seen: Seen) -> None:
    listed = {call[1:] for call in seen.when_ready if call[0] == "cache"}
    assert listed >= {("mediaassets", "clip"), ("mediaassets", "song"), ("configmaps", "limits")}


def test_the_caches_hold_every_first_list_before_any_event(seen: Seen) -> None:
    for plural, name in (("mediaassets", "clip"), ("mediaassets", "song"), ("workflows", "ours")):
        seen.until("event", plural, name)
    first = next(number for number, call in enumerate(seen.calls) if call[0] == "event")
    assert {call[1:] for call in seen.calls[:first] if call[0] == "cache"} == {
        ("mediaassets", "clip"), ("mediaassets", "song"), ("workflows", "ours"), ("configmaps", "limits"),
    }  # fmt: skip


def test_only_ours_and_what_is_named_are_watched(seen: Seen) -> None:
    seen.until("event", "configmaps", "limits")
    assert not {"theirs", "other"} & {call[2] for call in seen.calls}


def test_a_change_is_in_the_cache_before_its_event(seen: Seen, cluster: FakeApi) -> None:
    seen.until("event", "mediaassets", "clip")
    seen.calls.clear()
    cluster.put("mediaassets", {**cluster.get("mediaassets", "clip"), "spec": {"title": "new"}})
    seen.until("event", "mediaassets", "clip")
    of_clip = [call for call in seen.calls if call[2] == "clip"]  # first events of others may still come
    assert of_clip == [("cache", "mediaassets", "clip"), ("event", "mediaassets", "clip")]


def test_a_deletion_is_an_event(seen: Seen, cluster: FakeApi) -> None:
    seen.until("event", "mediaassets", "clip")
    cluster.remove("mediaassets", "clip")
    seen.until("deleted", "mediaassets", "clip")


def test_a_watch_that_is_begun_anew_says_so(seen: Seen, cluster: FakeApi) -> None:
    seen.until("event", "mediaassets", "clip")
    seen.calls.clear()
    cluster.drop_watches()
    seen.until("list", "", "")


def test_a_kind_that_is_defined_later_is_watched_from_then_on(seen: Seen, cluster: FakeApi) -> None:
    seen.until("event", "mediaassets", "clip")
    cluster.unknown = set()
    cluster.put("mediabatches", {"metadata": {"name": "films", "namespace": "n"}})
    definition = {"metadata": {"name": "mediabatches.mediainsights.dev"}, "spec": {"group": "mediainsights.dev"}}
    cluster.put("customresourcedefinitions", definition)
    seen.until("event", "mediabatches", "films")
    cluster.put("mediabatches", {"metadata": {"name": "songs", "namespace": "n"}})
    seen.until("event", "mediabatches", "songs")
