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
from media_insights.events.settled_numbers import SettledNumbers
from media_insights.events.sinks import Sink

REMEMBERED = 20_000
"""Objects of which is known, without asking the store, what is settled."""
_Noted = Callable[[OutboxEntry], OutboxEntry]


@dataclass(slots=True)
class Progress:
    """What is noted in the entries that wait. All its methods are called in one event loop."""

    outbox: Outbox
    sinks: Sequence[Sink]
    _settled: OrderedDict[str, SettledNumbers] = field(default_factory=OrderedDict)
    """UID of an object → what is settled of it, of those that something waited of last."""
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    """UID of an object → whose turn it is."""

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

    async def is_settled(self, entry: OutboxEntry) -> bool:
        """Return whether an entry has a number that is settled.

        One that lies there all the same is what a relay left that died after it had noted so, or the late write of a
        controller that no longer leads: its status was refused, and an object gives a number once.
        """
        async with self._turn(entry):
            known = self._settled.get(entry.uid)
            if known is None:
                known = await asyncio.to_thread(self.outbox.settled, entry.namespace, entry.uid)
                self._remember(entry, known)
        return any(event.number in known for event in entry.events)

    def _remember(self, entry: OutboxEntry, settled: SettledNumbers) -> None:
        self._settled[entry.uid] = settled
        self._settled.move_to_end(entry.uid)
        while len(self._settled) > REMEMBERED:
            self._settled.popitem(last=False)

    def _turn(self, entry: OutboxEntry) -> asyncio.Lock:
        """Return the lock of an entry's object: what is noted of it is read and written by one lane at a time."""
        return self._locks.setdefault(entry.uid, asyncio.Lock())

    async def _note(self, entry: OutboxEntry, change: _Noted) -> bool:
        """Store a change of the newest state of an entry, or move it to the log when all sinks are done with it."""
        key, sinks = entry.pending_key, self.concerned(entry)
        async with self._turn(entry):
            newest = entry if len(sinks) == 1 else await asyncio.to_thread(self.outbox.read, key)
            if newest is None:  # another lane settled it meanwhile
                return True
            changed = change(newest)
            if all(changed.taken.get(sink.name, 0) >= changed.last for sink in sinks):
                settled = await asyncio.to_thread(self.outbox.settle, replace(changed, taken={}, failing={}))
                self._remember(entry, settled)
                return True
            if changed != newest:
                await asyncio.to_thread(self.outbox.note, changed)
            return False
