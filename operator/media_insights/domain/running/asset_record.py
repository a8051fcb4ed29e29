"""Record of an asset, ``asset.json`` beside its results: all that is known of it, however much that is.

The status of the object is bounded and keeps what fits; the record is derived from the same values, and is written
before the status that points to the same results. It can be read without the cluster.

Where the status has no room for all pointers, a pass compares with the record, and a pass may end between the record
and the status. So the record that it replaces is kept beside it, and read as long as the status has not followed.
"""

from pydantic import BaseModel

from media_insights.api.v1alpha1 import AssetStatus, MediaAsset
from media_insights.api.v1alpha1.asset import MediaPointer, MetadataPointer
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import layout
from media_insights.domain.running.pointers import Pointers

FORMAT = "mediainsights.dev/asset/v1"
"""Value of ``format``: a reader of another format refuses the file."""
_COUNT = "changesBefore"


def record_of(asset: MediaAsset, status: AssetStatus, pointers: Pointers) -> Manifest:
    """Return the record: identity, source, media facts, executions, and every pointer with a key below the prefix."""
    meta, prefix = asset.metadata, layout.asset_prefix(asset.metadata.namespace, asset.metadata.uid)
    return {
        "format": FORMAT,
        "asset": {"name": meta.name, "namespace": meta.namespace, "uid": meta.uid, "title": asset.spec.title},
        "source": _plain(asset.spec.source),
        "media": _plain(status.media) if status.media else {},
        "executions": [_plain(each) for each in status.executions if each.state in FINISHED],
        "metadata": [_relative(each, prefix) for each in pointers.metadata],
        "files": [_relative(each, prefix) for each in pointers.files],
    }


def with_count(record: Manifest, changes: int | None) -> Manifest:
    """Return a record that says how many changes had been counted before it, and that its status will count more."""
    return {**record, _COUNT: changes or 0}


def is_ahead(record: Manifest, status: AssetStatus) -> bool:
    """Return whether the status that should have followed a record was never written."""
    count = record.get(_COUNT)
    return isinstance(count, int) and (status.changes or 0) <= count


def pointers_of_record(record: Manifest, prefix: str) -> Pointers:
    """Return the pointers of a record, with whole keys; ValueError for a record of another format or another place.

    A record lies in the store, where it is input: a pointer to what does not belong to the asset is refused.
    """
    if record.get("format") != FORMAT:
        raise ValueError(f"a record has format {FORMAT}, but this file has {record.get('format')!r}")
    metadata = tuple(MetadataPointer.model_validate(_whole(each, prefix)) for each in record["metadata"])
    files = tuple(MediaPointer.model_validate(_whole(each, prefix)) for each in record["files"])
    return Pointers(metadata=metadata, files=files)


def _relative(pointer: MetadataPointer | MediaPointer, prefix: str) -> Manifest:
    return _plain(pointer) | {"key": pointer.key.removeprefix(prefix)}


def _whole(pointer: Manifest, prefix: str) -> Manifest:
    key = str(pointer["key"])
    if key.startswith(layout.PRIVATE) or ".." in key.split("/"):
        raise ValueError(f"a record points below its own asset only, not to {key!r}")
    return {**pointer, "key": f"{prefix}{key}"}


def _plain(value: BaseModel) -> Manifest:
    return value.model_dump(mode="json", by_alias=True, exclude_none=True)
