"""Stored usages: what is stored of each namespace, measured where something changed.

A change of an asset or an execution marks the asset, and a round lists the folders of those that are marked. Uploads
have no objects that tell of changes: those of a namespace are listed when one of its assets came or went, and else
now and then. Listing them again waits for twenty times as long as it took, so that a million uploads cost a twentieth
of a connection.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_insights.api.v1alpha1.times import rfc3339
from media_insights.controller.failures import Failures
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain import layout
from media_insights.domain.queueing.limits import limits_of
from media_insights.domain.stored_usage import NOTHING, Amount, StoredUsage, sentence_when_full
from media_insights.runtime import metrics
from media_insights.runtime.caches import Key
from media_insights.storage.measures import amount_below, read_usage, write_usage
from media_insights.storage.store import Store

UPLOADS_EVERY = 900.0
"""Seconds after which the uploads of a namespace are listed again although none of its assets came or went."""
SHARE = 20.0
"""Uploads are not listed again before this many times the seconds that it took have passed."""
PAUSE = 0.02
"""Seconds between two listings of folders."""


@dataclass(slots=True)
class _Measured:
    """What is known of one namespace."""

    results: dict[str, tuple[str, Amount]] = field(default_factory=dict)
    """Asset → its UID, and what its folder holds."""
    uploads: Amount = NOTHING
    due: float = float("-inf")
    """When its uploads are listed again."""
    earliest: float = float("-inf")
    """Before this they are not, whatever changes."""
    written: StoredUsage | None = None

    def usage(self) -> StoredUsage:
        """Return what is stored, as far as it is known."""
        return StoredUsage(uploads=self.uploads, results=sum((each for _, each in self.results.values()), NOTHING))


@dataclass(slots=True, kw_only=True)
class StoredUsages:
    """Rounds over what has changed, while this replica leads."""

    caches: WatchCaches
    store: Store
    limits_key: Key
    by_namespace: bool = False
    """Whether metrics name namespaces."""
    every: float = 30.0
    """Seconds between two rounds."""
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, _Measured] = field(default_factory=lambda: defaultdict(_Measured))
    _marked: dict[Key, None] = field(default_factory=dict)
    _read: dict[str, StoredUsage] = field(default_factory=dict)
    """What a former leader measured: it counts until all has been measured anew."""
    _reasons: Mapping[str, str] = field(default_factory=dict)
    """Namespace without room → the sentence that says so."""
    _failures: Failures = field(default_factory=lambda: Failures("what is stored of namespaces is not measured"))

    def __post_init__(self) -> None:
        """Follow the caches."""
        self.caches.assets.listeners.append(self._mark)
        self.caches.executions.listeners.append(self._mark_owner)

    async def run(self, listed: asyncio.Event, on_change: Callable[[str], None]) -> None:
        """Measure for ever, as soon as all objects have been listed; ``on_change``: a namespace is full, or no more."""
        await listed.wait()
        await self._read_former()
        for namespace in self._judge():
            on_change(namespace)
        while True:
            for namespace in await self.measure():
                on_change(namespace)
            await asyncio.sleep(self.every)

    async def _read_former(self) -> None:
        """Read what a former leader measured; where that cannot be read, nothing is stored until all is measured."""
        self._read = dict.fromkeys(self._namespaces(), StoredUsage())
        for namespace in self._read:
            if not self._failures.is_unavailable:
                with self._failures.noted(namespace):
                    self._read[namespace] = await asyncio.to_thread(read_usage, self.store, namespace)
        self._failures.end_round()

    async def measure(self) -> frozenset[str]:
        """Measure what has changed, and return the namespaces of which something else is said now than before."""
        marked, self._marked = self._marked, {}
        for key in marked:
            await self._measure_marked(key)
        unmeasured = {key[0] for key in marked if self._failed(key)}
        for namespace in self._namespaces():
            if not self._failures.is_unavailable:
                with self._failures.noted(namespace):
                    await self._measure_uploads(namespace)
                    if namespace not in unmeasured:
                        self._read.pop(namespace, None)
                    await self._write(namespace)
        self._failures.end_round()
        self._show()
        return self._judge()

    def _judge(self) -> frozenset[str]:
        """Say anew which namespaces have no room, and return those of which something else is said than before."""
        before, self._reasons = self._reasons, self._say()
        return frozenset(
            each for each in before.keys() | self._reasons.keys() if bool(self.reason(each)) != (each in before)
        )

    async def _measure_marked(self, key: Key) -> None:
        if not self._failures.is_unavailable:
            with self._failures.noted("/".join(key)):
                await self._measure_asset(key)
        if self._failed(key):
            self._marked.setdefault(key)

    def _failed(self, parts: tuple[str, ...]) -> bool:
        """Return whether an asset or a namespace is not measured in this round."""
        return self._failures.is_unavailable or self._failures.has("/".join(parts))

    def reason(self, namespace: str) -> str:
        """Return why no execution of a namespace may start; empty while there is room, or no limit."""
        return self._reasons.get(namespace, "")

    def usage(self, namespace: str) -> StoredUsage:
        """Return what is stored of a namespace."""
        return self._read.get(namespace) or self._known[namespace].usage()

    def _say(self) -> dict[str, str]:
        limits = limits_of(self.caches.config_maps.view(self.limits_key) or {})
        most = {each: limits.most_stored(each) for each in self._namespaces()}
        said = {
            each: sentence_when_full(each, self.usage(each).total.bytes, bytes_)
            for each, bytes_ in most.items()
            if bytes_ is not None
        }
        return {namespace: sentence for namespace, sentence in said.items() if sentence}

    async def _measure_asset(self, key: Key) -> None:
        namespace, name = key
        uid, results = self.caches.assets.uid(key), self._known[namespace].results
        if not uid:
            results.pop(name, None)
            return
        amount = await asyncio.to_thread(amount_below, self.store, layout.asset_prefix(namespace, uid))
        results[name] = uid, amount
        await asyncio.sleep(PAUSE)

    async def _measure_uploads(self, namespace: str) -> None:
        known, began = self._known[namespace], self.clock()
        if began < known.due or began < known.earliest:
            return
        known.uploads = await asyncio.to_thread(amount_below, self.store, layout.uploads_prefix(namespace))
        known.earliest = self.clock() + SHARE * (self.clock() - began)
        known.due = began + UPLOADS_EVERY

    async def _write(self, namespace: str) -> None:
        known, usage = self._known[namespace], self.usage(namespace)
        if namespace in self._read or usage == known.written:
            return
        measured = StoredUsage(uploads=usage.uploads, results=usage.results, measured_at=rfc3339(datetime.now(UTC)))
        await asyncio.to_thread(write_usage, self.store, namespace, measured)
        known.written = usage

    def _show(self) -> None:
        metrics.STORED_BYTES.clear()
        for namespace in self._namespaces():
            usage, tenant = self.usage(namespace), namespace if self.by_namespace else ""
            metrics.STORED_BYTES.labels("uploads", tenant).inc(usage.uploads.bytes)
            metrics.STORED_BYTES.labels("results", tenant).inc(usage.results.bytes)

    def _namespaces(self) -> list[str]:
        return [name for (_, name), enabled in list(self.caches.namespaces.views()) if enabled]

    def _mark(self, key: Key) -> None:
        self._marked.setdefault(key)
        known, uid = self._known[key[0]], self.caches.assets.uid(key)
        if known.results.get(key[1], ("", NOTHING))[0] != uid:  # it came, or went: so may its upload have
            known.due = float("-inf")

    def _mark_owner(self, key: Key) -> None:
        if owner := self.caches.executions.owner(key):
            self._marked.setdefault(owner)
