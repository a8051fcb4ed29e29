"""What earlier listings of a batch began: their assets may have been deleted since, and do not come back."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaBatch
from media_insights.domain import batch_layout
from media_insights.domain.batches.item_lists import parse_items
from media_insights.domain.batches.progress import ItemState
from media_insights.domain.batches.refused_items import refused_in
from media_insights.domain.deciding.batches.batch_facts import checkpoint_of
from media_insights.domain.file_items import item_name
from media_insights.errors import InvalidObject, NoSuchObject
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True)
class BegunItems:
    """Reads what is kept of them in the store; what is damaged or missing there counts for nothing."""

    store: Store

    def names(self, batch: MediaBatch) -> frozenset[str]:
        """Return the names of the items that listings before the wanted one began."""
        earlier = frozenset(self._stored(batch))
        if checkpoint_of(batch) is batch.status.checkpoint:
            return earlier
        return earlier | (frozenset(self._of_former_plan(batch)) - {each.name for each in self.refused(batch)})

    def refused(self, batch: MediaBatch) -> tuple[ItemState, ...]:
        """Return the items whose assets the API server refused, by the list of failures."""
        if batch.status.failures is None:
            return ()
        meta = batch.metadata
        try:
            return refused_in(self.store.get(batch_layout.failures_key(meta.namespace, meta.uid)))
        except (NoSuchObject, ValueError, KeyError):
            return ()

    def _stored(self, batch: MediaBatch) -> Iterator[str]:
        meta = batch.metadata
        with suppress(NoSuchObject, ValueError, KeyError):
            for line in self.store.get(batch_layout.begun_key(meta.namespace, meta.uid)).splitlines():
                yield json.loads(line)["asset"]

    def _of_former_plan(self, batch: MediaBatch) -> Iterator[str]:
        former = batch.status.checkpoint
        if former is None or not former.begun:
            return
        for part in self.store.list(former.key):
            with suppress(InvalidObject, NoSuchObject, ValueError):
                begun = former.begun - batch_layout.first_of_part(part.key)
                for _, item in zip(range(begun), parse_items(self.store.get(part.key), ""), strict=False):
                    yield item_name(batch.metadata, item)
