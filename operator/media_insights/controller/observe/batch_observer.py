"""Observation of a batch: what became of its items, and the next page of its source or of its plan."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from media_insights.api.v1alpha1 import MediaBatch
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.reasons import REJECTED
from media_insights.api.v1alpha1.times import time_of
from media_insights.controller.observe.batch_sources import BatchSources
from media_insights.controller.refused_items import RefusedItems
from media_insights.controller.tenants import Tenants
from media_insights.controller.views import AssetSummary, ExecutionView, parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.batches.progress import ItemOutcome, ItemState
from media_insights.domain.deciding.batches.batch_acceptance import may_be_listed
from media_insights.domain.deciding.batches.batch_facts import BatchFacts, checkpoint_of
from media_insights.runtime.caches import Key


@dataclass(frozen=True, slots=True)
class BatchObserver:
    """Observes the facts of batches."""

    caches: WatchCaches
    sources: BatchSources
    tenants: Tenants
    installation: str
    """The namespace whose workflows all may name."""
    refused: RefusedItems = field(default_factory=RefusedItems)

    async def facts(self, key: Key, manifest: Manifest) -> BatchFacts:
        """Return the facts of a batch; its source is read while it is being listed, and its plan afterwards.

        What is read is bounded in size. Threads for computations wait for no store: it takes what time it needs.
        Unavailable when it does not answer.
        """
        batch = parsed(MediaBatch, manifest)
        items = tuple(self._items(key, batch))
        made = {each.name for each in items}
        items += tuple(each for each in await self._refused(batch) if each.name not in made)
        facts = BatchFacts(
            batch=batch,
            enabled=bool(self.caches.namespaces.view(("", key[0]))),
            tenant=self.tenants.of(key[0]),
            workflows=frozenset(self.caches.workflows_for(key[0], self.installation)),
            items=items,
        )
        if batch.metadata.deletion_timestamp is not None:
            return facts
        checkpoint = checkpoint_of(batch)
        if checkpoint.complete:
            return replace(facts, plan=await asyncio.to_thread(self.sources.planned, checkpoint))
        if batch.spec.cancel or not may_be_listed(facts):
            return facts
        names = {each.name for each in items}
        return replace(
            facts, listed=await asyncio.to_thread(self.sources.next_page, batch, facts.tenant, names.__contains__)
        )

    async def _refused(self, batch: MediaBatch) -> tuple[ItemState, ...]:
        """Return the items that the API server refuses; another listing asks for them once more."""
        if batch.metadata.deletion_timestamp is not None or checkpoint_of(batch) is not batch.status.checkpoint:
            return ()
        stored = {each.name: each for each in await asyncio.to_thread(self.sources.refused, batch)}
        return tuple({**stored, **self.refused.of(batch.metadata.uid, batch.spec.relist)}.values())

    def _items(self, key: Key, batch: MediaBatch) -> Iterator[ItemState]:
        for asset in self.caches.assets.group(key):
            summary = self.caches.assets.view(asset)
            if summary and summary.batch == batch.metadata.uid and not summary.leaving:
                yield self._item(asset, summary, batch.spec.workflow)

    def _item(self, asset: Key, summary: AssetSummary, workflow: str) -> ItemState:
        runs = [
            (view.created, view.retry, name[1], view)
            for name in self.caches.executions.group(asset)
            if (view := self.caches.executions.view(name)) and view.workflow == workflow and not view.leaving
        ]
        _, _, name, newest = max(runs, key=lambda each: each[:3], default=("", 0, "", None))
        outcome, state, message = _outcome(summary, newest)
        return ItemState(
            name=asset[1],
            uid=summary.uid,
            key=summary.source[1],
            outcome=outcome,
            state=state,
            message=message,
            execution=name,
            retries=max((retry for _, retry, _, _ in runs), default=0),
            ended_at=_time(newest.finished_at) if newest else None,
            cancelled=bool(newest and newest.cancelled),
        )


def _outcome(summary: AssetSummary, newest: ExecutionView | None) -> tuple[ItemOutcome, str, str]:
    """Return what became of an item, the state and the sentence about it."""
    if newest is None:
        if summary.accepted is False or summary.ready == REJECTED:
            return ItemOutcome.FAILED, REJECTED, summary.message
        state = summary.ready if summary.ready in FINISHED else "Queued"  # of an execution that was deleted
        return _OUTCOMES.get(state, ItemOutcome.RUNNING), state, ""
    state = newest.state or "Queued"
    return _OUTCOMES.get(state, ItemOutcome.RUNNING), state, newest.message


_OUTCOMES = {
    "Complete": ItemOutcome.DONE,
    "Waiting": ItemOutcome.WAITING,
    **dict.fromkeys(FINISHED - {"Complete"}, ItemOutcome.FAILED),
}


def _time(text: str) -> datetime | None:
    try:
        return time_of(text)
    except ValueError:
        return None
