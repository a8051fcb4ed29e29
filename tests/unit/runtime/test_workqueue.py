"""Keys are looked at one at a time, once however often they are asked for, and again after failures."""

import asyncio

from media_insights.runtime.workqueue import FIRST_PAUSE, LONGEST_PAUSE, WorkQueue


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def take(queue: WorkQueue[str]) -> str:
    return await asyncio.wait_for(queue.get(), 60)


async def idle(queue: WorkQueue[str]) -> bool:
    try:
        await asyncio.wait_for(queue.get(), 0.02)
    except TimeoutError:
        return True
    return False


async def test_ten_wishes_are_one_look() -> None:
    queue = WorkQueue[str]()
    for _ in range(10):
        queue.add("a")
    assert await take(queue) == "a"
    queue.done("a")
    assert await idle(queue)


async def test_a_wish_during_a_look_is_one_more_look_afterwards() -> None:
    queue = WorkQueue[str]()
    queue.add("a")
    await take(queue)
    queue.add("a")
    queue.add("a")
    assert await idle(queue)
    queue.done("a")
    assert await take(queue) == "a"


async def test_failures_come_again_ever_later() -> None:
    clock = Clock()
    queue = WorkQueue[str](clock)
    pauses = []
    queue.add("a")
    for _ in range(12):
        await take(queue)
        pauses.append(queue.done("a", failed=True))
        assert await idle(queue)
        clock.now += pauses[-1]
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    await take(queue)
    queue.done("a")
    queue.add("a")
    await take(queue)
    assert queue.done("a", failed=True) == FIRST_PAUSE


async def test_an_offer_keeps_the_pause_after_a_failure_and_an_event_ends_it() -> None:
    queue = WorkQueue[str](Clock())
    queue.add("a")
    await take(queue)
    queue.done("a", failed=True)
    queue.offer("a")
    assert await idle(queue)
    queue.add("a")
    assert await take(queue) == "a"


async def test_an_offer_does_not_wait_for_a_later_time_that_was_asked_for() -> None:
    queue = WorkQueue[str](Clock())
    queue.add_after("a", 10)
    queue.offer("a")
    assert await take(queue) == "a"


async def test_later_is_later_and_earlier_wins() -> None:
    clock = Clock()
    queue = WorkQueue[str](clock)
    queue.add_after("a", 10)
    queue.add_after("a", 5)
    queue.add_after("a", 20)
    clock.now = 5
    assert await take(queue) == "a"
    queue.done("a")
    clock.now = 30
    assert await idle(queue)
