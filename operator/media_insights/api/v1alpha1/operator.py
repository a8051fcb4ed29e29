"""MediaOperator: the catalogue entry of one containerized analysis step. ``operator.yaml`` *is* this object."""

from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from media_insights.api.v1alpha1.meta import (
    FREE_FORM,
    Conditions,
    ObjectMeta,
    Sentence,
    Shape,
    StatusShape,
    keyed_list,
    rule,
    rules,
)
from media_insights.api.v1alpha1.operator_files import OperatorInput, OperatorOutput, ResultName
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.api.v1alpha1.operator_model_source import ModelSource
from media_insights.api.v1alpha1.operator_needs import Access, EnvironmentVariable, Model, Resources, RetryPolicy
from media_insights.api.v1alpha1.operator_vectors import Vectors

_IMAGE_OR_SUSPEND = "an operator either has an image or waits for a person: set image, or suspend: true"


class MediaOperatorSpec(Shape):
    """A containerized analysis step: what it reads, writes, needs and can be told."""

    model_config: ClassVar = {
        "json_schema_extra": rules(
            rule(
                "self.outputs.filter(o, has(o.result) && o.result).size() <= 1",
                "at most one output is the main result: set result: true once",
            ),
            rule("has(self.image) != (has(self.suspend) && self.suspend)", _IMAGE_OR_SUSPEND),
        ),
    }

    result_name: ResultName = Field(
        description="Name of the result: its file, the REST API, search (MIE's OperatorName)."
    )
    result_parameter: str = Field(
        default="",
        max_length=63,
        description="A string parameter that may name the result in place of resultName; it is then indexed as the "
        "catalogue's operator of that resultName says, and has its schema.",
    )
    result_schema_version: int = Field(
        default=1,
        ge=1,
        le=1000,
        description="Version of the schema that its result has (docs/results). Readers upgrade results of older ones.",
    )
    version: str = Field(max_length=63, description="Version of the operator; part of what a run is identified by.")
    description: Sentence = Field(default="", description="What the operator does, in a sentence.")
    image: str = Field(
        default="",
        max_length=512,
        description="A short name gets the installation's registry and tag; a full reference is used as it is.",
    )
    suspend: bool = Field(
        default=False,
        description="No container: the run waits for a person here, and all later stages with it. The answer given "
        "with the execution's spec.resume is the result.",
    )
    command: tuple[str, ...] = Field(
        default=("python", "/app/main.py"), max_length=64, description="Command of the container."
    )
    items: Literal["One", "Many"] = Field(
        default="One",
        description="How many items one start of its command can do. Many: where a run has many, they lie below "
        "/in/items, and each gets a verdict of its own; operators on the SDK can.",
    )
    inputs: tuple[OperatorInput, ...] = Field(
        default=(), max_length=16, json_schema_extra=keyed_list("name"), description="What it reads."
    )
    starts_after: Literal["Inputs", "EarlierStages"] = Field(
        default="Inputs",
        description="When it starts: as soon as its inputs are there, or when all that runs in earlier stages has "
        "ended well. With EarlierStages it is told which results there are (context.json: earlier).",
    )
    outputs: tuple[OperatorOutput, ...] = Field(
        default=(), max_length=32, json_schema_extra=keyed_list("name"), description="What it writes."
    )
    parameters: dict[str, dict[str, Any]] = Field(
        default_factory=dict,
        json_schema_extra={"maxProperties": 64, "additionalProperties": {"type": "object", **FREE_FORM}},
        description="Parameter → JSON Schema: validation, documentation and forms.",
    )
    environment: tuple[EnvironmentVariable, ...] = Field(
        default=(), max_length=32, json_schema_extra=keyed_list("name"), description="Variables of its environment."
    )
    resources: Resources = Field(default=Resources(), description="What one pod needs.")
    retry: RetryPolicy = Field(default=RetryPolicy(), description="What is tried again.")
    timeout_seconds: int = Field(default=3600, ge=1, le=604800, description="Longest run of one attempt.")
    access: Access = Field(default=Access(), description="What it may reach beyond its files; default: nothing.")
    models: tuple[Model, ...] = Field(default=(), max_length=16, description="The models it ships.")
    model_source: ModelSource | None = Field(
        default=None,
        description="Models that the installation mounts, which come before those it ships; part of a run's identity.",
    )
    index: Index | None = Field(default=None, description="How its result becomes searchable moments.")
    vectors: Vectors | None = Field(default=None, description="How its result's vectors are searched.")

    @model_validator(mode="after")
    def _image_or_suspend(self) -> "MediaOperatorSpec":
        if bool(self.image) == self.suspend:
            raise ValueError(_IMAGE_OR_SUSPEND)
        return self

    @property
    def result_output(self) -> OperatorOutput | None:
        """The output that is the main result, if the operator has one."""
        return next((output for output in self.outputs if output.result), None)


class OperatorStatus(StatusShape):
    """What the controller found out about an operator."""

    observed_generation: int = 0
    conditions: Conditions = ()


class MediaOperator(StatusShape):
    """A catalogue entry, cluster-wide: administrators approve what may run."""

    PLURAL: ClassVar = "mediaoperators"
    SHORT: ClassVar = "mop"
    SCOPE: ClassVar = "Cluster"
    COLUMNS: ClassVar = (
        ("Result", "string", ".spec.resultName", 0),
        ("Version", "string", ".spec.version", 0),
        ("Accepted", "string", '.status.conditions[?(@.type=="Accepted")].status', 0),
        ("Image", "string", ".spec.image", 1),
        ("Age", "date", ".metadata.creationTimestamp", 0),
    )

    api_version: str = "mediainsights.dev/v1alpha1"
    kind: Literal["MediaOperator"] = "MediaOperator"
    metadata: ObjectMeta = ObjectMeta()
    spec: MediaOperatorSpec
    status: OperatorStatus = OperatorStatus()
