"""Views: our kinds as the API shows them, without what only Kubernetes needs."""

from typing import Any

from pydantic import BaseModel, Field

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import AssetExecution, MediaFacts, Source
from media_insights.api.v1alpha1.conditions import READY, SUCCEEDED, condition_of
from media_insights.api.v1alpha1.execution import Queue, Rerun, StageProgress, TotalCost
from media_insights.api.v1alpha1.meta import ObjectMeta, StatusShape
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.domain.holds import hold_of
from media_insights.domain.running.asset_status import edits_of
from media_insights.domain.running.deleted_results import standing
from media_insights.domain.running.pointers import pointers_in
from media_insights.ports.objects import ObjectSummary
from media_insights.ports.summaries import summary_of

ID = Field(
    description="The UID: never used again, also when the name is.", examples=["0d4bd5a1-6f0c-4d1e-8a3c-1f2e3d4c5b6a"]
)


class ResultView(StatusShape):
    """The newest finished result of an operator."""

    name: str = Field(description="The result's name, for instance `labelDetection`.")
    execution: str = Field(description="Name of the execution that made it.")
    schema_version: int = 1
    bytes: int = 0
    time: MaybeTime = None


class MediumView(StatusShape):
    """A file that an operator made."""

    medium: str = Field(description="For instance `ProxyEncode`, `Thumbnail`, `CaptionsVTT`.")
    execution: str
    bytes: int = 0


class AssetRow(StatusShape):
    """An asset in a list."""

    id: str = ID
    namespace: str
    name: str
    title: str = ""
    type: str = Field(default="", description="Video, Audio, Image or Text; empty before it is known.")
    state: str = Field(default="", description="Complete when every workflow that was asked for is.")
    message: str = Field(default="", description="Why it is in this state; in lists its beginning.")
    created: str = Field(default="", description="RFC 3339, UTC.")
    duration_millis: int | None = Field(default=None, description="Absent for what has no length, or not yet.")
    previews: list[str] = Field(default_factory=list, description="Media to show it by: Poster, Thumbnail, Sprites …")


class AssetDocument(AssetRow):
    """An asset and what is known about it."""

    source: Source
    media: MediaFacts | None = None
    legal_hold: str = Field(default="", description="Why it must not be deleted; empty: it may be.")
    workflows: list[str] = Field(default_factory=list, description="Workflows that were asked for.")
    results: list[ResultView] = Field(default_factory=list)
    files: list[MediumView] = Field(default_factory=list)
    executions: list[AssetExecution] = Field(default_factory=list)
    edits: int = Field(default=0, description="Version of what people edited, which grows with each edit; 0: nothing.")


class ExecutionRow(StatusShape):
    """An execution in a list."""

    id: str = ID
    namespace: str
    name: str
    asset: str = Field(description="The asset's name.")
    workflow: str
    state: str = "Queued"
    progress: str = Field(default="", description="Operators finished of all that run, for instance 7/12.")
    created: str = Field(default="", description="RFC 3339, UTC.")
    cost: TotalCost | None = Field(default=None, description="What the operators that have ended used together.")


class ExecutionDocument(ExecutionRow):
    """An execution and how far it is."""

    message: str = ""
    current_stage: str = ""
    configuration: dict[str, dict[str, Any]] = Field(default_factory=dict)
    queue: Queue | None = None
    started_at: MaybeTime = None
    finished_at: MaybeTime = None
    repeats: Rerun | None = Field(default=None, description="The execution that this one repeats.")
    stages: list[StageProgress] = Field(default_factory=list)


class Receipt(BaseModel):
    """What was begun: the object goes with everything that it has stored."""

    id: str
    namespace: str
    name: str
    state: str = "Deleting"
    receipt: str = Field(default="", description="Of an asset: where its receipt can be read when it is gone.")


def asset_summary(found: ObjectSummary) -> AssetRow:
    """Return an asset's line in a list."""
    fields = {**found.fields, "previews": found.fields["previews"].split()}
    return AssetRow(id=found.uid, namespace=found.namespace, name=found.name, created=found.created, **fields)


def execution_summary(found: ObjectSummary) -> ExecutionRow:
    """Return an execution's line in a list."""
    used = found.fields.get("cost")
    fields = {**found.fields, "cost": TotalCost.model_validate_json(used) if used else None}
    return ExecutionRow(id=found.uid, namespace=found.namespace, name=found.name, created=found.created, **fields)


def asset_view(asset: MediaAsset) -> AssetDocument:
    """Return an asset as the API shows it."""
    status, pointers = asset.status, standing(pointers_in(asset.status), asset)
    ready = condition_of(status.conditions, READY)
    return AssetDocument(
        **{**asset_summary(summary_of(asset)).model_dump(), "message": ready.message if ready else ""},
        source=asset.spec.source,
        legal_hold=hold_of(asset),
        media=status.media,
        workflows=[each.name for each in asset.spec.workflows],
        results=[
            ResultView(
                name=each.operator,
                execution=each.execution,
                schema_version=each.schema_version or 1,
                bytes=each.bytes,
                time=each.time,
            )
            for each in pointers.metadata
        ],
        files=[MediumView(medium=each.media, execution=each.execution, bytes=each.bytes) for each in pointers.files],
        executions=list(status.executions),
        edits=edits_of(asset) or 0,
    )


def linked_view(asset: AssetDocument) -> AssetDocument:
    """Return what a link shows of an asset: what is played and what was found, not where it is stored or why.

    Nothing is checked, since a source that is not told is no source.
    """
    return AssetDocument.model_construct(
        id=asset.id,
        namespace="",
        name=asset.name,
        title=asset.title,
        type=asset.type,
        state=asset.state,
        created=asset.created,
        duration_millis=asset.duration_millis,
        previews=asset.previews,
        source=Source.model_construct(),
        media=asset.media,
        results=[each.model_copy(update={"execution": ""}) for each in asset.results],
        files=[each.model_copy(update={"execution": ""}) for each in asset.files],
        edits=asset.edits,
    )


def execution_view(execution: MediaExecution) -> ExecutionDocument:
    """Return an execution as the API shows it."""
    spec, status = execution.spec, execution.status
    succeeded = condition_of(status.conditions, SUCCEEDED)
    return ExecutionDocument(
        **execution_summary(summary_of(execution)).model_dump(),
        message=status.message or (succeeded.message if succeeded else ""),
        current_stage=status.current_stage,
        configuration=spec.configuration,
        queue=status.queue,
        started_at=status.started_at,
        finished_at=status.finished_at,
        repeats=spec.from_,
        stages=list(status.stages),
    )


def receipt_of(meta: ObjectMeta) -> Receipt:
    """Return the receipt of a deletion."""
    return Receipt(id=meta.uid, namespace=meta.namespace, name=meta.name)
