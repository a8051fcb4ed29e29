"""CloudEvents 1.0: one event per change of an asset, an execution or a batch, with the same id whenever it is made.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md, and its extensions "Partitioning" and "Sequence".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.asset import MediaFacts, MetadataPointer
from media_insights.api.v1alpha1.batch import BatchItems
from media_insights.api.v1alpha1.conditions import ACCEPTED
from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import micro_time
from media_insights.domain.deciding.changes import DELETED, METADATA_CHANGED, METADATA_REMOVED, METADATA_STORED, Change
from media_insights.domain.wording import printable
from media_insights.results.schemas import DIALECT, Schema, plain

TYPES = "dev.mediainsights."
"""What the types of all events begin with."""

EventType = Literal[
    "dev.mediainsights.asset.accepted",
    "dev.mediainsights.asset.rejected",
    "dev.mediainsights.asset.changed",
    "dev.mediainsights.asset.deleted",
    "dev.mediainsights.metadata.stored",
    "dev.mediainsights.metadata.removed",
    "dev.mediainsights.metadata.changed",
    "dev.mediainsights.execution.changed",
    "dev.mediainsights.batch.changed",
    "dev.mediainsights.batch.deleted",
]
EventKind = Literal["MediaAsset", "MediaExecution", "MediaBatch"]
"""The kinds whose changes are told."""
BATCH_CHANGED: EventType = "dev.mediainsights.batch.changed"
BATCH_DELETED: EventType = "dev.mediainsights.batch.deleted"
EXECUTION_CHANGED: EventType = "dev.mediainsights.execution.changed"
_OF_ASSETS: dict[str, EventType] = {
    DELETED: "dev.mediainsights.asset.deleted",
    METADATA_STORED: "dev.mediainsights.metadata.stored",
    METADATA_CHANGED: "dev.mediainsights.metadata.changed",
    METADATA_REMOVED: "dev.mediainsights.metadata.removed",
}


class EventShape(BaseModel):
    """A part of an event: camelCase outside; what a newer version adds is ignored."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True)


class EventAsset(EventShape):
    """The asset that an event is about; of a batch, which is about many, its name is empty too."""

    name: str
    namespace: str
    uid: str = Field(description="MIE's AssetId; empty while the asset of an execution does not exist.")


class EventExecution(EventShape):
    """The execution that an event is about."""

    name: str
    uid: str = Field(description="MIE's WorkflowExecutionId.")
    workflow: str


class EventBatch(EventShape):
    """The batch that an event is about."""

    name: str
    namespace: str
    uid: str
    workflow: str


class EventData(EventShape):
    """What happened."""

    asset: EventAsset
    execution: EventExecution | None = Field(default=None, description="Of execution.changed.")
    batch: EventBatch | None = Field(default=None, description="Of batch.changed and batch.deleted.")
    reason: str = Field(description="One word in CamelCase: a state, or why.")
    message: str = Field(description="A sentence for people.")
    ok: bool = Field(description="Whether it is as people wish it.")
    state: str = Field(default="", description="Of execution.changed and of batches: the object's state after it.")
    progress: str = Field(default="", description="Of execution.changed: operators finished of all that run: 7/12.")
    operator: OperatorProgress | None = Field(
        default=None, description="Of execution.changed: which operator ended, and how."
    )
    result: MetadataPointer | None = Field(
        default=None,
        description="Of metadata.stored and metadata.removed: the result's name, its key, and what made it.",
    )
    edits: int | None = Field(
        default=None, description="Of metadata.changed: the version of the asset's log of edits, which readers apply."
    )
    media: MediaFacts | None = Field(default=None, description="Of asset.accepted: what is known of the file.")
    items: BatchItems | None = Field(default=None, description="Of batches: how many, by what became of them.")


class CloudEvent(EventShape):
    """An event in CloudEvents' JSON format (application/cloudevents+json)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    specversion: Literal["1.0"] = "1.0"
    id: Annotated[str, Field(description="UID of the object and number of its change: the same for every attempt.")]
    source: Annotated[str, Field(description="Path of the object in the Kubernetes API.")]
    type: EventType
    subject: Annotated[str, Field(description="The result's name where there is a ``result``, else the object's.")]
    time: Annotated[str, Field(description="When it was noticed: RFC 3339, UTC, microseconds.")]
    datacontenttype: Literal["application/json"] = "application/json"
    partitionkey: Annotated[str, Field(description="UID of the asset: events with the same one come in order.")]
    sequence: Annotated[str, Field(description="Number of the change within its object: ten digits, compares as text.")]
    data: EventData

    @property
    def number(self) -> int:
        """The number of the change within its object."""
        return int(self.sequence)

    @property
    def moment(self) -> datetime:
        """When it was noticed."""
        return datetime.fromisoformat(self.time)

    def json_bytes(self) -> bytes:
        """Return the event as it is sent: the same bytes whenever the same event is sent."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()


