"""Changes are told in order, remembered for a while, and to everybody who asks."""

import asyncio

from media_insights.ports.feed import ObjectChange
from media_insights.ports.objects import ObjectSummary
from media_insights.runtime.recent_changes import RecentChanges


def publish(changes: RecentChanges, *names: str) -> None:
    for name in names:
        changes.publish("mediaassets", ObjectSummary(namespace="n", name=name, uid=name, fields={"state": "Queued"}))


async def first(changes: RecentChanges, count: int, after: int = 0) -> list[ObjectChange | None]:
    found: list[ObjectChange | None] = []
    async for change in changes.changes(after):
        found.append(change)
        if len(found) == count:
            break
    return found


def names(found: list[ObjectChange | None]) -> list[str]:
    return [each.name for each in found if each]


async def test_what_happened_before_is_told_first() -> None:
    changes = RecentChanges()
    publish(changes, "a", "b")
    reading = asyncio.create_task(first(changes, 3))
    await asyncio.sleep(0)
    publish(changes, "c")
    found = await reading
    assert names(found) == ["a", "b", "c"]
    assert [each.number for each in found if each] == [1, 2, 3]
    assert {each.state for each in found if each} == {"Queued"}


async def test_a_reader_goes_on_where_it_was() -> None:
    changes = RecentChanges()
    publish(changes, "a", "b", "c")
    assert names(await first(changes, 1, after=2)) == ["c"]


async def test_every_reader_is_told() -> None:
    changes = RecentChanges()
    reading = [asyncio.create_task(first(changes, 1)) for _ in range(3)]
    await asyncio.sleep(0)
    publish(changes, "a")
    assert [names(each) for each in await asyncio.gather(*reading)] == [["a"]] * 3


async def test_silence_is_told() -> None:
    assert await first(RecentChanges(silence=0.01), 1) == [None]


def test_old_changes_are_forgotten() -> None:
    changes = RecentChanges(remembered=2)
    publish(changes, "a", "b", "c")
    assert [changes.remembers(after) for after in (0, 1, 2, 3, 4)] == [False, True, True, True, False]


async def test_a_reader_that_is_too_slow_is_let_go() -> None:
    changes = RecentChanges(remembered=1)
    publish(changes, "a", "b", "c")
    assert [each async for each in changes.changes(0)] == []
