"""Stored files of an asset that a request may be given: only what a pointer of its status names."""

import mimetypes
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.conditions import ACCEPTED, condition_of
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.stored_plans import reference_of
from media_insights.domain.running.pointers import pointers_in
from media_insights.rest.access import RequestAccess
from media_insights.rest.problems import ApiRefusal
from media_insights.storage.library import Library, StoredAsset
from media_insights.storage.store import Store

SOURCE = "source"
"""Name of the asset's own file among its media."""
_TYPES = {".ndjson": "application/x-ndjson", ".vtt": "text/vtt", ".m3u8": "application/vnd.apple.mpegurl"}


async def stored_asset(asset: MediaAsset, access: RequestAccess) -> StoredAsset:
    """Return what is stored of an asset, whose executions say which plans are theirs."""
    meta, executions = asset.metadata, access.ports.executions
    names = [
        each.name
        for each in await executions.summaries()
        if each.namespace == meta.namespace and each.fields["asset"] == meta.name
    ]
    found = [await executions.get(meta.namespace, name) for name in names]
    return Library(access.ports.store).of(asset, found)


def plan_of(execution: MediaExecution, asset_uid: str, library: Library) -> Plan:
    """Return the plan that an execution runs or ran. Raises ApiRefusal (409) when the store has it no more."""
    plan = library.plan(reference_of(execution, asset_uid))
    if plan is None:
        raise ApiRefusal(409, "plan-lost", "the plan of this execution is no longer in the store")
    return plan


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An object of the store."""

    store: Store
    key: str
    content_type: str


def medium_of(asset: MediaAsset, medium: str, store: Store, bucket: str) -> StoredFile:
    """Return a medium of an asset, or its source; ``bucket`` is the store's own. Raises ApiRefusal without one."""
    if medium == SOURCE:
        return _source_of(asset, store, bucket)
    files = pointers_in(asset.status).files
    key = next((each.key for each in files if each.media.lower() == medium.lower()), None)
    if key is None:
        known = ", ".join(sorted(each.media for each in files)) or "none yet"
        raise ApiRefusal(404, "not-found", f"{asset.metadata.name} has no medium {medium}; it has: {known}")
    return StoredFile(store, key, content_type_of(key))


def content_type_of(key: str) -> str:
    """Return the media type that a key's ending says."""
    ending = key[key.rfind(".") :].lower() if "." in key else ""
    return _TYPES.get(ending) or mimetypes.guess_type(key)[0] or "application/octet-stream"


def _source_of(asset: MediaAsset, store: Store, bucket: str) -> StoredFile:
    """Only of an accepted asset: until then nobody has checked that its namespace may read what it names."""
    accepted = condition_of(asset.status.conditions, ACCEPTED)
    if accepted is None or accepted.status != "True":
        raise ApiRefusal(409, "wrong-state", f"the source of {asset.metadata.name} has not been accepted")
    source = asset.spec.source.s3
    if source is None:
        raise ApiRefusal(
            409, "not-stored", f"the source of {asset.metadata.name} is not stored here: {asset.spec.source.url}"
        )
    found = asset.status.media.content_type if asset.status.media else ""
    where = store if source.bucket == bucket else store.at(source.bucket)
    return StoredFile(where, source.key, found or content_type_of(source.key))
