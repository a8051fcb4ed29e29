"""Outbox: events lie in the store from before their status is written until every sink has taken them.

The controller writes an entry, then the status whose ``changes`` holds the number of the entry's last event: the relay
delivers an entry when the status says so, or when the object is gone. A controller that dies in between makes the entry
again under the same key, perhaps with more in it, and nobody has seen the first one.

When every sink has taken an entry, it is logged, its numbers are noted as settled, and only then it goes: what lies
there under a settled number was left by a relay that died in between, or was written late.
"""

import heapq
import logging
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from media_insights.domain import event_layout
from media_insights.domain.layout import PRIVATE
from media_insights.errors import Changed, Damaged, NoSuchBucket, NoSuchObject, StoreError
from media_insights.events.cloud_events import CloudEvent
from media_insights.events.dead_letters import DeadLetter
from media_insights.events.entries import OutboxEntry
from media_insights.events.settled_numbers import SettledNumbers
from media_insights.storage.store import ObjectInfo, Store

_ATTEMPTS = 8
"""How often it is tried to note what is settled while another relay does so, too."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Events of all namespaces in a store. Its methods wait for the store: call them in a thread."""

    store: Store

    def add(self, entry: OutboxEntry) -> bool:
        """Store an entry where none lies; return whether that was done, which a store without conditions cannot."""
        try:
            self.store.replace(entry.pending_key, entry.json_bytes(), "")
        except StoreError:
            return False
        return True

    def put(self, entry: OutboxEntry) -> None:
        """Store an entry before its status is written, over one that an interrupted attempt left.

        A write of a controller that no longer leads, which arrives late, changes nothing: it is made for an object
        that is not there, and by then there is one.
        """
        key, content = entry.pending_key, entry.json_bytes()
        try:
            try:
                self.store.replace(key, content, "")
            except Changed:
                self.store.replace(key, content, self.store.head(key).etag)
        except Changed:  # somebody else writes it right now
            raise
        except StoreError:  # a store without conditions, else this raises what is wrong
            self.store.put(key, content, "application/json")

    def namespaces(self) -> list[str]:
        """Return the namespaces of which the store keeps anything, whether they still exist or not."""
        return list(self.store.folders(PRIVATE))

    def pending_assets(self, namespace: str) -> list[str]:
        """Return the UIDs of assets with events that wait."""
        keys = (info.key for info in self.store.list(event_layout.pending_prefix(namespace)))
        return list(dict.fromkeys(event_layout.asset_of_pending(key) for key in keys))

    def pending_keys(self, namespace: str, asset_uid: str) -> list[str]:
        """Return the keys of all entries of an asset that wait, by object and number."""
        return [info.key for info in self.store.list(event_layout.pending_prefix(namespace, asset_uid))]

    def in_order(self, keys: Iterable[str]) -> Iterator[OutboxEntry]:
        """Yield the entries of some keys of one asset: of each object by its numbers, of different ones by their times.

        Each is read when it is needed. What is no entry stays where it is, and is logged; what is gone is left out.
        """
        objects = groupby(keys, event_layout.object_of_pending)
        queues = [filter(None, map(self.read, list(each))) for _, each in objects]
        yield from heapq.merge(*queues, key=lambda each: each.order)

    def pending(self, namespace: str, asset_uid: str) -> list[OutboxEntry]:
        """Return all entries of an asset that wait, in order."""
        return list(self.in_order(self.pending_keys(namespace, asset_uid)))

    def note(self, entry: OutboxEntry) -> None:
        """Store which sinks have taken which events of an entry, so that they are not sent them again."""
        self.store.put(entry.pending_key, entry.json_bytes(), "application/json")

    def settle(self, entry: OutboxEntry) -> SettledNumbers:
        """Move an entry that every sink has taken into the log; return what is settled of its object then."""
        self.store.put(entry.log_key, entry.json_bytes(), "application/json")
        settled = self._note_settled(entry)
        self.store.delete(entry.pending_key)
        return settled

    def settled(self, namespace: str, object_uid: str) -> SettledNumbers:
        """Return which numbers of an object are settled; a file that cannot be read is logged, and says nothing."""
        return self._read_settled(event_layout.settled_key(namespace, object_uid))[0]

    def forget_settled(self, namespace: str, before: str, living: Container[str]) -> int:
        """Remove what is settled of objects that are not among the living, and of which nothing was told since a day.

        Returns of how many. Of what lives it stays: a process may stand still for long before it writes.
        """
        old = [
            info.key
            for info in self.store.list(event_layout.settled_prefix(namespace))
            if info.modified[:10] < before and event_layout.object_of_file(info.key) not in living
        ]
        for key in old:
            self.store.delete(key)
        return len(old)

    def discard(self, entry: OutboxEntry) -> None:
        """Remove an entry of numbers that are settled."""
        self.store.delete(entry.pending_key)

    def bury(self, entry: OutboxEntry, event: CloudEvent, sink: str, why: str) -> None:
        """Put an event aside that a sink does not take."""
        key = event_layout.dead_key(entry.namespace, sink, entry.uid, event.number)
        self.store.put(key, DeadLetter(sink, why, event).json_bytes(), "application/json")

    def log(self, namespace: str, since: str, until: str) -> Iterator[OutboxEntry]:
        """Yield delivered entries from a time until another one (RFC 3339, UTC), in order."""
        for info in self.store.list(event_layout.log_prefix(namespace)):
            if event_layout.day_of_log(info.key) < since[:10]:
                continue
            entry = self.read(info.key)
            if entry and since <= entry.events[0].time < until:
                yield entry

    def dead(self, namespace: str, sink: str = "") -> list[tuple[str, DeadLetter]]:
        """Return key and letter of what a sink, or any, did not take, as it was noticed; what is none is logged."""
        found = []
        for info in self.store.list(event_layout.dead_prefix(namespace, sink)):
            try:
                found.append((info.key, DeadLetter.parse(self.store.get(info.key), info.key)))
            except Damaged as error:
                _log.error("%s", error)
            except NoSuchObject:
                continue
        return sorted(found, key=lambda each: each[1].order)

    def count_dead(self, namespace: str, sink: str) -> int:
        """Return how many events a sink did not take."""
        return sum(1 for _ in self.store.list(event_layout.dead_prefix(namespace, sink)))

    def expire(self, namespace: str, before: str) -> int:
        """Remove delivered and dead events from before a day (``2026-01-31``); return how many objects."""
        old = [info.key for info in self._of_days_before(namespace, before)]
        for key in old:
            self.store.delete(key)
        return len(old)

    def _of_days_before(self, namespace: str, day: str) -> Iterator[ObjectInfo]:
        for info in self.store.list(event_layout.log_prefix(namespace)):
            if event_layout.day_of_log(info.key) >= day:
                break
            yield info
        yield from (info for info in self.store.list(event_layout.dead_prefix(namespace)) if info.modified[:10] < day)

    def _note_settled(self, entry: OutboxEntry) -> SettledNumbers:
        key = event_layout.settled_key(entry.namespace, entry.uid)
        for _ in range(_ATTEMPTS):
            known, etag = self._read_settled(key)
            settled = known.including(event.number for event in entry.events)
            try:
                self.store.replace(key, settled.json_bytes(), etag)
            except Changed:
                continue
            except StoreError:  # a store without conditions, else this raises what is wrong
                self.store.put(key, settled.json_bytes(), "application/json")
            return settled
        raise Changed(f"{key} was changed by other relays {_ATTEMPTS} times meanwhile: let one run")

    def _read_settled(self, key: str) -> tuple[SettledNumbers, str]:
        """Return settled numbers and the ETag that they were read with: asked first, so that it is never too new."""
        etag = ""
        try:
            etag = self.store.head(key).etag
            return SettledNumbers.parse(self.store.get(key), key), etag
        except (NoSuchObject, NoSuchBucket):
            return SettledNumbers(), ""
        except Damaged as error:
            _log.error("%s", error)
            return SettledNumbers(), etag

    def read(self, key: str) -> OutboxEntry | None:
        """Return an entry; None for one that was settled meanwhile, or is none."""
        try:
            return OutboxEntry.parse(self.store.get(key), key)
        except NoSuchObject:
            return None
        except Damaged as error:
            _log.error("%s", error)
            return None
