"""Restore plans: of each asset that is stored, whether it comes back, and why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.running.restored import is_awaited
from media_insights.domain.running.stored_objects import StoredObjects
from media_insights.errors import Damaged, NoSuchObject
from media_insights.storage.restoration import asset_uids, read_objects, was_deleted
from media_insights.storage.store import Store

RestoreOutcome = Literal["Restore", "Continue", "Restored", "Present", "Conflict", "Deleted", "Unreadable", "Unknown"]
COMING = ("Restore", "Continue")
FAILING = ("Conflict", "Unreadable")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAsset:
    """What becomes of one asset that is stored."""

    namespace: str
    uid: str
    """The UID that it had."""
    outcome: RestoreOutcome
    name: str = ""
    message: str = ""
    objects: StoredObjects | None = None
    executions: int = 0

    @property
    def source(self) -> str:
        """The name of the MediaSource that made it; empty for an asset that none made."""
        return "" if self.objects is None else self.objects.asset.metadata.labels.get(labels.SOURCE, "")

    def row(self) -> Manifest:
        """Return what is printed of it."""
        return {
            "namespace": self.namespace,
            "asset": self.name,
            "id": self.uid,
            "outcome": self.outcome,
            "executions": self.executions,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class PresentAssets:
    """The assets that the cluster has in a namespace."""

    by_name: Mapping[str, MediaAsset]

    def of_uid(self, uid: str) -> MediaAsset | None:
        """Return the asset of a UID, or that was made to restore the one that had it."""
        found = [each for each in self.by_name.values() if uid in (each.metadata.uid, _former(each))]
        return min(found, key=lambda each: each.metadata.uid != uid, default=None)


def plan(store: Store, namespace: str, present: PresentAssets) -> Iterator[PlannedAsset]:
    """Yield what becomes of every asset of a namespace of which something is stored."""
    for uid in asset_uids(store, namespace):
        found = present.of_uid(uid)
        done = found is not None and not _awaits(found)
        yield _present(uid, found) if found is not None and done else _stored(store, namespace, uid, present)


def _present(uid: str, found: MediaAsset) -> PlannedAsset:
    namespace = found.metadata.namespace
    outcome: RestoreOutcome = "Present" if found.metadata.uid == uid else "Restored"
    message = "" if outcome == "Present" else f"it is {found.metadata.uid} now; its former files are still there"
    return PlannedAsset(namespace=namespace, uid=uid, outcome=outcome, name=found.metadata.name, message=message)


def _stored(store: Store, namespace: str, uid: str, present: PresentAssets) -> PlannedAsset:
    if was_deleted(store, namespace, uid):
        return PlannedAsset(
            namespace=namespace, uid=uid, outcome="Deleted", message="a receipt says that it was deleted"
        )
    try:
        objects = read_objects(store, namespace, uid)
    except NoSuchObject:
        return PlannedAsset(
            namespace=namespace, uid=uid, outcome="Unknown", message="no objects.json says what it was: its files stay"
        )
    except Damaged as error:
        return PlannedAsset(namespace=namespace, uid=uid, outcome="Unreadable", message=str(error))
    return _decide(uid, objects, present)


def _decide(uid: str, objects: StoredObjects, present: PresentAssets) -> PlannedAsset:
    name = objects.asset.metadata.name
    found = present.by_name.get(name)
    outcome: RestoreOutcome = "Restore"
    message = ""
    if objects.asset.metadata.deletion_timestamp is not None:
        outcome, message = "Deleted", "it was being deleted"
    elif found is not None and _former(found) == uid:
        outcome, message = "Continue", "an earlier restoration was interrupted"
    elif found is not None:
        outcome, message = "Conflict", "another asset has its name: delete that one, or restore into an empty namespace"
    return PlannedAsset(
        namespace=objects.asset.metadata.namespace,
        uid=uid,
        outcome=outcome,
        name=name,
        message=message,
        objects=objects,
        executions=len(objects.executions),
    )


def _former(asset: MediaAsset) -> str:
    return asset.metadata.labels.get(labels.RESTORED_FROM, "")


def _awaits(asset: MediaAsset) -> bool:
    return is_awaited(asset.metadata, begun=bool(asset.status.conditions))
