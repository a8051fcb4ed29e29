"""MediaOperator: the catalogue entry of one containerized analysis step. ``operator.yaml`` *is* this object."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from media_insights.api.v1alpha1.meta import (
    FREE_FORM,
    Conditions,
    Medium,
    Name,
    ObjectMeta,
    Sentence,
    Shape,
    StatusShape,
    keyed_list,
    rule,
    rules,
)

RESULT_NAME = r"^[A-Za-z][A-Za-z0-9_-]{0,62}$"
ResultName = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
FileName = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Quantity = Annotated[str | int, Field(json_schema_extra={"x-kubernetes-int-or-string": True})]


class NamedFile(Shape):
    """A file of the user's own, for instance a list of terms: the object that a parameter names."""

    parameter: str = Field(
        min_length=1,
        max_length=63,
        description="The string parameter that holds a key, or s3://bucket/key, which the namespace may read.",
    )


class NamedCollection(Shape):
    """A collection in the object store, for instance known faces, that a parameter names."""

    kind: Name = Field(description="What is collected, for instance faces.")
    parameter: str = Field(min_length=1, max_length=63, description="The string parameter that holds its name.")


_ONE_SOURCE = "an input reads one of media, result, file and collection: set exactly one"


class OperatorInput(Shape):
    """One input: a medium (the first available of a list), another operator's result, a named file or a collection."""

    model_config: ClassVar = {
        "json_schema_extra": rules(
            rule(
                "[has(self.media), has(self.result), has(self.file), has(self.collection)].exists_one(each, each)",
                _ONE_SOURCE,
            ),
        ),
    }

    name: Name = Field(description="The file or folder under /in that the operator reads.")
    media: tuple[Medium, ...] | None = Field(
        default=None, min_length=1, max_length=16, description="Media that fit; the first available one is taken."
    )
    result: ResultName | None = Field(default=None, description="The resultName of the operator whose result is read.")
    file: NamedFile | None = Field(default=None, description="A file of the user's own that a parameter names.")
    collection: NamedCollection | None = Field(default=None, description="A collection that a parameter names.")
    optional: bool = Field(default=False, description="Whether the operator runs when this input does not exist.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "OperatorInput":
        if sum(each is not None for each in (self.media, self.result, self.file, self.collection)) != 1:
            raise ValueError(_ONE_SOURCE)
        return self

    @property
    def parameter(self) -> str | None:
        """The parameter that names the object to read; None when the input comes from the asset or an operator."""
        named = self.file or self.collection
        return named.parameter if named else None


class OperatorOutput(Shape):
    """One file that the operator writes under /out."""

    name: Name = Field(description="The output's name, unique within the operator.")
    file: FileName = Field(description="The file under /out, and the last part of its key in the object store.")
    result: bool = Field(default=False, description="Whether this is the operator's main result (JSON).")
    media: Medium | None = Field(default=None, description="The medium that this file is for later operators.")
    optional: bool = Field(
        default=False, description="Whether the file may be missing, like the sound of a silent film."
    )
    from_: tuple[Medium, ...] | None = Field(
        default=None,
        alias="from",
        min_length=1,
        max_length=16,
        description="The medium is made only when the chosen input medium is one of these. Absent: always.",
    )
    content_type: str = Field(default="", max_length=127, description="The file's media type (RFC 9110).")


class Gpu(Shape):
    """How many accelerators the operator asks for, and whether it can do without."""

    mode: Literal["Preferred", "Required"] = Field(
        default="Preferred", description="Preferred: asked for when the installation has GPUs. Required: always."
    )
    count: int = Field(default=1, ge=1, le=64, description="Number of devices.")
    resource: str = Field(default="", max_length=253, description="Device name; default: the installation's.")


class Resources(Shape):
    """What one pod of the operator needs."""

    requests: dict[str, Quantity] = Field(default_factory=dict, description="Reserved, as in a container's resources.")
    limits: dict[str, Quantity] = Field(
        default_factory=dict, description="Upper bounds, as in a container's resources."
    )
    gpu: Gpu | None = Field(default=None, description="Accelerators; absent: never.")


class Access(Shape):
    """What an operator may reach beyond its files; by default nothing at all."""

    network: Literal["None", "Egress"] = Field(
        default="None", description="Egress: its pod may open connections to addresses that the installation allows."
    )
    secret: str = Field(
        default="",
        max_length=253,
        pattern=r"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$",
        description="A Secret of the asset's namespace whose keys become environment variables; it may be absent.",
    )
    object_store: Literal["None", "ReadWrite"] = Field(
        default="None", description="ReadWrite: its environment holds the namespace's credentials for the store."
    )


class Retry(Shape):
    """How often a failure that may pass by itself is tried again (exit code 75, infrastructure faults)."""

    limit: int = Field(default=2, ge=0, le=10, description="Number of further attempts.")
    backoff_seconds: int = Field(default=10, ge=1, le=3600, description="Pause before the first; doubled each time.")


class NeededWhen(Shape):
    """The values of a parameter with which a model is loaded; with any other value the operator does without it."""

    parameter: str = Field(min_length=1, max_length=63, description="The parameter that decides.")
    values: tuple[Any, ...] = Field(
        min_length=1, max_length=64, json_schema_extra={"items": FREE_FORM}, description="Its values, any of them."
    )


class Model(Shape):
    """Provenance of one model that the operator ships."""

    name: str = Field(
        max_length=128, description="The model's name; with neededWhen, as the operator's models.yaml calls it."
    )
    task: str = Field(default="", max_length=128, description="What it is used for.")
    licence: str = Field(default="", max_length=128, description="SPDX identifier, or words.")
    sha256: str = Field(default="", max_length=64, description="Digest of the file that is loaded.")
    source: str = Field(default="", max_length=512, description="Where it was taken from.")
    needed_when: NeededWhen | None = Field(
        default=None,
        description="When it is loaded; absent: always. The embedded engine fetches what a run needs, images hold all.",
    )


class IndexTime(Shape):
    """Where a moment's time stands in an item of the result, and its unit."""

    at: str = Field(default="", max_length=256, description="Path of a point in time.")
    from_: str = Field(default="", alias="from", max_length=256, description="Path of a start.")
    to: str = Field(default="", max_length=256, description="Path of an end.")
    unit: Literal["Milliseconds", "Seconds"] = Field(default="Milliseconds", description="Unit of these values.")


class IndexConfidence(Shape):
    """Where a moment's confidence stands, and its scale."""

    field: str = Field(max_length=256, description="Path of the value.")
    scale: Literal[1, 100] = Field(default=100, description="The value that means certainty.")


class Index(Shape):
    """How a result becomes searchable moments.

    Paths are a part of JSONPath, relative to an item of `list`: names joined by dots, `[*]`, `[0]`; `a | b` takes the
    first that finds something, as a video's result and an image's differ.
    """

    list: str = Field(max_length=256, description="Path of the items, from the result's root.")
    operator: str = Field(default="", max_length=63, description="Value of the field Operator in the index.")
    time: IndexTime | None = Field(default=None, description="The moment's time.")
    confidence: IndexConfidence | None = Field(default=None, description="The moment's confidence.")
    boxes: str = Field(default="", max_length=256, description="Path of bounding boxes.")
    fields: dict[str, str] = Field(default_factory=dict, description="Indexed name → path.")
    title: str = Field(default="", max_length=63, description="The field that names a moment; default: Name.")


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
    resources: Resources = Field(default=Resources(), description="What one pod needs.")
    retry: Retry = Field(default=Retry(), description="What is tried again.")
    timeout_seconds: int = Field(default=3600, ge=1, le=604800, description="Longest run of one attempt.")
    access: Access = Field(default=Access(), description="What it may reach beyond its files; default: nothing.")
    models: tuple[Model, ...] = Field(default=(), max_length=16, description="The models it ships.")
    index: Index | None = Field(default=None, description="How its result becomes searchable moments.")

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
