"""MediaAsset: one media item and all that is known about it."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from media_insights.api.v1alpha1.meta import (
    CHANGES,
    NO_CONTROLS,
    BucketName,
    Conditions,
    ObjectMeta,
    ObjectName,
    Shape,
    StatusShape,
    keyed_list,
    rule,
    rules,
)
from media_insights.api.v1alpha1.retention import RetentionStatus
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.api.v1alpha1.workflow import Configuration

SourceType = Literal["Video", "Audio", "Image", "Text"]


class S3Source(Shape):
    """An object in an S3 bucket that the installation's credentials may read."""

    bucket: BucketName = Field(
        description="The bucket: lower-case letters, digits and dashes in parts that dots separate."
    )
    key: str = Field(
        min_length=1,
        max_length=1024,
        json_schema_extra=NO_CONTROLS,
        description="The object's key; any Unicode but control characters, spaces included.",
    )


class Source(Shape):
    """Where the media file is: exactly one of the fields."""

    model_config: ClassVar = {
        "json_schema_extra": rules(
            rule("has(self.s3) != has(self.url)", "a source is either s3 or url: set exactly one"),
        ),
    }

    s3: S3Source | None = Field(default=None, description="An object in the object store.")
    url: str | None = Field(
        default=None, max_length=2048, pattern=r"^https://", description="Not fetched: refused (UnsupportedSource)."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> "Source":
        if (self.s3 is None) == (self.url is None):
            raise ValueError("a source is either s3 or url: set exactly one")
        return self

    @property
    def uri(self) -> str:
        """The source as one line for people."""
        return f"s3://{self.s3.bucket}/{self.s3.key}" if self.s3 else str(self.url)

    @property
    def file_name(self) -> str:
        """The last part of the source's path, undecoded."""
        return (self.s3.key if self.s3 else str(self.url)).rstrip("/").rsplit("/", 1)[-1]


class AssetWorkflow(Shape):
    """A workflow to run over the asset."""

    name: ObjectName = Field(description="The MediaWorkflow, in the asset's namespace or the installation's.")
    configuration: Configuration = Field(
        default_factory=dict, description="Operator → parameter → value, merged per key over the workflow's."
    )


class MediaAssetSpec(Shape):
    """A media file and what to run over it."""

    source: Source = Field(
        description="Where the media file is. Immutable: another file is another asset.",
        json_schema_extra=rules(rule("self == oldSelf", "source is immutable: another file is another MediaAsset")),
    )
    media_type: SourceType | None = Field(
        default=None, description="Video, Audio, Image or Text; found out from the content when absent."
    )
    title: str = Field(
        default="",
        max_length=256,
        json_schema_extra=NO_CONTROLS,
        description="Free text for people, on one line.",
    )
    workflows: tuple[AssetWorkflow, ...] = Field(
        default=(),
        max_length=16,
        json_schema_extra=keyed_list("name"),
        description="Each entry makes one MediaExecution, and a new one when it changes.",
    )
    deletion_policy: Literal["Retain", "DeleteSource"] = Field(
        default="Retain", description="What happens to the source object when this resource is deleted."
    )


class MediaFacts(StatusShape):
    """What is known about the media file."""

    type: SourceType | None = None
    container: str = Field(default="", max_length=63)
    content_type: str = Field(default="", max_length=127)
    bytes: int = 0
    etag: str = Field(default="", max_length=128)
    duration_millis: int | None = Field(default=None, description="Length; known when an operator has read the file.")
    width: int | None = Field(default=None, description="Pixels in a row of the upright image.")
    height: int | None = Field(default=None, description="Rows of the upright image.")
    frame_rate: float | None = Field(default=None, description="Frames per second of a video.")
    audio_tracks: int | None = None


class MetadataPointer(StatusShape):
    """Where the newest finished result of an operator is, with its whole key: what readers follow."""

    operator: str = Field(max_length=63, description="The result's name.")
    execution: str = Field(default="", max_length=253)
    key: str = Field(max_length=512, description="Key in the installation's bucket.")
    schema_version: int | None = Field(
        default=None, description="Version of the schema that the result has (docs/results); absent: 1."
    )
    bytes: int = 0
    time: MaybeTime = None


class MediaPointer(StatusShape):
    """Where a medium that an operator made is."""

    media: str = Field(max_length=63)
    execution: str = Field(default="", max_length=253)
    key: str = Field(max_length=512)
    bytes: int = 0


class ResultFile(StatusShape):
    """The newest finished result of an operator, in its execution's folder."""

    operator: str = Field(max_length=63, description="The result's name.")
    file: str = Field(default="", max_length=253, description="Its file in the folder; absent: the name and .json.")
    schema_version: int | None = Field(
        default=None, description="Version of the schema that the result has (docs/results); absent: 1."
    )
    bytes: int = 0
    time: MaybeTime = None


class MediumFile(StatusShape):
    """The newest file of a medium that operators made, in its execution's folder."""

    media: str = Field(max_length=63)
    file: str = Field(max_length=253, description="Its file in the folder.")
    bytes: int = 0


class ResultFolder(StatusShape):
    """The folder of an execution, and which of its files are the newest of the asset."""

    folder: str = Field(max_length=512, description="Below the asset's prefix; a whole key for version 0.1.")
    execution: str = Field(default="", max_length=253)
    metadata: tuple[ResultFile, ...] = Field(default=(), max_length=64, json_schema_extra=keyed_list("operator"))
    files: tuple[MediumFile, ...] = Field(default=(), max_length=32, json_schema_extra=keyed_list("media"))


class AssetExecution(StatusShape):
    """The newest execution of one workflow over the asset."""

    workflow: str = Field(max_length=253)
    name: str = Field(max_length=253)
    state: str = Field(default="", max_length=31)
    configuration_hash: str = Field(default="", max_length=71)


class AssetStatus(StatusShape):
    """What is known about the asset, and where."""

    observed_generation: int = 0
    conditions: Conditions = ()
    changes: int | None = Field(default=None, ge=0, description=CHANGES)
    media: MediaFacts | None = None
    prefix: str = Field(
        default="",
        max_length=512,
        description="Where all of the asset lies in the installation's bucket; asset.json there is its full record.",
    )
    results: tuple[ResultFolder, ...] = Field(
        default=(),
        max_length=64,
        json_schema_extra=keyed_list("folder"),
        description="Newest finished results and media, by the execution that made them.",
    )
    omitted: int | None = Field(
        default=None, ge=0, description="How many more there are, for which the status has no room: see asset.json."
    )
    moved_from: str = Field(
        default="", max_length=512, description="Where it lay before, for version 0.1; removed when nothing runs."
    )
    metadata: tuple[MetadataPointer, ...] = Field(
        default=(),
        max_length=64,
        json_schema_extra=keyed_list("operator"),
        description="Of version 0.1: the newest results, before results had it.",
    )
    files: tuple[MediaPointer, ...] = Field(
        default=(),
        max_length=32,
        json_schema_extra=keyed_list("media"),
        description="Of version 0.1: the newest media, before results had it.",
    )
    retention: RetentionStatus | None = None
    edits: int | None = Field(default=None, ge=0, description="Version of the log of people's edits; absent: none yet.")
    executions: tuple[AssetExecution, ...] = Field(
        default=(),
        max_length=16,
        json_schema_extra=keyed_list("workflow"),
        description="Newest execution per workflow.",
    )


class MediaAsset(StatusShape):
    """A media file in object storage, and everything that is known about it."""

    PLURAL: ClassVar = "mediaassets"
    SHORT: ClassVar = "mas"
    SCOPE: ClassVar = "Namespaced"
    COLUMNS: ClassVar = (
        ("Type", "string", ".status.media.type", 0),
        ("Accepted", "string", '.status.conditions[?(@.type=="Accepted")].status', 0),
        ("Ready", "string", '.status.conditions[?(@.type=="Ready")].status', 0),
        ("State", "string", '.status.conditions[?(@.type=="Ready")].reason', 0),
        ("Message", "string", '.status.conditions[?(@.type=="Ready")].message', 0),
        ("Age", "date", ".metadata.creationTimestamp", 0),
    )

    api_version: str = "mediainsights.dev/v1alpha1"
    kind: Literal["MediaAsset"] = "MediaAsset"
    metadata: ObjectMeta = ObjectMeta()
    spec: MediaAssetSpec
    status: AssetStatus = AssetStatus()
