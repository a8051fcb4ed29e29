"""Observation of an asset: its facts from caches, store and API server."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, labels
from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.controller.observe.store_objects import known_of, source_of
from media_insights.controller.snapshots import Snapshots, problem_of_snapshot
from media_insights.controller.tenants import Tenants
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain import layout, watch_layout
from media_insights.domain.deciding.assets.acceptance_rules import may_be_read, named_by
from media_insights.domain.deciding.assets.asset_facts import (
    AssetFacts,
    Rejection,
    SourceObject,
    pointers_before,
    source_is_known,
    was_accepted,
)
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.references import Reach
from media_insights.domain.planning.stored_plans import reference_of
from media_insights.domain.running.measured_media import MOST_BYTES, measuring_results
from media_insights.domain.running.pointers import Kept, keys_of, pointers_of
from media_insights.domain.sources.source_size import max_source_bytes
from media_insights.errors import Damaged, InvalidObject, NoSuchObject
from media_insights.runtime.bounded_work import BoundedWork
from media_insights.runtime.caches import Key
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.library import Library
from media_insights.storage.store import Store

Absorbed = Mapping[str, frozenset[str]]
"""Execution's UID → its operators whose results the asset's status already points to."""
_OVER = ""
"""Stands among the operators of an execution that has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetObserver:
    """Observes the facts of assets."""

    caches: WatchCaches
    store: Store
    snapshots: Snapshots
    tenants: Tenants
    settings: ControllerSettings
    work: BoundedWork = field(default_factory=BoundedWork)

    async def facts(self, key: Key, manifest: Manifest, *, waited: float, absorbed: Absorbed) -> AssetFacts:
        """Return the facts of an asset; its source is read only while it is not known."""
        asset = parsed(MediaAsset, manifest)
        executions = self._executions_of(key)
        facts = AssetFacts(
            asset=asset,
            enabled=bool(self.caches.namespaces.view(("", key[0]))),
            tenant=self.tenants.of(key[0]),
            workflows=self.caches.workflows_for(key[0], self.settings.namespace),
            operators=self.caches.catalogue(),
            executions=executions,
            waited=waited,
            max_source_bytes=max_source_bytes(self._limits()),
            reach=self._reach(key[0]),
        )
        if asset.metadata.deletion_timestamp is not None:
            return replace(facts, also_named=self._is_also_named(key), departed_key=self._departed_key(asset.metadata))
        left = {each.metadata.name: await self._read_kept(asset, each, absorbed) for each in executions}
        kept = {name: found for name, found in left.items() if isinstance(found, Kept)}
        unusable = {name: found for name, found in left.items() if isinstance(found, Problem)}
        recorded = await asyncio.to_thread(Library(self.store).recorded, asset) if asset.status.omitted else None
        facts = replace(facts, kept=kept, unusable=unusable, recorded=recorded, source=await self._source(facts))
        facts = replace(facts, missing=await self._missing(facts, absorbed))
        if was_accepted(asset):
            return facts
        named = await self.work.run(named_by, facts)
        return replace(facts, known=await known_of(named, self._reach(key[0]), self.store))

    def _limits(self) -> Mapping[str, str]:
        return self.caches.config_maps.view((self.settings.namespace, self.settings.limits_config_map)) or {}

    def _reach(self, namespace: str) -> Reach:
        sources = self.tenants.of(namespace).sources
        return Reach(namespace=namespace, bucket=self.settings.store.address.bucket, sources=sources)

    def _is_also_named(self, key: Key) -> bool:
        """Return whether an asset that stays names the source of this one."""
        own = self.caches.assets.view(key)
        others = (view for name, view in self.caches.assets.views() if name != key and not view.leaving)
        return own is not None and any(view.source == own.source for view in others)

    def _departed_key(self, meta: ObjectMeta) -> str:
        uid = meta.labels.get(labels.SOURCE_UID, "")
        sources = (key for key, _ in self.caches.sources.views() if key[0] == meta.namespace)
        is_watched = any(self.caches.sources.uid(key) == uid for key in sources)
        return watch_layout.departed_key(meta.namespace, uid, meta.name) if uid and is_watched else ""

    def _executions_of(self, key: Key) -> tuple[MediaExecution, ...]:
        manifests = (self.caches.executions.get(each) for each in self.caches.executions.group(key))
        found = (readable for each in manifests if each and (readable := _readable(each)) is not None)
        return tuple(sorted(found, key=_age))

    async def _source(self, facts: AssetFacts) -> SourceObject | Rejection | None:
        if source_is_known(facts.asset) or not may_be_read(facts):
            return None
        return await source_of(facts.asset, self.store)

    async def _read_kept(
        self, asset: MediaAsset, execution: MediaExecution, absorbed: Absorbed
    ) -> Kept | Problem | None:
        """Return what an execution left, when it has results that the asset does not point to yet."""
        done = complete_operators(execution)
        if not done or absorbed.get(execution.metadata.uid) == _absorbable(execution):
            return None
        try:
            plan = await self.snapshots.read(reference_of(execution, asset.metadata.uid))
        except Damaged as error:
            return problem_of_snapshot(error)
        if plan is None:
            return None
        kept = Kept(plan=plan, sizes=await self.snapshots.sizes(plan))
        found = measuring_results(pointers_of(kept, execution.status))
        return replace(kept, measuring={each.operator: await self._content(each) for each in found})

    async def _content(self, result: MetadataPointer) -> bytes:
        """Return a result; nothing where it went since it was listed."""
        try:
            return await self.snapshots.content(result.key, MOST_BYTES)
        except NoSuchObject:
            return b""

    async def _missing(self, facts: AssetFacts, absorbed: Absorbed) -> frozenset[str]:
        """Return what the status points to and an execution has lost since: looked for when one changed, or went."""
        meta, pointed = facts.asset.metadata, keys_of(pointers_before(facts))
        changed = [each for each in facts.executions if absorbed.get(each.metadata.uid) != _absorbable(each)]
        gone = set(absorbed) - {each.metadata.uid for each in facts.executions}
        plans = [reference_of(each, meta.uid).key for each in changed]
        plans += [layout.plan_key(meta.namespace, meta.uid, uid) for uid in sorted(gone)]
        missing: set[str] = set()
        for plan in plans:
            named = {key for key in pointed if key.startswith(layout.folder_of(plan))}
            if named:
                missing |= named - (await self.snapshots.sizes_beside(plan)).keys()
        return frozenset(missing)


