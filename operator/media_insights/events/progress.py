"""Progress: how far each sink is with an entry that waits, as the store says it, until all are done with it.

Lanes of one asset work on the same entries at the same time: what one notes is added to what the others have noted.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from weakref import WeakValueDictionary

from media_insights.api.v1alpha1.times import micro_time
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.sinks import Sink

REMEMBERED = 100_000
"""Numbers of which is known that their events were delivered."""
_Noted = Callable[[OutboxEntry], OutboxEntry]


@dataclass(slots=True)
class Progress:
    """What is noted in the entries that wait. All its methods are called in one event loop."""

    outbox: Outbox
    sinks: Sequence[Sink]
    _settled: OrderedDict[tuple[str, int], None] = field(default_factory=OrderedDict)
    """UID of an object and number of a change that every sink has taken, of those that were settled last.

    Not only the last such number of an object: sinks are sent different events of it, and one may be ahead of another.
    """
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def concerned(self, entry: OutboxEntry) -> list[Sink]:
        """Return the sinks that are sent anything of an entry."""
        return [each for each in self.sinks if any(each.selection.covers(entry.namespace, e) for e in entry.events)]

    async def note(self, sink: Sink, entry: OutboxEntry, number: int, since: datetime | None) -> bool:
        """Note up to which event a sink is done; return whether the entry is settled, since all are.

        While it is not done with all, also since when it has taken nothing, so that a relay that starts anew knows.
        """

        def change(of: OutboxEntry) -> OutboxEntry:
            failing = {name: text for name, text in of.failing.items() if name != sink.name}
            if since is not None and number < entry.last:
                failing[sink.name] = micro_time(since)
            return replace(of, taken={**of.taken, **({sink.name: number} if number else {})}, failing=failing)

        return await self._note(entry, change)

    async def settle_unwanted(self, entry: OutboxEntry) -> None:
        """Settle an entry of which no sink is sent anything."""
        if not self.concerned(entry):
            await self._note(entry, lambda of: of)

    def was_settled(self, entry: OutboxEntry) -> bool:
        """Return whether all sinks have taken an entry with the first of these numbers.

        One that lies there again is of a controller that no longer leads, whose write of it arrived late: its status
        was refused, and an object gives a number once.
        """
        return (entry.uid, entry.events[0].number) in self._settled

    def _remember(self, entry: OutboxEntry) -> None:
        self._settled |= {(entry.uid, event.number): None for event in entry.events}
        while len(self._settled) > REMEMBERED:
            self._settled.popitem(last=False)

    async def _note(self, entry: OutboxEntry, change: _Noted) -> bool:
        """Store a change of the newest state of an entry, or move it to the log when all sinks are done with it."""
        key, sinks = entry.pending_key, self.concerned(entry)
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            newest = entry if len(sinks) == 1 else await asyncio.to_thread(self.outbox.read, key)
            if newest is None:  # another lane settled it meanwhile
                return True
            changed = change(newest)
            if all(changed.taken.get(sink.name, 0) >= changed.last for sink in sinks):
                await asyncio.to_thread(self.outbox.settle, replace(changed, taken={}, failing={}))
                self._remember(changed)
                return True
            if changed != newest:
                await asyncio.to_thread(self.outbox.note, changed)
            return False
