"""MediaWorkflow: an ordered list of stages, each a named group of operators."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from media_insights.api.v1alpha1.meta import (
    FREE_FORM,
    Conditions,
    Name,
    ObjectMeta,
    Sentence,
    Shape,
    StatusShape,
    keyed_list,
)

Parameters = Annotated[
    dict[str, Any],
    Field(json_schema_extra={"maxProperties": 64, **FREE_FORM}),
]
"""Parameter → value of one operator; checked against the operator's own schema when a run is resolved."""

Configuration = Annotated[
    dict[str, Parameters],
    Field(json_schema_extra={"maxProperties": 128}),
]
"""Operator (or alias) → parameter → value. `enabled` (boolean) is understood for every operator."""


class StageOperator(Shape):
    """One operator in a stage."""

    name: Name = Field(description="The MediaOperator.")
    alias: Name | None = Field(default=None, description="A second name, so that one operator can run more than once.")
    enabled: bool = Field(default=True, description="Whether it runs unless a configuration says otherwise.")
    configuration: Parameters = Field(
        default_factory=dict, description="Parameter → value, over the operator's defaults."
    )

    @property
    def label(self) -> str:
        """The name by which configurations and statuses speak of this entry: the alias, or else the operator's name."""
        return self.alias or self.name


class Stage(Shape):
    """A named group of operators."""

    name: Name = Field(description="The stage's name, unique within the workflow.")
    operators: tuple[StageOperator, ...] = Field(
        min_length=1, max_length=32, description="The operators; order has no meaning."
    )


class MediaWorkflowSpec(Shape):
    """What to run over an asset, and in which order."""

    description: Sentence = Field(default="", description="What the workflow is for.")
    scheduling: Literal["DataFlow", "Staged"] = Field(
        default="DataFlow",
        description="DataFlow: an operator starts as soon as what it reads exists. Staged: a stage waits for the last.",
    )
    priority: int = Field(default=0, ge=-1000, le=1000, description="Higher runs first when executions queue.")
    timeout_seconds: int = Field(default=14400, ge=1, le=604800, description="Longest duration of one execution.")
    ttl_seconds_after_finished: int = Field(
        default=604800, ge=0, le=31536000, description="How long finished Argo Workflows are kept."
    )
    stages: tuple[Stage, ...] = Field(
        min_length=1, max_length=16, json_schema_extra=keyed_list("name"), description="The stages, in order."
    )


class WorkflowStatus(StatusShape):
    """What the controller found out about a workflow."""

    observed_generation: int = 0
    conditions: Conditions = ()
    operators: int = Field(default=0, description="Number of operators in all stages.")


class MediaWorkflow(StatusShape):
    """Stages of operators, to be run over assets."""

    PLURAL: ClassVar = "mediaworkflows"
    SHORT: ClassVar = "mwf"
    SCOPE: ClassVar = "Namespaced"
    COLUMNS: ClassVar = (
        ("Operators", "integer", ".status.operators", 0),
        ("Accepted", "string", '.status.conditions[?(@.type=="Accepted")].status', 0),
        ("Reason", "string", '.status.conditions[?(@.type=="Accepted")].reason', 0),
        ("Scheduling", "string", ".spec.scheduling", 1),
        ("Priority", "integer", ".spec.priority", 1),
        ("Age", "date", ".metadata.creationTimestamp", 0),
    )

    api_version: str = "mediainsights.dev/v1alpha1"
    kind: Literal["MediaWorkflow"] = "MediaWorkflow"
    metadata: ObjectMeta = ObjectMeta()
    spec: MediaWorkflowSpec
    status: WorkflowStatus = WorkflowStatus()
