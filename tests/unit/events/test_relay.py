"""The relay: what is true is delivered in order, to each sink by itself, until it is taken or put aside."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import prometheus_client
import pytest

from media_insights.events.cloud_events import CloudEvent
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.relay import AT_ONCE, WORKERS, Relay
from media_insights.events.sinks import Outcome, Selection
from media_insights.storage.folder import FolderStore
from tests.unit.events.made import (
    LATER,
    NOON,
    REFUSED,
    TAKEN,
    ScriptedSink,
    asset_manifest,
    entry_of,
    execution_manifest,
)


@dataclass
class Deliveries:
    """A relay whose clock stands still, over a folder."""

    folder: Path
    sinks: list[ScriptedSink] = field(default_factory=lambda: [ScriptedSink()])
    numbers: dict[str, int | None] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.outbox = Outbox(FolderStore(self.folder, "media"))
        self.restart()

    def restart(self) -> None:
        self.relay = Relay(
            outbox=self.outbox,
            sinks=self.sinks,
            read_number=self._read_number,
            clock=lambda: self.seconds,
            now=lambda: NOON + timedelta(seconds=self.seconds),
        )

    async def _read_number(self, entry: OutboxEntry) -> int | None:
        return self.numbers.get(entry.uid, 99)

    async def deliver(self) -> float:
        pauses = [await self.relay.deliver(sink, "n", "asset-1") for sink in self.sinks]
        return min((each for each in pauses if each), default=0.0)

    @property
    def waiting(self) -> list[int]:
        return [each.events[0].number for each in self.outbox.pending("n", "asset-1")]


@pytest.fixture
def deliveries(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path)


async def test_everything_is_delivered_once_in_order(deliveries: Deliveries) -> None:
    for entry in (entry_of(3, seconds=3), entry_of(1, 2), entry_of(1, of=execution_manifest(), seconds=2)):
        deliveries.outbox.put(entry)
    assert await deliveries.deliver() == 0
    assert await deliveries.deliver() == 0
    assert deliveries.sinks[0].taken == ["asset-1/1", "asset-1/2", "run-1/1", "asset-1/3"]
    assert deliveries.waiting == []


async def test_what_no_status_says_yet_waits(deliveries: Deliveries) -> None:
    """The controller died between events and status; it makes both again, perhaps with more in them."""
    deliveries.numbers = {"asset-1": 1}
    deliveries.outbox.put(entry_of(1))
    deliveries.outbox.put(entry_of(2, seconds=1))
    await deliveries.deliver()
    assert deliveries.sinks[0].taken == ["asset-1/1"]
    deliveries.outbox.put(entry_of(2, 3, seconds=2))
    deliveries.numbers = {"asset-1": 3}
    await deliveries.deliver()
    assert deliveries.sinks[0].taken == ["asset-1/1", "asset-1/2", "asset-1/3"]


async def test_what_is_left_of_an_object_that_is_gone_is_delivered(deliveries: Deliveries) -> None:
    deliveries.numbers = {"asset-1": None}
    deliveries.outbox.put(entry_of(5, reason="Deleted"))
    await deliveries.deliver()
    assert deliveries.sinks[0].taken == ["asset-1/5"]


async def test_later_events_wait_for_one_that_was_not_taken(deliveries: Deliveries) -> None:
    deliveries.sinks[0].outcomes = [LATER]
    deliveries.outbox.put(entry_of(1, 2))
    deliveries.outbox.put(entry_of(3, seconds=1))
    pause = await deliveries.deliver()
    assert 0.6 < pause < 1.4
    assert deliveries.sinks[0].attempts == ["asset-1/1"]
    await deliveries.deliver()  # something else happened meanwhile: the pause is kept
    assert deliveries.sinks[0].attempts == ["asset-1/1"]
    deliveries.seconds += pause
    await deliveries.deliver()
    assert deliveries.sinks[0].taken == ["asset-1/1", "asset-1/2", "asset-1/3"]


async def test_pauses_grow_and_the_sinks_own_wish_counts(deliveries: Deliveries) -> None:
    deliveries.sinks[0].outcomes = [LATER, LATER, LATER, Outcome(verdict="Later", pause=77)]
    deliveries.outbox.put(entry_of(1))
    pauses = []
    for _ in range(4):
        pauses.append(await deliveries.deliver())
        deliveries.seconds += pauses[-1]
    assert [round(pause / most, 1) <= 1.3 for pause, most in zip(pauses[:3], (1, 2, 4), strict=True)] == [True] * 3
    assert pauses[0] < pauses[2]
    assert pauses[3] == 77


async def test_a_sink_that_is_down_holds_up_no_other_and_nothing_is_sent_twice(deliveries: Deliveries) -> None:
    deliveries.sinks.append(ScriptedSink("two", outcomes=[LATER]))
    deliveries.outbox.put(entry_of(1, 2))
    deliveries.outbox.put(entry_of(3, seconds=1))
    await deliveries.deliver()
    one, two = deliveries.sinks
    assert (one.taken, two.taken) == (["asset-1/1", "asset-1/2", "asset-1/3"], [])
    deliveries.restart()
    await deliveries.deliver()
    assert two.taken == one.taken == one.attempts
    assert deliveries.waiting == []


async def test_what_a_sink_refuses_is_put_aside_and_the_next_is_sent(deliveries: Deliveries) -> None:
    deliveries.sinks[0].outcomes = [REFUSED]
    deliveries.outbox.put(entry_of(1, 2))
    assert await deliveries.deliver() == 0
    assert deliveries.sinks[0].taken == ["asset-1/2"]
    assert [letter.event.id for _, letter in deliveries.outbox.dead("n", "one")] == ["asset-1/1"]
    assert deliveries.waiting == []


async def test_since_when_a_sink_fails_is_known_though_it_took_an_earlier_event_of_the_write(
    deliveries: Deliveries,
) -> None:
    deliveries.sinks[0].outcomes = [TAKEN, LATER, LATER]
    deliveries.outbox.put(entry_of(1, 2))
    await deliveries.deliver()
    deliveries.seconds += 60
    deliveries.restart()
    await deliveries.deliver()
    deliveries.seconds += 60
    deliveries.restart()
    deliveries.sinks[0].outcomes = [LATER]
    await deliveries.deliver()
    assert [letter.event.id for _, letter in deliveries.outbox.dead("n", "one")] == ["asset-1/2"]


async def test_a_sink_that_took_an_event_after_a_restart_fails_since_then(deliveries: Deliveries) -> None:
    deliveries.sinks[0].outcomes = [LATER]
    deliveries.outbox.put(entry_of(1, 2))
    await deliveries.deliver()
    deliveries.seconds += 110
    deliveries.restart()
    deliveries.sinks[0].outcomes = [TAKEN, LATER]
    await deliveries.deliver()
    assert deliveries.waiting == [1]
    [entry] = deliveries.outbox.pending("n", "asset-1")
    assert (entry.taken, entry.failing) == ({"one": 1}, {"one": "2026-05-01T12:01:50.000000Z"})


async def test_a_sink_that_is_down_for_too_long_is_given_up_for_this_event(deliveries: Deliveries) -> None:
    deliveries.sinks[0].outcomes = [LATER] * 5
    deliveries.outbox.put(entry_of(1, 2))
    await deliveries.deliver()
    deliveries.seconds += 50
    deliveries.restart()  # the store knows since when it has failed
    deliveries.outbox.put(entry_of(3, seconds=50))
    await deliveries.deliver()
    assert list(deliveries.outbox.dead("n", "one")) == []
    deliveries.seconds += 50
    await deliveries.deliver()
    assert [letter.event.id for _, letter in deliveries.outbox.dead("n", "one")] == ["asset-1/1", "asset-1/2"]
    assert deliveries.waiting == [3]  # it has not waited long enough itself
    deliveries.seconds += 50
    await deliveries.deliver()
    assert deliveries.sinks[0].taken == ["asset-1/3"]


async def test_a_sink_is_sent_what_it_selects(deliveries: Deliveries) -> None:
    deliveries.sinks[:] = [
        ScriptedSink("all"),
        ScriptedSink("others", Selection(namespaces=("other",))),
        ScriptedSink("assets", Selection(types=("dev.mediainsights.asset.",))),
        ScriptedSink("ends", Selection(types=("dev.mediainsights.asset.deleted",))),
    ]
    deliveries.outbox.put(entry_of(1))
    deliveries.outbox.put(entry_of(1, of=execution_manifest(), seconds=1))
    deliveries.outbox.put(entry_of(2, reason="Deleted", seconds=2))
    await deliveries.deliver()
    assert {sink.name: sink.taken for sink in deliveries.sinks} == {
        "all": ["asset-1/1", "run-1/1", "asset-1/2"],
        "others": [],
        "assets": ["asset-1/1", "asset-1/2"],
        "ends": ["asset-1/2"],
    }
    assert deliveries.waiting == []


async def test_a_sink_may_be_sent_some_states_of_executions(deliveries: Deliveries) -> None:
    only = ("dev.mediainsights.execution.changed",)
    deliveries.sinks[:] = [
        ScriptedSink("errors", Selection(types=only, states=("Error", "TimedOut"))),
        ScriptedSink("starts-and-assets", Selection(states=("Started",))),
    ]
    deliveries.outbox.put(entry_of(1, reason="Accepted"))
    run = execution_manifest()
    for number, reason in enumerate(("Queued", "Started", "OperatorFailed", "Error"), 1):
        deliveries.outbox.put(entry_of(number, of=run, reason=reason, seconds=number))
    await deliveries.deliver()
    assert {sink.name: sink.taken for sink in deliveries.sinks} == {
        "errors": ["run-1/4"],
        "starts-and-assets": ["asset-1/1", "run-1/2"],
    }
    assert deliveries.waiting == []


async def test_a_sink_that_is_ahead_takes_nothing_from_one_that_is_behind(deliveries: Deliveries) -> None:
    deliveries.sinks[:] = [
        ScriptedSink("ends", Selection(types=("dev.mediainsights.asset.deleted",))),
        ScriptedSink("behind", Selection(types=("dev.mediainsights.asset.changed",))),
    ]
    deliveries.sinks[1].outcomes = [LATER]
    deliveries.outbox.put(entry_of(1))
    deliveries.outbox.put(entry_of(2, reason="Deleted", seconds=1))
    deliveries.seconds += await deliveries.deliver()
    await deliveries.deliver()
    assert [sink.taken for sink in deliveries.sinks] == [["asset-1/2"], ["asset-1/1"]]
    assert deliveries.waiting == []


async def test_order_holds_however_much_waits(deliveries: Deliveries) -> None:
    """Two objects of an asset took turns while nobody delivered; one whose UID comes last began."""
    deliveries.sinks[0].outcomes = [LATER]
    run = execution_manifest()
    for number in range(1, 61):
        deliveries.outbox.put(entry_of(number, of=run, seconds=2 * number))
        deliveries.outbox.put(entry_of(number, seconds=2 * number + 1))
    pause = await deliveries.deliver()
    deliveries.seconds += pause
    await deliveries.deliver()
    expected = [f"{name}/{number}" for number in range(1, 61) for name in ("run-1", "asset-1")]
    assert deliveries.sinks[0].taken == expected
    assert deliveries.waiting == []


async def test_numbers_count_where_a_clock_was_put_back(deliveries: Deliveries) -> None:
    deliveries.outbox.put(entry_of(1, seconds=60))
    deliveries.outbox.put(entry_of(2, seconds=0))
    await deliveries.deliver()
    assert deliveries.sinks[0].taken == ["asset-1/1", "asset-1/2"]


async def test_a_sink_goes_on_past_all_that_another_has_not_taken(deliveries: Deliveries) -> None:
    deliveries.sinks.append(ScriptedSink("two", outcomes=[LATER] * 9))
    for number in range(1, AT_ONCE + 10):
        deliveries.outbox.put(entry_of(number, seconds=number))
    await deliveries.deliver()
    deliveries.outbox.put(entry_of(AT_ONCE + 10, seconds=AT_ONCE + 10))
    await deliveries.deliver()
    one, two = deliveries.sinks
    assert one.attempts == [f"asset-1/{number}" for number in range(1, AT_ONCE + 11)]
    deliveries.seconds += 10
    two.outcomes = []
    await deliveries.deliver()
    assert two.taken == one.taken == one.attempts
    assert deliveries.waiting == []


class HangingSink(ScriptedSink):
    async def send(self, event: CloudEvent) -> Outcome:
        self.attempts.append(event.id)
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_sink_that_hangs_takes_no_worker_of_another(deliveries: Deliveries) -> None:
    hanging = HangingSink("hangs")
    deliveries.sinks.append(hanging)
    deliveries.restart()
    uids = [f"asset-{number}" for number in range(3 * WORKERS)]
    for uid in uids:
        deliveries.outbox.put(entry_of(1, of=asset_manifest(uid)))
    await deliveries.relay.sweep()
    tasks = [asyncio.create_task(deliveries.relay.work(each)) for each in deliveries.sinks for _ in range(WORKERS)]
    await _until(lambda: set(deliveries.sinks[0].taken) == {f"{uid}/1" for uid in uids})
    assert len(hanging.attempts) == WORKERS
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_is_late_and_what_was_put_aside_is_measured(deliveries: Deliveries) -> None:
    deliveries.sinks[0].outcomes = [REFUSED, LATER]
    deliveries.outbox.put(entry_of(1, 2))
    await deliveries.deliver()
    deliveries.seconds += 30
    await deliveries.relay.sweep()
    read = prometheus_client.REGISTRY.get_sample_value
    assert read("media_insights_events_waiting_assets") == 1
    assert read("media_insights_events_dead", {"sink": "one"}) == 1
    assert read("media_insights_event_late_seconds", {"sink": "one"}) == 30
    await deliveries.deliver()
    await deliveries.relay.sweep()
    assert read("media_insights_event_late_seconds", {"sink": "one"}) == 0


@contextmanager
def failing_once(outbox: Outbox, method: str) -> Iterator[None]:
    """Let a relay die at a step: the store is not told."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(outbox), method, die)
        yield


