"""Moves of stored objects from where version 0.1 kept them: safe to repeat, and what is there already stays."""

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain import layout
from media_insights.domain.planning.plans_json import hash_of
from media_insights.domain.planning.stored_plans import reference_of, verified_plan
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject
from media_insights.storage.store import Store


def copy_below(store: Store, former: str, prefix: str) -> int:
    """Copy every object below a prefix to below another, and return how many were not there yet.

    A plan names keys; the copy of one names the new ones. An object that exists under its new key is not written
    again: it is whole, and may be newer.
    """
    try:
        found = list(store.list(former))
    except NoSuchBucket:
        return 0
    return sum(_copy(store, info.key, f"{prefix}{info.key.removeprefix(former)}", former, prefix) for info in found)


def move_below(store: Store, former: str, prefix: str) -> int:
    """Copy as :func:`copy_below` does, then remove what was copied; return how many objects were not there yet."""
    count = copy_below(store, former, prefix)
    try:
        store.delete_prefix(former)
    except NoSuchBucket:
        return 0
    return count


def copy_collections(store: Store, namespace: str) -> int:
    """Copy the collections of a namespace, which runs of version 0.1 read where they lie; return how many objects.

    Receipts of those that were deleted, which no run reads, move at once.
    """
    receipts = move_below(store, layout.former_receipts_prefix(namespace), layout.receipts_prefix(namespace))
    former, prefix = layout.former_collections_prefix(namespace), layout.collections_prefix(namespace)
    return receipts + copy_below(store, former, prefix)


def move_collections(store: Store, namespace: str) -> int:
    """Copy as :func:`copy_collections` does, then remove what was copied, once no run of version 0.1 goes on there."""
    count = copy_collections(store, namespace)
    return count + move_below(store, layout.former_collections_prefix(namespace), layout.collections_prefix(namespace))


def move_plan(store: Store, execution: MediaExecution, asset_uid: str, former: str, prefix: str) -> tuple[str, str]:
    """Store the plan of a finished execution with its new keys, and return its key and the hash of the file.

    A plan that is not the one whose hash was recorded, or is gone, gets no new hash: it stays unusable. One that lies
    in the new place already, and names results in the old, is stored beside itself, so that a move that is
    interrupted before the status has the new hash finds what the old one belongs to.
    """
    reference = reference_of(execution, asset_uid)
    key = layout.rekeyed(reference.key, former, prefix)
    try:
        content = store.get(reference.key)
        verified_plan(content, reference)
    except (NoSuchObject, NoSuchBucket, Damaged):
        return key, reference.hash
    moved = content.replace(former.encode(), prefix.encode())
    if key == reference.key and moved != content:
        key = f"{layout.folder_of(key)}{layout.MOVED_PLAN_FILE}"
    if (key, moved) != (reference.key, content):
        store.put(key, moved, "application/json")
    return key, hash_of(moved)


def _copy(store: Store, key: str, target: str, former: str, prefix: str) -> bool:
    try:
        store.head(target)
    except NoSuchObject:
        if layout.in_execution(key)[1] == layout.PLAN_FILE:
            store.put(target, store.get(key).replace(former.encode(), prefix.encode()), "application/json")
        else:
            store.copy(key, target)
        return True
    return False
