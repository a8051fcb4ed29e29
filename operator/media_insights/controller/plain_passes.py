"""Plain passes: those over kinds of which nothing is remembered between two passes but when the last one was."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.observe.batch_observer import BatchObserver
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.actions import Decision
from media_insights.domain.deciding.batches.decide_batch import decide_batch
from media_insights.domain.deciding.decide_operator import decide_operator
from media_insights.domain.deciding.decide_workflow import decide_workflow
from media_insights.kube.resources import BATCHES, OPERATORS, WORKFLOWS, Resource
from media_insights.runtime.bounded_work import BoundedWork
from media_insights.runtime.caches import Key

KINDS = (BATCHES, OPERATORS, WORKFLOWS)
PAUSE = 1.0
"""Seconds between two passes over a batch, at least: each item of it has several events."""
_ITEMS_PER_SECOND = 2000
"""A larger batch is examined less often, so that it never takes more than some hundredths of a processor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPasses:
    """Observes and decides for objects of :data:`KINDS`."""

    caches: WatchCaches
    batches: BatchObserver
    work: BoundedWork
    monotonic: Callable[[], float] = time.monotonic
    _due: dict[Key, tuple[str, float]] = field(default_factory=dict)
    """Batch → the version of its spec that was examined, and when it is examined again."""

    async def decision(self, resource: Resource, key: Key, manifest: Manifest, now: datetime) -> Decision[Any] | float:
        """Return what to do about an object, or after how many seconds to come again."""
        if resource is BATCHES:
            return await self._batch(key, manifest, now)
        catalogue = self.caches.catalogue()
        if resource is OPERATORS:
            return decide_operator(parsed(MediaOperator, manifest), catalogue, now)
        return await self.work.run(decide_workflow, parsed(MediaWorkflow, manifest), catalogue, now)

    def wait(self, resource: Resource, key: Key, seconds: float) -> None:
        """Leave a batch alone for so long, unless its spec changes: its items would ask for it every second."""
        if resource is BATCHES:
            self._due[key] = self.caches.batches.generation(key), self.monotonic() + seconds

    def forget(self, resource: Resource, key: Key) -> None:
        """Forget an object that is gone, or a pass that failed: when it is repeated is for the work queue to say."""
        if resource is BATCHES:
            self._due.pop(key, None)

    async def _batch(self, key: Key, manifest: Manifest, now: datetime) -> Decision[Any] | float:
        generation, due = self._due.get(key, ("", 0.0))
        if generation == self.caches.batches.generation(key) and due > self.monotonic():
            return due - self.monotonic()
        facts = await self.batches.facts(key, manifest)
        decision = await self.work.run(decide_batch, facts, now)
        self.wait(BATCHES, key, PAUSE + len(facts.items) / _ITEMS_PER_SECOND)
        return decision
