"""MediaExecution: one run of one workflow over one asset."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from media_insights.api.v1alpha1.meta import (
    CHANGES,
    FREE_FORM,
    Conditions,
    Name,
    ObjectMeta,
    ObjectName,
    Shape,
    StatusShape,
    fixed,
    keyed_list,
    rule,
    rules,
)
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.api.v1alpha1.workflow import Configuration

State = Literal["", "Queued", "Started", "Waiting", "Resumed", "Complete", "Error", "Cancelled", "TimedOut"]
OperatorState = Literal[
    "Not Started", "Started", "Executing", "Waiting", "Complete", "Skipped", "Error", "Cancelled", "TimedOut"
]
FINISHED: frozenset[str] = frozenset({"Complete", "Error", "Cancelled", "TimedOut"})
"""The states that an execution never leaves."""


class Rerun(Shape):
    """What an execution takes over from an earlier one."""

    execution: ObjectName = Field(description="The earlier MediaExecution, of the same asset.")
    scope: Literal["Failed", "All", "Operator"] = Field(default="Failed", description="What runs again.")
    operators: tuple[Name, ...] = Field(default=(), max_length=64, description="With scope Operator: which ones.")


class Resume(Shape):
    """A decision that a waiting stage was waiting for."""

    stage: Name = Field(description="The waiting stage.")
    data: dict[str, Any] = Field(
        default_factory=dict, json_schema_extra=FREE_FORM, description="Handed to the operators after it."
    )


class MediaExecutionSpec(Shape):
    """Which workflow to run over which asset. Immutable but for `cancel` and `resume`."""

    model_config: ClassVar = {
        "json_schema_extra": rules(
            *(
                fixed(field, "MediaExecution")
                for field in ("asset", "workflow", "configuration", "reuse", "from", "priority")
            ),
        ),
    }

    asset: ObjectName = Field(description="The MediaAsset, in the same namespace.")
    workflow: ObjectName = Field(description="The MediaWorkflow, in this namespace or the installation's.")
    configuration: Configuration = Field(
        default_factory=dict, description="Operator → parameter → value, merged per key over the workflow's."
    )
    priority: int | None = Field(
        default=None, ge=-1000, le=1000, description="Higher runs first; default: the workflow's."
    )
    reuse: Literal["Unchanged", "Never"] = Field(
        default="Unchanged",
        description="Whether a rerun links earlier results whose inputs, image and configuration are the same.",
    )
    from_: Rerun | None = Field(default=None, alias="from", description="The execution that this one repeats.")
    cancel: bool = Field(
        default=False,
        description="Stops the execution and its pods. Cannot be taken back.",
        json_schema_extra=rules(rule("self || !oldSelf", "cancel cannot be taken back: create another MediaExecution")),
    )
    resume: tuple[Resume, ...] = Field(
        default=(), max_length=16, json_schema_extra=keyed_list("stage"), description="Answers to waiting stages."
    )


class Cost(StatusShape):
    """What was used, as far as it was measured: what nobody measured is absent, and never guessed."""

    cpu_seconds: float | None = Field(
        default=None, ge=0, description="CPU seconds of the process and what it started, in all attempts that say so."
    )
    gpu_seconds: float | None = Field(
        default=None, ge=0, description="Seconds for which it had its GPUs, times their number, in all attempts."
    )
    bytes_read: int | None = Field(default=None, ge=0, description="Bytes of the files that it was given.")
    bytes_written: int | None = Field(default=None, ge=0, description="Bytes of the files that were stored of it.")


class TotalCost(Cost):
    """What the operators of an execution used together, as far as it was measured."""

    unmeasured: int | None = Field(
        default=None, ge=0, description="How many operators ran whose CPU seconds nobody measured; absent: none."
    )


class OperatorProgress(StatusShape):
    """One operator's part of an execution."""

    name: str = Field(max_length=63, description="The operator's name, or its alias.")
    operator: str = Field(default="", max_length=63, description="The MediaOperator, where the name is an alias.")
    status: OperatorState = "Not Started"
    message: str = Field(default="", max_length=512, description="Why it failed or was skipped; how far it is.")
    started_at: MaybeTime = None
    finished_at: MaybeTime = None
    attempts: int = 0
    progress: str = Field(default="", max_length=31, description="N/M while it runs.")
    key: str = Field(default="", max_length=512, description="Key of the result.")
    schema_version: int | None = Field(
        default=None, description="Version of the schema that the result has (docs/results); absent: 1."
    )
    bytes: int = 0
    gpu_idle: bool | None = Field(
        default=None, description="True: a GPU was reserved for it, and nothing computed there. Absent: none was."
    )
    cost: Cost | None = Field(default=None, description="What it used, once it has ended.")


class StageProgress(StatusShape):
    """One stage of an execution."""

    name: str = Field(max_length=63)
    status: OperatorState = "Not Started"
    operators: tuple[OperatorProgress, ...] = Field(default=(), max_length=32, json_schema_extra=keyed_list("name"))


class Queue(StatusShape):
    """Where a queued execution stands."""

    position: int = 0
    limit: str = Field(
        default="", max_length=253, description="The limit that holds it: maxConcurrentExecutions, or a device."
    )
    reason: str = Field(default="", max_length=256, description="Why it waits, as a sentence.")


class ArgoReference(StatusShape):
    """The Argo Workflow that runs the execution."""

    workflow: str = Field(default="", max_length=253)
    url: str = Field(default="", max_length=1024)


class ExecutionStatus(StatusShape):
    """How far the execution is."""

    observed_generation: int = 0
    conditions: Conditions = ()
    state: State = ""
    message: str = Field(default="", max_length=1024, description="Why it ended as it did.")
    current_stage: str = Field(default="", max_length=63)
    progress: str = Field(
        default="", max_length=31, description="Operators finished of all that run, for instance 7/12."
    )
    queue: Queue | None = None
    queued_at: MaybeTime = None
    started_at: MaybeTime = None
    finished_at: MaybeTime = None
    demand: dict[str, int] | None = Field(
        default=None, max_length=32, description="Device → most of them in use at once; absent: not decided yet."
    )
    plan_hash: str = Field(
        default="",
        max_length=71,
        description="sha256 of the snapshot plan.json that runs; while it is queued, that would run.",
    )
    plan_key: str = Field(default="", max_length=512, description="Key of the snapshot in the installation's bucket.")
    argo: ArgoReference | None = None
    cost: TotalCost | None = Field(default=None, description="What the operators that have ended used together.")
    changes: int | None = Field(default=None, ge=0, description=CHANGES)
    stages: tuple[StageProgress, ...] = Field(default=(), max_length=16, json_schema_extra=keyed_list("name"))


class MediaExecution(StatusShape):
    """One run of one workflow over one asset: the unit of queueing, cancelling and retrying."""

    PLURAL: ClassVar = "mediaexecutions"
    SHORT: ClassVar = "mex"
    SCOPE: ClassVar = "Namespaced"
    COLUMNS: ClassVar = (
        ("Asset", "string", ".spec.asset", 0),
        ("Workflow", "string", ".spec.workflow", 0),
        ("State", "string", ".status.state", 0),
        ("Progress", "string", ".status.progress", 0),
        ("Stage", "string", ".status.currentStage", 0),
        ("Message", "string", ".status.message", 1),
        ("Age", "date", ".metadata.creationTimestamp", 0),
    )

    api_version: str = "mediainsights.dev/v1alpha1"
    kind: Literal["MediaExecution"] = "MediaExecution"
    metadata: ObjectMeta = ObjectMeta()
    spec: MediaExecutionSpec
    status: ExecutionStatus = ExecutionStatus()
