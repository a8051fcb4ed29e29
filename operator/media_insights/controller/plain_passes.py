"""Plain passes: those over kinds of which nothing is remembered between two passes but when the last one was."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import usages
from media_insights.controller.observe.batch_observer import BatchObserver
from media_insights.controller.observe.source_observer import SourceObserver
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.actions import Decision
from media_insights.domain.deciding.batches.decide_batch import decide_batch
from media_insights.domain.deciding.decide_operator import decide_operator
from media_insights.domain.deciding.decide_workflow import decide_workflow
from media_insights.domain.deciding.watching.decide_source import decide_source
from media_insights.kube.resources import BATCHES, OPERATORS, SOURCES, WORKFLOWS, Resource
from media_insights.runtime.bounded_work import BoundedWork
from media_insights.runtime.caches import Key

KINDS = (BATCHES, SOURCES, OPERATORS, WORKFLOWS)
PAUSE = 1.0
"""Seconds between two passes over a batch or source, at least: each item has several events, a prefix many pages."""
_PACED = (BATCHES, SOURCES)
_ITEMS_PER_SECOND = 2000
"""A larger batch is examined less often, so that it never takes more than some hundredths of a processor."""

_COUNTED_PER_SECOND = 100_000
"""A source with more assets takes files less often: each time those that are unfinished are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPasses:
    """Observes and decides for objects of :data:`KINDS`."""

    caches: WatchCaches
    batches: BatchObserver
    sources: SourceObserver
    work: BoundedWork
    installation: str
    """The namespace whose workflows all may name."""
    monotonic: Callable[[], float] = time.monotonic
    _due: dict[tuple[Resource, Key], tuple[str, float]] = field(default_factory=dict)
    """Batch or source → the version of its spec that was examined, and when it is examined again."""
    _listing: set[str] = field(default_factory=set)
    """Namespaces of which a source is being listed: one at a time, so that none holds all threads of the store."""

    async def decision(self, resource: Resource, key: Key, manifest: Manifest, now: datetime) -> Decision[Any] | float:
        """Return what to do about an object, or after how many seconds to come again."""
        if resource is BATCHES:
            return await self._batch(key, manifest, now)
        if resource is SOURCES:
            return await self._source(key, manifest, now)
        catalogue = self.caches.catalogue()
        if resource is OPERATORS:
            usage = usages.of_operator(self.caches, key[1], self.installation)
            return decide_operator(parsed(MediaOperator, manifest), catalogue, usage, now)
        usage = usages.of_workflow(self.caches, key, self.installation)
        return await self.work.run(decide_workflow, parsed(MediaWorkflow, manifest), catalogue, usage, now)

    def wait(self, resource: Resource, key: Key, seconds: float) -> None:
        """Leave a batch or source alone for so long, unless its spec changes: its events would ask for it at once."""
        if resource in _PACED:
            self._due[resource, key] = self.caches[resource].generation(key), self.monotonic() + seconds

    def forget(self, resource: Resource, key: Key) -> None:
        """Forget an object that is gone, or a pass that failed: when it is repeated is for the work queue to say."""
        self._due.pop((resource, key), None)

    def _left_alone(self, resource: Resource, key: Key) -> float:
        """Return for how many seconds more an object is left alone."""
        generation, due = self._due.get((resource, key), ("", 0.0))
        return max(0.0, due - self.monotonic()) if generation == self.caches[resource].generation(key) else 0.0

    async def _batch(self, key: Key, manifest: Manifest, now: datetime) -> Decision[Any] | float:
        if left := self._left_alone(BATCHES, key):
            return left
        facts = await self.batches.facts(key, manifest)
        decision = await self.work.run(decide_batch, facts, now)
        self.wait(BATCHES, key, PAUSE + len(facts.items) / _ITEMS_PER_SECOND)
        return decision

    async def _source(self, key: Key, manifest: Manifest, now: datetime) -> Decision[Any] | float:
        if left := self._left_alone(SOURCES, key):
            return left
        if key[0] in self._listing:
            return PAUSE
        self._listing.add(key[0])
        try:
            facts = await self.sources.facts(key, manifest, now, self.monotonic())
        finally:
            self._listing.discard(key[0])
        if facts.source.metadata.deletion_timestamp is not None:
            self.sources.memory.forget(facts.source.metadata.uid)
        decision = await self.work.run(decide_source, facts, now)
        self.wait(SOURCES, key, PAUSE + facts.counted // _COUNTED_PER_SECOND)
        return decision
