"""A computation ends in time, or its object is told; meanwhile the event loop goes on."""

import asyncio
import threading

import pytest

from media_insights.errors import MediaInsightsError, TookTooLong, Unavailable
from media_insights.runtime.bounded_work import BoundedWork, until_late

LONG = 60.0


async def test_an_answer_and_an_error_are_those_of_the_computation() -> None:
    work = BoundedWork()
    assert await work.run(max, 1, 2) == 2
    with pytest.raises(ZeroDivisionError):
        await work.run(divmod, 1, 0)


async def test_the_loop_goes_on_while_a_thread_computes() -> None:
    goes_on = threading.Event()
    computing = asyncio.create_task(BoundedWork().run(goes_on.wait, LONG))
    await asyncio.sleep(0)
    goes_on.set()  # only a loop that is not held up comes here
    assert await computing


async def test_what_takes_too_long_is_a_defect_of_its_object_and_holds_one_thread_only() -> None:
    ends = threading.Event()
    work = BoundedWork(threads=1, seconds=0.01)
    with pytest.raises(TookTooLong, match="make it smaller") as caught:
        await work.run(ends.wait, LONG)
    assert not isinstance(caught.value, MediaInsightsError)  # so that the loop counts it, and leaves the object alone
    with pytest.raises(Unavailable, match="busy"):
        await work.run(max, 1, 2)
    ends.set()
    work.seconds = LONG
    assert await work.run(max, 1, 2) == 2


async def test_an_error_that_nobody_waits_for_any_more_is_nobodys() -> None:
    ends = threading.Event()

    def fail() -> None:
        ends.wait(LONG)
        raise ValueError("late")

    work = BoundedWork(threads=1, seconds=0.01)
    with pytest.raises(TookTooLong):
        await work.run(fail)
    ends.set()
    work.seconds = LONG
    assert await work.run(max, 1, 2) == 2


def test_a_loop_over_items_ends_by_itself_when_it_is_late() -> None:
    assert list(until_late([1, 2], LONG)) == [1, 2]
    with pytest.raises(TookTooLong, match="make it smaller"):
        list(until_late([1], -1))
