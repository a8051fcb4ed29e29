"""Event outbox: stores the CloudEvents of an object's changes before the status that makes them is written."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.object_writes import ObjectWrites
from media_insights.domain.deciding.changes import Change
from media_insights.events.cloud_events import events_of, object_of
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, Resource
from media_insights.runtime import metrics


@dataclass(frozen=True, slots=True)
class EventOutbox:
    """What other systems will be told; None: nobody is."""

    outbox: Outbox | None
    writes: ObjectWrites

    async def store(
        self, resource: Resource, about: Manifest, status: Manifest, changes: Sequence[Change], at: datetime
    ) -> None:
        """Store what a status changes. Raises StoreError, Unavailable, and Conflict when the numbers are taken.

        An entry that lies there comes from an attempt whose status was not written, and is replaced, unless it was.
        """
        if self.outbox is None or not changes or resource not in (ASSETS, EXECUTIONS, BATCHES):
            return
        told = object_of(about)
        entry = OutboxEntry.of(told, events_of(told, status, changes, at))
        metrics.EVENTS_STORED.inc(len(changes))
        if await asyncio.to_thread(self.outbox.add, entry):
            return
        await self.writes.demand_count(resource, about)
        await asyncio.to_thread(self.outbox.put, entry)
