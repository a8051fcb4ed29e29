"""Summaries of objects: the fields by which lists filter, the same on every adapter."""

from collections.abc import Mapping

from media_insights.api.v1alpha1 import (
    Kind,
    MediaAsset,
    MediaBatch,
    MediaExecution,
    MediaOperator,
    MediaSource,
    MediaWorkflow,
    labels,
)
from media_insights.api.v1alpha1.batch import BatchItems
from media_insights.api.v1alpha1.conditions import READY, condition_of
from media_insights.api.v1alpha1.media_source import SourceObjects
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.running.pointers import pointers_in
from media_insights.ports.objects import ObjectSummary

LONGEST_MESSAGE = 240
"""Characters of an object's message in a list; all of it is with the object."""
PREVIEWS = ("Poster", "Thumbnail", "Sprites", "SpritesVTT")
"""Media that lists show an asset by."""


def summary_of(thing: Kind) -> ObjectSummary:
    """Return an object's summary."""
    meta = thing.metadata
    return ObjectSummary(
        namespace=meta.namespace,
        name=meta.name,
        uid=meta.uid,
        former_uid=meta.labels.get(labels.RESTORED_FROM, ""),
        created=rfc3339(meta.creation_timestamp) if meta.creation_timestamp else "",
        fields=_fields(thing),
    )


def _fields(thing: Kind) -> Mapping[str, str]:
    match thing:
        case MediaAsset():
            return _fields_of_asset(thing)
        case MediaExecution():
            return _fields_of_execution(thing)
        case MediaBatch():
            return _fields_of_batch(thing)
        case MediaSource():
            shown = {"bucket": thing.spec.prefix.bucket, "prefix": thing.spec.prefix.key, "state": thing.status.state}
            return {**shown, "message": thing.status.message[:LONGEST_MESSAGE], **_counts(thing.status.objects)}
        case MediaWorkflow() | MediaOperator():
            return {}


def _fields_of_batch(batch: MediaBatch) -> Mapping[str, str]:
    status = batch.status
    return {
        "workflow": batch.spec.workflow,
        "state": status.state,
        "message": status.message[:LONGEST_MESSAGE],
        **({"rate": status.rate.model_dump_json(by_alias=True, exclude_none=True)} if status.rate else {}),
        **_counts(status.items),
    }


def _counts(counted: BatchItems | SourceObjects | None) -> Mapping[str, str]:
    return {} if counted is None else {name: str(count) for name, count in counted.model_dump().items()}


def _fields_of_asset(asset: MediaAsset) -> Mapping[str, str]:
    media, ready = asset.status.media, condition_of(asset.status.conditions, READY)
    made = {each.media for each in pointers_in(asset.status).files}
    length = media.duration_millis if media else None
    return {
        "title": asset.spec.title,
        "type": (media.type if media else asset.spec.media_type) or "",
        "state": ready.reason if ready else "",
        "message": ready.message[:LONGEST_MESSAGE] if ready else "",
        "previews": " ".join(each for each in PREVIEWS if each in made),
        **({} if length is None else {"duration_millis": str(length)}),
    }


def _fields_of_execution(execution: MediaExecution) -> Mapping[str, str]:
    spec, status = execution.spec, execution.status
    used = status.cost
    return {
        "asset": spec.asset,
        "workflow": spec.workflow,
        "state": status.state or "Queued",
        "progress": status.progress,
        **({"cost": used.model_dump_json(by_alias=True, exclude_none=True)} if used else {}),
    }
