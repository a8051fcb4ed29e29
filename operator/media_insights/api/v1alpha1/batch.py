"""MediaBatch: many files, and the workflow that runs over each of them."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from media_insights.api.v1alpha1.asset import S3Source
from media_insights.api.v1alpha1.meta import (
    CHANGES,
    Conditions,
    ObjectMeta,
    ObjectName,
    Shape,
    StatusShape,
    fixed,
    rule,
    rules,
)
from media_insights.api.v1alpha1.prefix import Pattern, Prefix
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.api.v1alpha1.workflow import Configuration

MediaBatchState = Literal["", "Listing", "Started", "Paused", "Complete", "Error", "Cancelled"]

_ONE_SOURCE = "a source is either prefix or list: set exactly one"


class BatchSource(Shape):
    """Which files are the batch's items: exactly one of `prefix` and `list`."""

    model_config: ClassVar = {"json_schema_extra": rules(rule("has(self.prefix) != has(self.list)", _ONE_SOURCE))}

    prefix: Prefix | None = Field(default=None, description="What lies below a prefix of a bucket.")
    list_: S3Source | None = Field(
        default=None,
        alias="list",
        description="An object with one JSON object a line: `key`, and where needed `bucket`, `version` and `title`.",
    )
    include: tuple[Pattern, ...] = Field(
        default=(),
        max_length=32,
        description="Patterns of names, or of paths below the prefix, such as `*.jpg`; in any case of letters.",
    )
    exclude: tuple[Pattern, ...] = Field(
        default=(), max_length=32, description="Patterns of what is left out although it is included."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> "BatchSource":
        if (self.prefix is None) == (self.list_ is None):
            raise ValueError(_ONE_SOURCE)
        return self

    @property
    def uri(self) -> str:
        """The source as one line for people."""
        if self.prefix:
            return self.prefix.uri
        return f"s3://{self.list_.bucket}/{self.list_.key}" if self.list_ else ""


class FailureBudget(Shape):
    """How much failure is no reason to stop."""

    percent: int = Field(ge=0, le=100, description="Share of all items that may fail; beyond it the batch is Paused.")


class MediaBatchSpec(Shape):
    """Which files, and what to run over each of them."""

    model_config: ClassVar = {
        "json_schema_extra": rules(*(fixed(field, "MediaBatch") for field in ("source", "workflow", "configuration"))),
    }

    source: BatchSource = Field(description="Which files are the items. Immutable.")
    workflow: ObjectName = Field(description="The MediaWorkflow, in this namespace or the installation's. Immutable.")
    configuration: Configuration = Field(
        default_factory=dict,
        description="Operator → parameter → value, merged per key over the workflow's. Immutable.",
    )
    parallelism: int = Field(
        default=20, ge=1, le=1000, description="How many of its executions are unfinished at once, at most."
    )
    failure_budget: FailureBudget | None = Field(
        default=None, description="When too much fails, no further item begins; absent: however many fail."
    )
    suspend: bool = Field(default=False, description="While true, no further item begins; what runs goes on.")
    cancel: bool = Field(
        default=False,
        description="No further item begins, and what runs is cancelled. Cannot be taken back.",
        json_schema_extra=rules(rule("self || !oldSelf", "cancel cannot be taken back: create another MediaBatch")),
    )
    relist: int = Field(
        default=0,
        ge=0,
        description="Raise it to list the source again: files that are new, or new versions, begin.",
        json_schema_extra=rules(rule("self >= oldSelf", "relist only grows: each listing has a number of its own")),
    )
    retries: int = Field(
        default=0, ge=0, le=100, description="How often what failed runs again. Raise it to run it once more."
    )


class BatchItems(StatusShape):
    """How many items there are, by what became of them."""

    total: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = Field(default=0, description="Objects that the source names and include or exclude leave out.")
    running: int = Field(default=0, description="Those that have begun and not ended, queued ones among them.")


class BatchRate(StatusShape):
    """How fast items ended within the last ten minutes."""

    items_per_minute: float = 0
    seconds_left: int | None = Field(default=None, description="At this rate; absent while none has ended.")
    computed_at: MaybeTime = Field(default=None, description="When; anew as a count changes, or after a minute.")


class FailureCount(StatusShape):
    """A sentence, and how many items failed with it."""

    message: str = Field(default="", max_length=256)
    count: int = 0


class BatchFailures(StatusShape):
    """What failed."""

    key: str = Field(default="", max_length=512, description="Key of the list: a JSON object for each failed item.")
    digest: str = Field(default="", max_length=71, description="sha256 of the list, by which a change is seen.")
    most: tuple[FailureCount, ...] = Field(
        default=(),
        max_length=5,
        json_schema_extra={"x-kubernetes-list-type": "atomic"},
        description="The most frequent.",
    )


class BatchCheckpoint(StatusShape):
    """How far the source has been listed, and the list has been begun: where another replica goes on."""

    key: str = Field(default="", max_length=512, description="Prefix of the lists of new items.")
    relist: int = Field(default=0, description="The `spec.relist` that this listing is for.")
    listed_up_to: str = Field(default="", max_length=1024, description="The last key that was listed.")
    complete: bool = Field(default=False, description="Whether all of the source has been listed.")
    planned: int = Field(default=0, description="New items that the listing found.")
    begun: int = Field(default=0, description="How many of these have become assets or were refused, from the first.")
    skipped: int = 0


class BatchStatus(StatusShape):
    """How far the batch is."""

    observed_generation: int = 0
    conditions: Conditions = ()
    state: MediaBatchState = ""
    message: str = Field(default="", max_length=1024, description="Why it is in this state.")
    items: BatchItems | None = None
    rate: BatchRate | None = None
    failures: BatchFailures | None = None
    checkpoint: BatchCheckpoint | None = None
    started_at: MaybeTime = None
    finished_at: MaybeTime = None
    changes: int | None = Field(default=None, ge=0, description=CHANGES)


class MediaBatch(StatusShape):
    """Many files as one object: each becomes an asset with an execution, a bounded number at a time."""

    PLURAL: ClassVar = "mediabatches"
    SHORT: ClassVar = "mb"
    SCOPE: ClassVar = "Namespaced"
    COLUMNS: ClassVar = (
        ("Workflow", "string", ".spec.workflow", 0),
        ("State", "string", ".status.state", 0),
        ("Total", "integer", ".status.items.total", 0),
        ("Done", "integer", ".status.items.done", 0),
        ("Failed", "integer", ".status.items.failed", 0),
        ("Running", "integer", ".status.items.running", 0),
        ("Left", "integer", ".status.rate.secondsLeft", 1),
        ("Message", "string", ".status.message", 1),
        ("Age", "date", ".metadata.creationTimestamp", 0),
    )

    api_version: str = "mediainsights.dev/v1alpha1"
    kind: Literal["MediaBatch"] = "MediaBatch"
    metadata: ObjectMeta = ObjectMeta()
    spec: MediaBatchSpec
    status: BatchStatus = BatchStatus()
