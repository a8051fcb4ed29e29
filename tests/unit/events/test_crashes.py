"""A relay, or the controller before it, dies between any two of its writes: nothing is lost, no id has two bodies."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from media_insights.domain import event_layout
from media_insights.events.cloud_events import CloudEvent
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.relay import Relay
from media_insights.events.sinks import Outcome
from media_insights.storage.folder import FolderStore
from tests.unit.events.made import ScriptedSink, entry_of


class DiedError(Exception):
    """The process is no more."""


@dataclass
class Life:
    """What a process wrote, and where it dies."""

    writes: list[str] = field(default_factory=list)
    dies_at: int = 0
    """Number of a write from 1: before it; negative: after it; 0: never."""

    def write(self, name: str, do: Callable[[], None]) -> None:
        self.writes.append(name)
        if len(self.writes) == self.dies_at:
            raise DiedError
        do()
        if len(self.writes) == -self.dies_at:
            raise DiedError


@dataclass(frozen=True, slots=True)
class MortalStore(FolderStore):
    """A folder whose process may die at a write."""

    life: Life = field(default_factory=Life)

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        self.life.write(f"put {folder_of(key)}", lambda: FolderStore.put(self, key, content, content_type))

    def delete(self, key: str) -> None:
        self.life.write(f"delete {folder_of(key)}", lambda: FolderStore.delete(self, key))


def folder_of(key: str) -> str:
    return key.removeprefix("private/n/events/").split("/")[0]


def waiting(folder: Path, dies_at: int = 0) -> MortalStore:
    """Return a store in which an entry waits, and whose next process dies at a write."""
    Outbox(FolderStore(folder, "media")).put(entry_of(1, 2))
    return MortalStore(folder, "media", Life(dies_at=dies_at))


class Recording(ScriptedSink):
    """Keeps the bodies that it took, by id."""

    bodies: dict[str, list[bytes]]

    async def send(self, event: CloudEvent) -> Outcome:
        outcome = await super().send(event)
        self.bodies[event.id].append(event.json_bytes())
        return outcome


@pytest.fixture
def sink() -> Recording:
    made = Recording()
    made.bodies = defaultdict(list)
    return made


async def deliver(outbox: Outbox, sink: ScriptedSink, number: int | None) -> None:
    async def read_number(_: OutboxEntry) -> int | None:
        return number

    await Relay(outbox=outbox, sinks=[sink], read_number=read_number).deliver(sink, "n", "asset-1")


WRITES = ["put log", "put settled", "delete pending"]


async def test_the_writes_of_a_relay_come_in_this_order(tmp_path: Path, sink: Recording) -> None:
    store = waiting(tmp_path)
    await deliver(Outbox(store), sink, 2)
    assert store.life.writes == WRITES


@pytest.mark.parametrize("number", [2, None], ids=["the object is there", "the object is gone"])
@pytest.mark.parametrize("dies_at", [1, -1, 2, -2, 3, -3])
async def test_a_relay_that_dies_between_two_writes(
    tmp_path: Path, sink: Recording, dies_at: int, number: int | None
) -> None:
    store = waiting(tmp_path, dies_at)
    with pytest.raises(DiedError):
        await deliver(Outbox(store), sink, number)
    store.life.dies_at = 0
    await deliver(Outbox(store), sink, number)
    outbox = Outbox(store)
    outbox.add(entry_of(1, seconds=9, reason="Error"))  # of a controller that no longer leads
    await deliver(outbox, sink, number)
    assert set(sink.bodies) == {"asset-1/1", "asset-1/2"}
    assert all(len(set(bodies)) == 1 and len(bodies) <= 2 for bodies in sink.bodies.values())
    assert [each.number for entry in outbox.log("n", "2000", "3000") for each in entry.events] == [1, 2]
    assert outbox.pending_assets("n") == []


@pytest.mark.parametrize("written", [False, True], ids=["before the status", "after the status"])
async def test_a_controller_that_dies_around_its_status(tmp_path: Path, sink: Recording, *, written: bool) -> None:
    """What no status says was seen by nobody, and is made again, perhaps with more in it."""
    outbox = Outbox(MortalStore(tmp_path, "media"))
    outbox.add(entry_of(1))
    await deliver(outbox, sink, 1 if written else 0)
    assert sink.taken == (["asset-1/1"] if written else [])
    successor = entry_of(2, seconds=5) if written else entry_of(1, 2, seconds=5)
    outbox.put(successor)
    outbox.add(entry_of(1, seconds=9, reason="Error"))
    await deliver(outbox, sink, 2)
    assert sink.taken == ["asset-1/1", "asset-1/2"]


async def test_what_cannot_be_read_of_settled_numbers_holds_up_nobody(
    tmp_path: Path, sink: Recording, caplog: pytest.LogCaptureFixture
) -> None:
    store = MortalStore(tmp_path, "media")
    key = event_layout.settled_key("n", "asset-1")
    store.put(key, b"{")
    Outbox(store).put(entry_of(1))
    await deliver(Outbox(store), sink, 1)
    assert sink.taken == ["asset-1/1"]
    assert key in caplog.text
    assert 1 in Outbox(store).settled("n", "asset-1")