def event_schema() -> Schema:
    """Return the JSON Schema of events, as it is published: open, since members may be added."""
    schema: Schema = plain(CloudEvent.model_json_schema(mode="validation", by_alias=True))
    return {"$schema": DIALECT, "$id": "https://mediainsights.dev/events.schema.json", **schema, "title": "Event"}


@dataclass(frozen=True, slots=True)
class EventObject:
    """The object whose changes are told."""

    kind: EventKind
    plural: str
    namespace: str
    name: str
    uid: str
    asset: EventAsset
    execution: EventExecution | None = None
    batch: EventBatch | None = None

    @property
    def partition(self) -> str:
        """UID of the asset; of a batch, and of an execution without an asset, its own."""
        return self.asset.uid or self.uid


def object_of(manifest: Manifest) -> EventObject:
    """Return what a manifest of an asset, an execution or a batch is in events."""
    meta = manifest["metadata"]
    namespace, name, uid = meta.get("namespace", ""), meta["name"], meta["uid"]
    if manifest["kind"] == "MediaAsset":
        own = EventAsset(name=name, namespace=namespace, uid=uid)
        return EventObject("MediaAsset", "mediaassets", namespace, name, uid, own)
    spec = manifest.get("spec") or {}
    if manifest["kind"] == "MediaBatch":
        batch = EventBatch(name=name, namespace=namespace, uid=uid, workflow=str(spec.get("workflow", "")))
        none = EventAsset(name="", namespace=namespace, uid="")
        return EventObject("MediaBatch", "mediabatches", namespace, name, uid, none, batch=batch)
    asset = EventAsset(name=str(spec.get("asset", "")), namespace=namespace, uid=_asset_uid(meta))
    execution = EventExecution(name=name, uid=uid, workflow=str(spec.get("workflow", "")))
    return EventObject("MediaExecution", "mediaexecutions", namespace, name, uid, asset, execution)


def _asset_uid(meta: Manifest) -> str:
    """Return the UID of an execution's asset: its owner's, or the one of its label."""
    owners = (each.get("uid") for each in meta.get("ownerReferences") or () if each.get("kind") == "MediaAsset")
    return str(next(owners, None) or (meta.get("labels") or {}).get(labels.ASSET_UID, ""))


def events_of(
    about: EventObject, status: Manifest, changes: Sequence[Change], time: datetime
) -> tuple[CloudEvent, ...]:
    """Return the events of changes that a status makes; ``status`` is the new one, as it is written."""
    return tuple(_event(about, status, change, time) for change in changes)


def _event(about: EventObject, status: Manifest, change: Change, time: datetime) -> CloudEvent:
    return CloudEvent(
        id=f"{about.uid}/{change.sequence}",
        source=f"/apis/mediainsights.dev/v1alpha1/namespaces/{about.namespace}/{about.plural}/{about.name}",
        type=_type_of(about, change),
        subject=change.result.operator if change.result else about.name,
        time=micro_time(time),
        partitionkey=about.partition,
        sequence=f"{change.sequence:010d}",
        data=EventData(
            asset=about.asset,
            execution=about.execution,
            batch=about.batch,
            reason=change.reason,
            message=printable(change.message),
            ok=change.well,
            operator=change.operator,
            result=change.result,
            edits=change.edits,
            **_of_status(about, status, change),
        ),
    )


def _type_of(about: EventObject, change: Change) -> EventType:
    if about.kind == "MediaExecution":
        return EXECUTION_CHANGED
    if about.kind == "MediaBatch":
        return BATCH_DELETED if change.reason == DELETED else BATCH_CHANGED
    if change.condition == ACCEPTED:
        return "dev.mediainsights.asset.accepted" if change.well else "dev.mediainsights.asset.rejected"
    return _OF_ASSETS.get(change.reason, "dev.mediainsights.asset.changed")


def _of_status(about: EventObject, status: Manifest, change: Change) -> dict[str, Any]:
    if about.kind == "MediaExecution":
        return {"state": str(status.get("state", "")), "progress": str(status.get("progress", ""))}
    if about.kind == "MediaBatch":
        items = status.get("items")
        counts = BatchItems.model_validate(items) if items else None
        return {"state": str(status.get("state", "")), "items": counts}
    media = status.get("media") if change.reason == ACCEPTED else None
    return {"media": MediaFacts.model_validate(media) if media else None}
