"""Objects of the store: an asset's source, and those that a plan's parameters name."""

import asyncio
from collections.abc import Mapping, Sequence

from media_insights.api.v1alpha1 import MediaAsset, reasons
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.domain.deciding.assets.asset_facts import Rejection, SourceObject
from media_insights.domain.planning.plan import Plan, WiredInput
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.references import Address, Known, Reach
from media_insights.domain.sources.media import sniff
from media_insights.domain.sources.windows import HEAD_BYTES, Window
from media_insights.errors import AccessDenied, NoSuchBucket, NoSuchObject, StoreError
from media_insights.storage.references import observe_references
from media_insights.storage.store import Store

_REASONS: Mapping[type[StoreError], tuple[str, str]] = {
    NoSuchObject: (reasons.SOURCE_NOT_FOUND, "key: there is no {uri}; upload it; the controller checks again"),
    NoSuchBucket: (reasons.BUCKET_NOT_FOUND, "bucket: there is no bucket {bucket}"),
    AccessDenied: (reasons.SOURCE_UNREADABLE, "bucket: the installation's credentials may not read {uri}"),
}


async def known_of(named: Sequence[WiredInput], reach: Reach, store: Store) -> Known | None:
    """Return the versions of named objects and the collections in the store; None when nothing is named.

    Unavailable when the store does not answer.
    """
    if not named:
        return None
    addresses = [Address(wired.bucket, wired.key) for wired in named if wired.bucket]
    kinds = [wired.collection for wired in named if wired.collection]
    return await asyncio.to_thread(observe_references, addresses, kinds, reach, store)


async def source_of(asset: MediaAsset, store: Store) -> SourceObject | Rejection:
    """Return size and first bytes of an asset's source, or why it cannot be read.

    Unavailable when the store does not answer.
    """
    try:
        return await asyncio.to_thread(_read, asset, store)
    except StoreError as error:
        reason, sentence = _REASONS.get(type(error), (reasons.SOURCE_UNREADABLE, "key: {uri} cannot be read: {error}"))
        bucket = asset.spec.source.s3.bucket if asset.spec.source.s3 else ""
        said = sentence.format(uri=asset.spec.source.uri, bucket=bucket, error=error)
        return Rejection(reason=reason, message=f"spec.source.s3.{said}")


async def change_of_source(plan: Plan, store: Store) -> Problem | None:
    """Return what is wrong with the source of a run that is to start: it is another object than was accepted, or gone.

    Results of one asset belong to the same bytes. A source that may not be read any more is left to the run, which
    says so. Raises Unavailable when the store does not answer, and NoSuchBucket while the installation's bucket is
    missing: that is about no run, and none ends by it.
    """
    return await asyncio.to_thread(_change, plan, store)


def _change(plan: Plan, store: Store) -> Problem | None:
    source, path, accepted = Address.of(plan.asset.source), "spec.source.s3.key", plan.asset.media.etag
    try:
        found = store.at(source.bucket).head(source.key).etag
    except (NoSuchObject, NoSuchBucket) as error:
        if isinstance(error, NoSuchBucket) and source.bucket == store.bucket:
            raise
        said = f"{plan.asset.source.uri} is gone; upload it again under the same key"
        return Problem(path=path, message=said, reason=reasons.SOURCE_NOT_FOUND)
    except AccessDenied:
        return None
    if accepted in ("", found):
        return None
    said = f"{plan.asset.source.uri} has changed since the asset was accepted; make another MediaAsset of it"
    return Problem(path=path, message=said, reason=reasons.SOURCE_CHANGED)


def read_source(bucket: Store, key: str, file_name: str, declared: SourceType | None = None) -> SourceObject:
    """Return size, version and content of an object; ``declared`` is the type that its asset says it has."""
    info = bucket.head(key)
    head = bucket.range(key, 0, HEAD_BYTES)
    window = Window(head, info.bytes, lambda start, length: bucket.range(key, start, length))
    return SourceObject(bytes=info.bytes, etag=info.etag, content=sniff(window, file_name, declared))


def _read(asset: MediaAsset, store: Store) -> SourceObject:
    source = asset.spec.source.s3
    if source is None:
        raise StoreError("only objects of the store are read")
    return read_source(store.at(source.bucket), source.key, asset.spec.source.file_name, asset.spec.media_type)
