"""Event outbox: stores the CloudEvents of an object's changes before the status that makes them is written."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.deciding.changes import Change
from media_insights.events.cloud_events import events_of, object_of
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.kube.resources import ASSETS, EXECUTIONS, Resource


@dataclass(frozen=True, slots=True)
class EventOutbox:
    """What other systems will be told; None: nobody is."""

    outbox: Outbox | None

    async def store(
        self, resource: Resource, about: Manifest, status: Manifest, changes: Sequence[Change], at: datetime
    ) -> None:
        """Store what a status changes; doing so again replaces it. Raises StoreError and Unavailable."""
        if self.outbox is None or not changes or resource not in (ASSETS, EXECUTIONS):
            return
        told = object_of(about)
        entry = OutboxEntry.of(told, events_of(told, status, changes, at))
        await asyncio.to_thread(self.outbox.put, entry)