def complete_operators(execution: MediaExecution) -> frozenset[str]:
    """Return the operators of an execution that have a result."""
    operators = (each for stage in execution.status.stages for each in stage.operators)
    return frozenset(each.name for each in operators if each.status == "Complete")


def _absorbable(execution: MediaExecution) -> frozenset[str]:
    """Return what an asset takes note of in an execution: its results, and that no more will come."""
    over = {_OVER} if execution.status.state in FINISHED else set()
    return complete_operators(execution) | over


def absorbed_after(facts: AssetFacts, before: Absorbed) -> dict[str, frozenset[str]]:
    """Return what an asset's status points to now; executions that are gone are forgotten."""
    known = {each.metadata.uid: before.get(each.metadata.uid) for each in facts.executions}
    new = {each.metadata.uid: _absorbable(each) for each in facts.executions if each.metadata.name in facts.kept}
    return {uid: operators for uid, operators in (known | new).items() if operators is not None}


def _readable(manifest: Manifest) -> MediaExecution | None:
    try:
        return parsed(MediaExecution, manifest)
    except InvalidObject:
        return None


def _age(execution: MediaExecution) -> tuple[datetime, str]:
    return execution.metadata.creation_timestamp or datetime.max.replace(tzinfo=UTC), execution.metadata.name
