"""Observation of a source: what was listed after its checkpoint, and what of it may become assets."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from media_insights.api.v1alpha1 import MediaSource, reasons
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.reasons import NO_WORKFLOWS, REJECTED
from media_insights.controller.listing_memory import ListingMemory
from media_insights.controller.observe.listed_objects import is_file, unlisted
from media_insights.controller.observe.source_pages import SourcePages
from media_insights.controller.refused_items import RefusedItems
from media_insights.controller.tenants import Tenants
from media_insights.controller.views import AssetSummary, parsed, source_group
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.watching.source_acceptance import may_be_watched
from media_insights.domain.deciding.watching.source_facts import ListedRange, WatchFacts, seconds_until_listing
from media_insights.domain.watching.candidates import (
    Candidate,
    ObjectChecks,
    SeenObject,
    SortedObjects,
    sorted_objects,
    unknown_names,
)
from media_insights.domain.watching.key_ranges import KeyRange, end_of_pass
from media_insights.errors import StoreError, Unavailable
from media_insights.runtime.bounded_work import BoundedWork, until_late
from media_insights.runtime.caches import Key

READ_AT_ONCE = 20
"""Files whose content one pass reads, where the rules of a source name media types."""
_OVER = FINISHED | {REJECTED, NO_WORKFLOWS, "Waiting"}
"""How an asset stands whose place another one may take."""


@dataclass(frozen=True, slots=True)
class SourceObserver:
    """Observes the facts of sources."""

    caches: WatchCaches
    pages: SourcePages
    tenants: Tenants
    installation: str
    """The namespace whose workflows all may name."""
    refused: RefusedItems
    work: BoundedWork
    """Where patterns are compared: they are the tenant's, and there are a thousand paths on a page."""
    memory: ListingMemory = field(default_factory=ListingMemory)

    async def facts(self, key: Key, manifest: Manifest, now: datetime, seconds: float) -> WatchFacts:
        """Return the facts of a source; its prefix is listed when it is time. ``seconds`` are those of this machine."""
        source = parsed(MediaSource, manifest)
        refused = {each.key: each.message for each in self.refused.of(source.metadata.uid).values()}
        facts = WatchFacts(
            source=source,
            enabled=bool(self.caches.namespaces.view(("", key[0]))),
            tenant=self.tenants.of(key[0]),
            workflows=frozenset(self.caches.workflows_for(key[0], self.installation)),
            refused=refused,
        )
        if source.metadata.deletion_timestamp is not None:
            return facts
        if source.spec.suspend or not may_be_watched(facts) or seconds_until_listing(source, now):
            return facts
        try:
            return await self._list_range(facts, seconds)
        except Unavailable as error:
            said = f"spec.prefix: {source.spec.prefix.uri} cannot be listed: {error}; it is tried again"
            return replace(facts, listed=Rejection(reason=reasons.UNREACHABLE, message=said))
        except StoreError as error:
            return replace(facts, listed=unlisted("spec.prefix", source.spec.prefix, error))

    async def _list_range(self, facts: WatchFacts, seconds: float) -> WatchFacts:
        source = facts.source
        meta, checkpoint = source.metadata, source.status.checkpoint
        after = checkpoint.listed_up_to if checkpoint else ""
        page = await asyncio.to_thread(self.pages.page, source, after)
        end = end_of_pass(page.kept, [each.key for each in page.objects])
        seen = [each for each in page.objects if not end or each.key <= end]
        objects = await self._sort_objects(facts, page.kept, seen, after)
        open_ = [each for each in objects.candidates if not each.is_left_out]
        refused = self.memory.unreadable.asked(meta.uid, after, anew=checkpoint is None)
        settled = self._settled(source, open_, (after, end), seconds, refused)
        ready = [each for each in open_ if each.name in settled]
        facts = await self._count_unfinished(facts) if ready else facts
        room = max(0, source.spec.parallelism - facts.unfinished)
        to_read = [each for each in ready if each.must_be_read][: min(READ_AT_ONCE, room)]
        read = await asyncio.to_thread(self.pages.read, to_read)
        refused = self.memory.unreadable.noted(meta.uid, after, {**refused, **read.unreadable}, to_read)
        listed = ListedRange(
            kept=page.kept,
            stored=page.stored,
            absorbed=page.absorbed,
            end=end,
            seen=len(seen),
            objects=objects,
            settled=settled.union(refused),
            types=read.types,
            vanished=read.vanished,
            unreadable=refused,
            unreadable_example=self.memory.unreadable.example(meta.uid),
            departed=self.memory.marks(meta.uid),
        )
        return replace(facts, listed=listed)

    async def _sort_objects(
        self, facts: WatchFacts, kept: KeyRange, seen: Sequence[SeenObject], after: str
    ) -> SortedObjects:
        source = facts.source
        unknown = await self.work.run(unknown_names, source, kept, seen)
        made = await self._made(source, unknown, after)
        checks = ObjectChecks(
            is_file=lambda key: is_file(key, source.spec.prefix, facts.tenant),
            is_made=made.__contains__,
            is_refused=self.refused.of(source.metadata.uid).__contains__,
        )
        return await self.work.run(sorted_objects, source, kept, until_late(seen, self.work.seconds), checks)

    def _settled(
        self,
        source: MediaSource,
        candidates: Sequence[Candidate],
        between: tuple[str, str],
        seconds: float,
        refused: Collection[str],
    ) -> frozenset[str]:
        """Return the names of the candidates of a range that have settled, or had when they could not be read.

        Those that this listing asked for in vain are none of them.
        """
        uid = source.metadata.uid
        remembered = self.memory.unreadable.remembered(uid, candidates, between)
        others = [each for each in candidates if each.name not in remembered and each.name not in refused]
        ages = self.memory.settling.note(uid, others, between, seconds)
        settled = {name for name, age in ages.items() if age >= source.spec.settle_seconds}
        return remembered.union(settled).difference(refused)

    async def _made(self, source: MediaSource, names: frozenset[str], after: str) -> frozenset[str]:
        """Return which of these assets there are or were.

        The marks of those that were are read after those that are: an asset leaves its mark before it goes.
        """
        meta = source.metadata
        there = frozenset(name for name in names if self.caches.assets.view((meta.namespace, name)) is not None)
        if after and there == names:
            return there
        marks = await asyncio.to_thread(self.pages.departed, source)
        marks = marks if after else self.memory.noted_marks(meta.uid, marks)
        return there | names.intersection(marks)

    async def _count_unfinished(self, facts: WatchFacts) -> WatchFacts:
        """Count the assets that have not ended, as far as it matters; those that wait for a person leave room."""
        meta, most = facts.source.metadata, facts.source.spec.parallelism
        members = self.caches.assets.members(source_group(meta.namespace, meta.uid))
        unfinished = await self.work.run(self._unfinished, members, most)
        return replace(facts, unfinished=unfinished, counted=len(members))

    def _unfinished(self, assets: Iterable[Key], most: int) -> int:
        views = (self.caches.assets.view(each) for each in assets)
        return sum(1 for _ in islice((view for view in views if view and _is_unfinished(view)), most))


def _is_unfinished(view: AssetSummary) -> bool:
    return view.accepted is not False and view.ready not in _OVER and not view.leaving