@pytest.mark.parametrize("step", ["settle", "note"])
async def test_a_relay_that_dies_after_a_delivery_doubles_at_most_what_has_the_same_id(
    deliveries: Deliveries, step: str
) -> None:
    if step == "note":
        deliveries.sinks.append(ScriptedSink("two", outcomes=[LATER]))
    deliveries.outbox.put(entry_of(1))
    with failing_once(deliveries.outbox, step), pytest.raises(KeyboardInterrupt):
        await deliveries.deliver()
    deliveries.restart()
    deliveries.seconds += await deliveries.deliver()
    await deliveries.deliver()
    for sink in deliveries.sinks:
        assert set(sink.taken) == {"asset-1/1"}
    assert deliveries.waiting == []


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(0.01)


async def test_the_sweep_finds_what_nobody_told_of(deliveries: Deliveries) -> None:
    deliveries.outbox.put(entry_of(1))
    work = asyncio.create_task(deliveries.relay.work(deliveries.sinks[0]))
    await deliveries.relay.sweep()
    await _until(lambda: deliveries.sinks[0].taken == ["asset-1/1"])
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_a_late_write_of_what_was_delivered_is_removed_and_told_to_nobody(deliveries: Deliveries) -> None:
    """A controller that no longer leads stores its entry when the one of its successor has been delivered."""
    deliveries.outbox.put(entry_of(1, 2))
    await deliveries.deliver()
    assert deliveries.outbox.add(entry_of(2, seconds=9, reason="Error"))
    deliveries.outbox.put(entry_of(3, seconds=10))
    await deliveries.deliver()
    assert deliveries.sinks[0].taken == ["asset-1/1", "asset-1/2", "asset-1/3"]
    assert deliveries.waiting == []
    logged = deliveries.outbox.log("n", "2000", "3000")
    assert [event.number for entry in logged for event in entry.events] == [1, 2, 3]
