"""Listed objects: which of those below a prefix are files of a namespace, and why a place cannot be listed."""

from collections.abc import Mapping

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.asset import S3Source
from media_insights.api.v1alpha1.prefix import Prefix
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.file_items import may_be_key
from media_insights.domain.sources.tenancy import Tenant
from media_insights.errors import AccessDenied, NoSuchBucket, NoSuchObject, StoreError

PAGE = 1000
"""Objects that one pass lists: one request to an S3, so that a slow one is never asked for the same again."""
_REASONS: Mapping[type[StoreError], tuple[str, str]] = {
    NoSuchObject: (reasons.SOURCE_NOT_FOUND, "there is no {uri}; upload it; the controller checks again"),
    NoSuchBucket: (reasons.BUCKET_NOT_FOUND, "there is no bucket {bucket}; the controller checks again"),
    AccessDenied: (reasons.SOURCE_UNREADABLE, "the installation's credentials may not list {uri}"),
}


def is_file(key: str, prefix: Prefix, tenant: Tenant) -> bool:
    """Return whether an object is a file, not a folder's mark, that the namespace may read and an asset may name."""
    if key.endswith("/") or not may_be_key(key):
        return False
    return tenant.may("Read", S3Source.model_construct(bucket=prefix.bucket, key=key))


def unlisted(path: str, place: Prefix | S3Source, error: StoreError) -> Rejection:
    """Return why a place cannot be listed, by the path of the field that names it."""
    uri = f"s3://{place.bucket}/{place.key}"
    reason, sentence = _REASONS.get(type(error), (reasons.SOURCE_UNREADABLE, "{uri} cannot be listed: {error}"))
    return Rejection(reason=reason, message=f"{path}: {sentence.format(uri=uri, bucket=place.bucket, error=error)}")
