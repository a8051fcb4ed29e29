"""Observation of a source: what was listed after its checkpoint, and what of it may become assets."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from media_insights.api.v1alpha1 import MediaSource, reasons
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.reasons import NO_WORKFLOWS, REJECTED
from media_insights.controller.observe.listed_objects import is_file, unlisted
from media_insights.controller.observe.source_pages import SourcePages
from media_insights.controller.refused_items import RefusedItems
from media_insights.controller.settling import Settling
from media_insights.controller.tenants import Tenants
from media_insights.controller.views import AssetSummary, parsed, source_group
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.watching.source_acceptance import may_be_watched
from media_insights.domain.deciding.watching.source_facts import ListedRange, WatchFacts, seconds_until_listing
from media_insights.domain.watching.candidates import (
    Candidate,
    ObjectChecks,
    SortedObjects,
    sorted_objects,
    unknown_names,
)
from media_insights.domain.watching.key_ranges import end_of_pass
from media_insights.errors import StoreError, Unavailable
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
    settling: Settling = field(default_factory=Settling)
    _departed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """UID of a source → marks that lay there when its listing began, while this process makes all of it."""

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
            self.forget(source.metadata.uid)
            return facts
        if source.spec.suspend or not may_be_watched(facts) or seconds_until_listing(source, now):
            return facts
        try:
            listed = await self._listed(facts, seconds)
        except Unavailable as error:
            said = f"spec.prefix: {source.spec.prefix.uri} cannot be listed: {error}; it is tried again"
            return replace(facts, listed=Rejection(reason=reasons.UNREACHABLE, message=said))
        except StoreError as error:
            return replace(facts, listed=unlisted("spec.prefix", source.spec.prefix, error))
        return replace(facts, listed=listed, unfinished=self._unfinished(key, source))

    async def _listed(self, facts: WatchFacts, seconds: float) -> ListedRange:
        source = facts.source
        meta, checkpoint = source.metadata, source.status.checkpoint
        after = checkpoint.listed_up_to if checkpoint else ""
        page = await asyncio.to_thread(self.pages.page, source, after)
        end = end_of_pass(page.kept, [each.key for each in page.objects])
        seen = [each for each in page.objects if not end or each.key <= end]
        unknown = unknown_names(source, page.kept, seen)
        made = await self._made(source, unknown, after)
        checks = ObjectChecks(
            is_file=lambda key: is_file(key, source.spec.prefix, facts.tenant),
            is_made=made.__contains__,
            is_refused=self.refused.of(meta.uid).__contains__,
        )
        objects = sorted_objects(source, page.kept, seen, checks)
        ages = self.settling.note(meta.uid, objects.candidates, (after, end), seconds)
        settled = frozenset(name for name, age in ages.items() if age >= source.spec.settle_seconds)
        types, vanished = await asyncio.to_thread(self.pages.types, _to_read(objects, settled))
        return ListedRange(
            kept=page.kept,
            stored=page.stored,
            absorbed=page.absorbed,
            end=end,
            seen=len(seen),
            objects=objects,
            settled=settled,
            types=types,
            vanished=vanished,
            departed=self._departed.get(meta.uid, ()),
        )

    async def _made(self, source: MediaSource, names: frozenset[str], after: str) -> frozenset[str]:
        """Return which of these assets there are or were.

        The marks of those that were are read after those that are: an asset leaves its mark before it goes.
        """
        meta = source.metadata
        there = frozenset(name for name in names if self.caches.assets.view((meta.namespace, name)) is not None)
        if after and there == names:
            return there
        marks = await asyncio.to_thread(self.pages.departed, source)
        if not after:
            self._departed[meta.uid] = marks
        return there | names.intersection(marks)

    def _unfinished(self, key: Key, source: MediaSource) -> int:
        """Count the assets that the source made and that have not ended; those that wait for a person leave room."""
        group = self.caches.assets.group(source_group(key[0], source.metadata.uid))
        return sum(1 for each in group if (view := self.caches.assets.view(each)) and _is_unfinished(view))

    def forget(self, uid: str) -> None:
        """Forget a source that is gone."""
        self.settling.forget(uid)
        self._departed.pop(uid, None)


def _is_unfinished(view: AssetSummary) -> bool:
    return view.accepted is not False and view.ready not in _OVER and not view.leaving


def _to_read(objects: SortedObjects, settled: frozenset[str]) -> list[Candidate]:
    found = (each for each in objects.candidates if each.must_be_read and each.name in settled)
    return list(islice(found, READ_AT_ONCE))
