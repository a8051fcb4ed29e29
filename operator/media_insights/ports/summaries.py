"""Summaries of objects: the fields by which lists filter, the same on every adapter."""

from collections.abc import Mapping

from media_insights.api.v1alpha1 import Kind, MediaAsset, MediaExecution, MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.conditions import READY
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.ports.objects import ObjectSummary


def summary_of(thing: Kind) -> ObjectSummary:
    """Return an object's summary."""
    meta = thing.metadata
    return ObjectSummary(
        namespace=meta.namespace,
        name=meta.name,
        uid=meta.uid,
        created=rfc3339(meta.creation_timestamp) if meta.creation_timestamp else "",
        fields=_fields(thing),
    )


def state_of_asset(asset: MediaAsset) -> str:
    """Return the reason of the asset's condition Ready; empty before anything is known."""
    return next((each.reason for each in asset.status.conditions if each.type == READY), "")


def _fields(thing: Kind) -> Mapping[str, str]:
    match thing:
        case MediaAsset():
            media = thing.status.media
            kind = (media.type if media else thing.spec.media_type) or ""
            return {"title": thing.spec.title, "type": kind, "state": state_of_asset(thing)}
        case MediaExecution():
            return {
                "asset": thing.spec.asset,
                "workflow": thing.spec.workflow,
                "state": thing.status.state or "Queued",
            }
        case MediaWorkflow() | MediaOperator():
            return {}
