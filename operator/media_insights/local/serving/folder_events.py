"""Events of a results folder: what changed since they were told last is stored in the outbox, then noted as told.

What a cluster counts in the status of an object stands in a file beside the outbox: the object, as it was told of.
Other programs write into the folder, too, and an earlier process may have died, so every pass compares everything.
"""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from media_insights.api.v1alpha1 import AssetStatus, MediaAsset, MediaExecution
from media_insights.api.v1alpha1.conditions import ACCEPTED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import event_layout
from media_insights.domain.deciding.changes import (
    Change,
    change_count_after,
    changes_of_asset,
    changes_of_deletion,
    changes_of_execution,
)
from media_insights.domain.running.asset_status import edits_of
from media_insights.errors import MediaInsightsError, NoSuchObject
from media_insights.events.cloud_events import events_of, object_of
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.relay import WORKERS, Relay
from media_insights.events.sinks import Sink
from media_insights.local.serving.record_files import Recorded, RecordFiles
from media_insights.runtime.recent_changes import RecentChanges

KEPT = timedelta(days=7)
"""How long delivered events are kept."""
_PAUSE = 0.2
"""Seconds between two passes: what changes meanwhile is told by one."""
_log = logging.getLogger(__name__)
Told = MediaAsset | MediaExecution


@dataclass(slots=True)
class FolderEvents:
    """Tells a sink what happens in a results folder."""

    assets: RecordFiles[MediaAsset]
    executions: RecordFiles[MediaExecution]
    changes: RecentChanges
    sink: Sink
    _started: bool = False
    _expired: str = ""
    _versions: dict[str, str] = field(default_factory=dict)
    """UID of each object that was told of → its version then; empty: by an earlier process."""

    async def work(self) -> None:
        """Tell of everything, for ever; what fails is tried again at the next change or silence."""
        relay = Relay(outbox=self._outbox, sinks=[self.sink], read_number=self._read_change_number)
        delivering = [asyncio.create_task(relay.work(self.sink)) for _ in range(WORKERS)]
        try:
            while True:
                before = self.changes.newest
                try:
                    self.note_changes()
                    self._expire()
                    await relay.sweep()
                except (MediaInsightsError, OSError, ValueError) as error:
                    _log.warning("events are not told: %s; it is tried again", error)
                await asyncio.sleep(_PAUSE)
                await anext(self.changes.changes(before), None)
        finally:
            for task in delivering:
                task.cancel()
            await asyncio.gather(*delivering, return_exceptions=True)
            await self.sink.close()

    def note_changes(self) -> None:
        """Store the events of all that changed since it was told of.

        They come in the order of a cluster, also when all has ended before the first look: an asset is accepted before
        its executions run, and complete after that.
        """
        if not self._started:
            self._versions |= dict.fromkeys(self._uids_told_of(), "")
            self._started = True
        assets = list(self.assets.all())
        for new in (each for each in assets if each.metadata.uid not in self._versions):
            self._note(_acceptance_of(new))
        found: list[Told] = [*self.executions.all(), *assets]
        for each in found:
            if self._versions.get(each.metadata.uid) != each.metadata.resource_version:
                self._note(each)
                self._versions[each.metadata.uid] = each.metadata.resource_version
        for uid in self._versions.keys() - {each.metadata.uid for each in found}:
            self._note_end(uid)
            self._versions.pop(uid)

    def _note(self, found: Told) -> None:
        before, changes = self._compare(found)
        count = change_count_after(before.status.changes, changes)
        if changes:
            found = found.model_copy(update={"status": found.status.model_copy(update={"changes": count})})
            self._store(found, changes)
            self._outbox.store.put(_key(found.metadata.namespace, found.metadata.uid), _bytes_of(found))

    def _compare(self, found: Told) -> tuple[Told, tuple[Change, ...]]:
        """Return an object as it was told of, and what has changed since; an execution's edits are its asset's."""
        manifest = self._last_published(found.metadata.namespace, found.metadata.uid)
        if isinstance(found, MediaExecution):
            execution = MediaExecution.model_validate(manifest) if manifest else self._new(found)
            return execution, changes_of_execution(execution, found.status)
        asset = MediaAsset.model_validate(manifest) if manifest else self._new(found)
        return asset, changes_of_asset(asset, found.status.model_copy(update={"edits": edits_of(found)}))

    def _new(self, found: Recorded) -> Recorded:
        """Return an object as it was when nothing had happened to it; one that comes back gives no number again."""
        last = self._outbox.settled(found.metadata.namespace, found.metadata.uid).last
        return found.model_copy(update={"status": type(found.status)(changes=last or None)})

    def _note_end(self, uid: str) -> None:
        """Tell of the end of an asset; that of an execution is part of it."""
        for namespace in self._outbox.namespaces():
            manifest = self._last_published(namespace, uid)
            if manifest and manifest["kind"] == "MediaAsset":
                asset = MediaAsset.model_validate(manifest)
                self._store(asset, changes_of_deletion(asset, ""))
            self._outbox.store.delete(_key(namespace, uid))

    def _uids_told_of(self) -> list[str]:
        lists = (self._outbox.store.list(event_layout.told_prefix(each)) for each in self._outbox.namespaces())
        return [event_layout.object_of_file(info.key) for found in lists for info in found]

    def _store(self, about: Told, changes: tuple[Change, ...]) -> None:
        manifest = json.loads(_bytes_of(about))
        told = object_of(manifest)
        events = events_of(told, manifest.get("status") or {}, changes, datetime.now(UTC))
        self._outbox.put(OutboxEntry.of(told, events))

    def _last_published(self, namespace: str, uid: str) -> Manifest | None:
        """Return an object as it was told of; None before that."""
        try:
            found: Manifest = json.loads(self._outbox.store.get(_key(namespace, uid)))
        except NoSuchObject:
            return None
        return found

    async def _read_change_number(self, entry: OutboxEntry) -> int | None:
        """Return the number of the last change that was told of an object, None for one that is gone."""
        manifest = self._last_published(entry.namespace, entry.uid)
        return int((manifest.get("status") or {}).get("changes") or 0) if manifest else None

    def _expire(self) -> None:
        """Remove what was delivered long ago, once a day."""
        before = (datetime.now(UTC) - KEPT).date().isoformat()
        if before != self._expired:
            for namespace in self._outbox.namespaces():
                self._outbox.expire(namespace, before)
                self._outbox.forget_settled(namespace, before, self._versions)
            self._expired = before

    @property
    def _outbox(self) -> Outbox:
        return Outbox(self.assets.store)


def _acceptance_of(asset: MediaAsset) -> MediaAsset:
    """Return an asset as it was when it was accepted, whatever has happened since."""
    accepted = [each for each in asset.status.conditions if each.type == ACCEPTED]
    return asset.model_copy(update={"status": AssetStatus(conditions=accepted, media=asset.status.media)})


def _key(namespace: str, uid: str) -> str:
    return event_layout.told_key(namespace, uid)


def _bytes_of(thing: Told) -> bytes:
    return thing.model_dump_json(by_alias=True, exclude_none=True).encode()
