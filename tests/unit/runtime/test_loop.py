"""The reconcile loop: from events to passes, and what becomes of passes that fail."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from media_insights.errors import Conflict, LostLease, TookTooLong, Unavailable
from media_insights.kube.resources import ASSETS, EXECUTIONS, Resource
from media_insights.runtime.caches import Cache, Key
from media_insights.runtime.loop import Loop, Work
from media_insights.runtime.workqueue import WorkQueue

Manifest = dict[str, Any]
CLIP = ("n", "clip")


def manifest(name: str = "clip", version: int = 1, uid: str = "u") -> Manifest:
    return {"metadata": {"namespace": "n", "name": name, "uid": uid, "resourceVersion": str(version)}}


@dataclass
class Passes:
    """What the loop reconciled; ``answers`` are what passes return or raise, None when they run out."""

    answers: list[float | BaseException | None] = field(default_factory=list)
    made: list[Work] = field(default_factory=list)

    async def reconcile(self, resource: Resource, key: Key) -> float | None:
        self.made.append((resource, key))
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, BaseException):
            raise answer
        return answer


def loop_of(passes: Passes, after: Iterable[Work] = ()) -> Loop:
    return Loop(
        caches={ASSETS: Cache(lambda _: None), EXECUTIONS: Cache(lambda _: None)},
        reconcile=passes.reconcile,
        dependents=lambda resource, found: [(resource, ("n", found["metadata"]["name"]))],
        after_pass=lambda resource: after if resource is EXECUTIONS else (),
    )


async def run(loop: Loop, seconds: float = 0.05) -> None:
    worker = asyncio.create_task(loop.work())
    await asyncio.wait([worker], timeout=seconds)
    if worker.done():
        worker.result()
    worker.cancel()


def test_what_a_watch_shows_is_in_the_cache_before_anything_is_enqueued() -> None:
    loop = loop_of(Passes())
    loop.update_cache(ASSETS, manifest())
    assert (loop.caches[ASSETS].uid(CLIP), len(loop.queue)) == ("u", 0)
    assert loop.freshness.age(ASSETS) is not None


async def test_an_event_enqueues_what_depends_on_the_object() -> None:
    passes = Passes()
    loop = loop_of(passes)
    loop.on_event(ASSETS, manifest(), deleted=False)
    loop.on_event(ASSETS, manifest("song"), deleted=False)
    loop.on_event(ASSETS, manifest(), deleted=False)
    await run(loop)
    assert passes.made == [(ASSETS, CLIP), (ASSETS, ("n", "song"))]


def test_a_deleted_object_leaves_the_cache_but_not_its_successor() -> None:
    loop = loop_of(Passes())
    loop.update_cache(ASSETS, manifest(uid="new", version=2))
    loop.on_event(ASSETS, manifest(uid="old"), deleted=True)
    assert loop.caches[ASSETS].uid(CLIP) == "new"
    loop.on_event(ASSETS, manifest(uid="new"), deleted=True)
    assert loop.caches[ASSETS].get(CLIP) is None


async def test_a_pass_says_when_the_next_one_is_due() -> None:
    passes = Passes([0.01, 0.01])
    loop = loop_of(passes)
    loop.queue.add((ASSETS, CLIP))
    await run(loop, 0.5)
    assert passes.made == [(ASSETS, CLIP)] * 3


@pytest.mark.parametrize(
    ("error", "level"),
    [
        (Conflict("it changed"), None),
        (Unavailable("no answer"), logging.WARNING),
        (ZeroDivisionError(), logging.ERROR),
    ],
)
async def test_a_pass_that_fails_is_repeated_and_stops_no_other(
    error: Exception, level: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    passes = Passes([error])
    loop = loop_of(passes)
    loop.queue.add((ASSETS, CLIP))
    loop.queue.add((ASSETS, ("n", "song")))
    await run(loop, 1)
    assert passes.made == [(ASSETS, CLIP), (ASSETS, ("n", "song")), (ASSETS, CLIP)]
    assert [record.levelno for record in caplog.records] == ([level] if level else [])


async def test_what_took_too_long_is_left_alone_at_once_and_told_why() -> None:
    passes, told = Passes([TookTooLong("too long")]), list[str]()

    async def tell(_: Resource, __: Key, sentence: str) -> None:
        told.append(sentence)

    loop = loop_of(passes)
    loop.on_quarantine = tell
    loop.queue.add((ASSETS, CLIP))
    await run(loop, 1)
    assert passes.made == [(ASSETS, CLIP)]
    assert ["too long" in each for each in told] == [True]


async def test_only_a_lost_lease_ends_the_loop() -> None:
    loop = loop_of(Passes([LostLease("another leads")]))
    loop.queue.add((ASSETS, CLIP))
    with pytest.raises(LostLease):
        await run(loop, 5)


async def test_after_a_pass_others_may_go_ahead_but_keep_their_pauses() -> None:
    now = [0.0]
    song = ASSETS, ("n", "song")
    passes = Passes()
    loop = loop_of(passes, after=[song, (ASSETS, ("n", "new"))])
    loop.queue = WorkQueue(lambda: now[0])
    loop.queue.add(song)
    await loop.queue.get()
    loop.queue.done(song, failed=True)
    loop.queue.add((EXECUTIONS, CLIP))
    await run(loop)
    assert passes.made == [(EXECUTIONS, CLIP), (ASSETS, ("n", "new"))]


async def test_a_resync_enqueues_every_object_of_the_kinds_named() -> None:
    passes = Passes()
    loop = loop_of(passes)
    for name in ("a", "b"):
        loop.update_cache(ASSETS, manifest(name))
    loop.update_cache(EXECUTIONS, manifest("c"))
    loop.resync([ASSETS])
    await run(loop)
    assert passes.made == [(ASSETS, ("n", "a")), (ASSETS, ("n", "b"))]
