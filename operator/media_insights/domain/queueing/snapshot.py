"""The queue's snapshot of all executions, kept up to date object by object."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from media_insights.domain.queueing.fair_order import FairOrder
from media_insights.domain.queueing.limits import Limits
from media_insights.domain.queueing.next import Admission, Start, Starts, admission_at, admission_of, key_of, starts_of
from media_insights.domain.queueing.order import Lines
from media_insights.domain.queueing.queue_entries import Key, QueueEntry
from media_insights.domain.queueing.usage import SlotUsage

if TYPE_CHECKING:
    from datetime import datetime


class Snapshot:
    """Every execution that waits, runs or pauses. The cost of a question does not grow with those who wait.

    It is a function of the executions' objects and the limits, but for reservations: an execution that was let in
    holds its slot from then on, before its status says so.
    """

    def __init__(self, limits: Limits) -> None:
        self._entries: dict[Key, QueueEntry] = {}
        self._reserved: set[Key] = set()
        self._lines = Lines()
        self._usage = SlotUsage(limits)
        self._served: dict[str, datetime] = {}
        self._order = FairOrder(self._lines, self._usage, self._served)
        self._paused = 0
        self._known: Starts | None = None

    def put(self, entry: QueueEntry) -> None:
        """Record an execution as it is now."""
        self._serve(entry)
        if entry.standing not in ("Waits", "Barred"):
            self._reserved.discard(entry.key)
        elif entry.key in self._reserved:
            entry = replace(entry, standing="Holds")
        old = self._entries.get(entry.key)
        if entry == old:
            return
        self._withdraw(old)
        if entry.standing not in ("Barred", "Finished"):
            self._enter(entry)

    def remove(self, key: Key) -> None:
        """Forget an execution whose object is gone."""
        self._reserved.discard(key)
        self._withdraw(self._entries.get(key))

    def limit(self, limits: Limits) -> None:
        """Replace the limits."""
        if limits != self._usage.limits:
            self._usage.limit(limits)
            self._known = None

    def reserve(self, key: Key) -> bool:
        """Reserve a slot for an execution that may start now; return whether it holds one."""
        entry = self._entries.get(key)
        if entry is None or entry.standing == "Pauses":
            return False
        if entry.standing == "Waits":
            if key not in self._starts.keys:
                return False
            self._reserved.add(key)
            self._withdraw(entry)
            self._enter(replace(entry, standing="Holds"))
        return True

    def release(self, key: Key) -> None:
        """Release a reservation after a failed start; the object's status counts again."""
        entry = self._entries.get(key)
        if key in self._reserved and entry is not None:
            self._reserved.discard(key)
            self.put(replace(entry, standing="Waits"))

    def admission(self, key: Key) -> Admission | None:
        """Return what the queue says of an execution; None for one that is not in it, or whose demand is unknown."""
        entry = self._entries.get(key)
        if entry is None or entry.standing != "Waits" or entry.demand is None:
            return None
        return self._admission_of(entry)

    def admission_with(self, key: Key, demand: Mapping[str, int]) -> Admission | None:
        """Return what the queue would say if an execution that waits had this demand; nothing is changed."""
        entry = self._entries.get(key)
        if entry is None or entry.standing != "Waits":
            return None
        return self._admission_of(replace(entry, demand=demand))

    def heads(self, near: int) -> Iterator[Admission]:
        """Yield everybody who may start, and the first ``near`` of those who are held."""
        starts, held = self._starts, 0
        for turn in starts.turns:
            namespace, name = key_of(turn)
            yield Start(namespace=namespace, name=name)
        for turn in self._order.walk():
            if held == near:
                return
            if key_of(turn) not in starts.keys:
                held += 1
                yield admission_at(turn, self._entries[key_of(turn)], self._order, starts, position=held)

    @property
    def held(self) -> int:
        """How many wait and may not start."""
        return self._lines.count - len(self._starts.turns)

    @property
    def holders(self) -> int:
        """How many hold a slot."""
        return self._usage.holders

    @property
    def paused(self) -> int:
        """How many wait for a person."""
        return self._paused

    @property
    def _starts(self) -> Starts:
        if self._known is None:
            self._known = starts_of(self._order)
        return self._known

    def _admission_of(self, entry: QueueEntry) -> Admission:
        return admission_of(entry, self._order, self._starts)

    def _serve(self, entry: QueueEntry) -> None:
        """Remember the last start of a namespace; it never goes back, whatever is deleted."""
        last = self._served.get(entry.namespace)
        if entry.started_at and (last is None or last < entry.started_at):
            self._served[entry.namespace] = entry.started_at
            self._known = None

    def _enter(self, entry: QueueEntry) -> None:
        self._known = None
        self._entries[entry.key] = entry
        if entry.standing == "Holds":
            self._usage.add(entry.key, entry.demand)
        elif entry.standing == "Pauses":
            self._paused += 1
        elif entry.demand is not None:
            self._lines.add(entry)

    def _withdraw(self, entry: QueueEntry | None) -> None:
        if entry is None:
            return
        self._known = None
        del self._entries[entry.key]
        if entry.standing == "Holds":
            self._usage.discard(entry.key)
        elif entry.standing == "Pauses":
            self._paused -= 1
        elif entry.demand is not None:
            self._lines.discard(entry)
