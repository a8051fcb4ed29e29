"""What was delivered, or put aside, is sent again in order, with the ids that it had."""

from datetime import timedelta
from pathlib import Path

import pytest

from media_insights.errors import Unavailable
from media_insights.events.outbox import Outbox
from media_insights.events.replay import TRIES, replay_dead, replay_log
from media_insights.events.sinks import Selection
from media_insights.storage.folder import FolderStore
from tests.unit.events.made import LATER, NOON, REFUSED, ScriptedSink, entry_of

LATE = NOON + timedelta(days=1)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    made = Outbox(FolderStore(tmp_path, "media"))
    for number, seconds in ((1, 0), (2, 10), (3, 20)):
        made.settle(entry_of(number, seconds=seconds))
    return made


async def test_what_was_delivered_since_a_time_is_sent_again(outbox: Outbox) -> None:
    sink = ScriptedSink()
    assert await replay_log(outbox, "n", sink, (NOON + timedelta(seconds=10), LATE)) == 2
    assert sink.taken == ["asset-1/2", "asset-1/3"]


async def test_only_what_the_sink_selects(outbox: Outbox) -> None:
    sink = ScriptedSink(selection=Selection(types=("dev.mediainsights.metadata.",)))
    assert await replay_log(outbox, "n", sink, (NOON, LATE)) == 0


async def test_it_is_tried_some_times_and_then_says_from_when_to_go_on(outbox: Outbox) -> None:
    sink = ScriptedSink(outcomes=[LATER])
    assert await replay_log(outbox, "n", sink, (NOON, LATE), pause=0) == 3
    sink = ScriptedSink(outcomes=[LATER] * TRIES)
    with pytest.raises(Unavailable, match=r"it is down; 0 events were sent: go on with --since 2026-05-01T12:00:00"):
        await replay_log(outbox, "n", sink, (NOON, LATE), pause=0)
    assert sink.attempts == ["asset-1/1"] * TRIES


async def test_what_was_put_aside_is_sent_and_removed(outbox: Outbox) -> None:
    for number, seconds in ((5, 9), (4, 3)):
        entry = entry_of(number, seconds=seconds)
        outbox.bury(entry, entry.events[0], "one", "it was down")
    sink = ScriptedSink(outcomes=[])
    assert await replay_dead(outbox, "n", sink) == 2
    assert sink.taken == ["asset-1/4", "asset-1/5"]
    assert list(outbox.dead("n", "one")) == []


async def test_what_is_refused_again_stays(outbox: Outbox) -> None:
    entry = entry_of(4)
    outbox.bury(entry, entry.events[0], "one", "it was down")
    with pytest.raises(Unavailable, match="it is wrong"):
        await replay_dead(outbox, "n", ScriptedSink(outcomes=[REFUSED]))
    assert len(list(outbox.dead("n", "one"))) == 1
