"""Restoration of what is stored of an asset: copied to where it belongs under new UIDs, safe to repeat."""

from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain import layout
from media_insights.domain.planning.plans_json import hash_of
from media_insights.domain.planning.stored_plans import MAX_BYTES, reference_of, verified_plan
from media_insights.domain.running.restored import Identities
from media_insights.domain.running.stored_objects import (
    MOST_BYTES,
    StoredObjects,
    objects_key,
    parse_objects,
)
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject
from media_insights.results.stored_json import parse_json
from media_insights.storage.store import ObjectInfo, Store

_PLANS = frozenset({layout.PLAN_FILE, layout.MOVED_PLAN_FILE})


@dataclass(frozen=True, slots=True)
class Restoration:
    """The files of an asset that is restored."""

    store: Store
    namespace: str
    former: str
    """The UID that the asset had."""
    identities: Identities

    def copy_files(self) -> int:
        """Copy everything that is not there yet, and return how many objects; plans and records name the new UIDs."""
        objects = objects_key(self.namespace, self.former)
        found = self.store.list(layout.asset_prefix(self.namespace, self.former))
        return sum(self._copy(info) for info in found if info.key != objects)

    def remove_former(self) -> int:
        """Remove the files from where they were, and return how many objects."""
        return self.store.delete_prefix(layout.asset_prefix(self.namespace, self.former))

    def plan_hash(self, execution: MediaExecution) -> str:
        """Return the hash of the copied plan of an execution, the former hash of one that was not usable before."""
        reference = reference_of(execution, self.former)
        try:
            content = self.store.range(reference.key, 0, MAX_BYTES + 1)
            verified_plan(content, reference)
        except (NoSuchObject, NoSuchBucket, Damaged):
            return reference.hash
        return hash_of(self._renamed(content))

    def _copy(self, info: ObjectInfo) -> bool:
        target = self.identities.in_text(info.key)
        try:
            self.store.head(target)
        except NoSuchObject:
            if self._names_uids(info):
                self.store.put(target, self._renamed(self.store.get(info.key)), "application/json")
            else:
                self.store.copy(info.key, target)
            return True
        return False

    def _names_uids(self, info: ObjectInfo) -> bool:
        where = self.namespace, self.former
        is_record = info.key in (layout.record_key(*where), layout.former_record_key(*where))
        return info.bytes <= MOST_BYTES and (is_record or layout.in_execution(info.key)[1] in _PLANS)

    def _renamed(self, content: bytes) -> bytes:
        """Return bytes that name the new UIDs: UTF-8 or not, a UID is ASCII."""
        return self.identities.in_text(content.decode("latin-1")).encode("latin-1")


def asset_uids(store: Store, namespace: str) -> Iterator[str]:
    """Yield the UIDs of the assets of which something is stored in a namespace, in order."""
    try:
        yield from store.folders(layout.assets_prefix(namespace))
    except NoSuchBucket:
        return


def tenants_of(store: Store) -> Iterator[str]:
    """Yield the namespaces of which assets are stored."""
    for name in store.folders(layout.PRIVATE):
        if any(True for _ in asset_uids(store, name)):
            yield name


def read_objects(store: Store, namespace: str, asset_uid: str) -> StoredObjects:
    """Return the stored objects of an asset. Raises NoSuchObject without them, Damaged for what cannot be read."""
    key = objects_key(namespace, asset_uid)
    content = store.range(key, 0, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Damaged(f"the objects {key} have more than {MOST_BYTES} bytes")
    try:
        return parse_objects(parse_json(content, f"the file {key}"), namespace, asset_uid)
    except ValueError as error:
        raise Damaged(f"the objects {key} cannot be used: {error}") from error


def was_deleted(store: Store, namespace: str, asset_uid: str) -> bool:
    """Return whether a receipt says that the asset was deleted."""
    try:
        store.head(layout.asset_receipt_key(namespace, asset_uid))
    except NoSuchObject:
        return False
    return True
