"""Needs of an operator: resources, access, retries and models."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from media_insights.api.v1alpha1.meta import FREE_FORM, Shape, rule, rules

ONE_VALUE = "a variable has a value, or takes that of a parameter: set one of the two"
Quantity = Annotated[str | int, Field(json_schema_extra={"x-kubernetes-int-or-string": True})]


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
    storage_factor: int = Field(
        default=4,
        ge=1,
        le=64,
        description="Bytes on the node's disk per byte of the source, at most: inputs, outputs and temporary files "
        "together. The pod's limit of ephemeral-storage is made of it.",
    )
    gpu: Gpu | None = Field(default=None, description="Accelerators; absent: never.")


VariableName = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""The name of an environment variable."""


class EnvironmentVariable(Shape):
    """An environment variable that is no secret: a value of the catalogue's, or the value of a parameter."""

    model_config: ClassVar = {
        "json_schema_extra": rules(rule("has(self.value) != has(self.parameter)", ONE_VALUE)),
    }

    name: VariableName = Field(description="The variable's name; none that steers the process or its libraries.")
    value: str | None = Field(
        default=None, max_length=4096, description="Its value. A value below /app/ is a place in the operator's folder."
    )
    parameter: str | None = Field(
        default=None,
        min_length=1,
        max_length=63,
        description="The parameter whose value it has, so that workflows set it: a string, number or boolean.",
    )

    @model_validator(mode="after")
    def _one_value(self) -> "EnvironmentVariable":
        if (self.value is None) == (self.parameter is None):
            raise ValueError(ONE_VALUE)
        return self


class SecretKeys(Shape):
    """Keys of a Secret that an operator reads, each as an environment variable of the same name."""

    name: str = Field(
        min_length=1,
        max_length=253,
        pattern=r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$",
        description="A Secret of the asset's namespace; it may be absent.",
    )
    keys: tuple[VariableName, ...] = Field(
        default=(), max_length=32, description="Its keys, each of which may be absent; others are not passed on."
    )


class NeededWhen(Shape):
    """The values of a parameter with which something is needed; with any other value the operator does without it."""

    parameter: str = Field(min_length=1, max_length=63, description="The parameter that decides.")
    values: tuple[Any, ...] = Field(
        min_length=1, max_length=64, json_schema_extra={"items": FREE_FORM}, description="Its values, any of them."
    )


class Access(Shape):
    """What an operator may reach beyond its files; by default nothing at all."""

    network: Literal["None", "Egress"] = Field(
        default="None", description="Egress: its pod may open connections to addresses that the installation allows."
    )
    secret: SecretKeys | None = Field(
        default=None, description="A Secret of the asset's namespace, and its keys that become environment variables."
    )
    object_store: Literal["None", "ReadWrite"] = Field(
        default="None", description="ReadWrite: its environment holds the namespace's credentials for the store."
    )
    needed_when: NeededWhen | None = Field(
        default=None,
        description="When the operator is given all of it: with these values of a parameter, else nothing; "
        "absent: always.",
    )

    @field_validator("secret", mode="before")
    @classmethod
    def _as_version_0_1_wrote_it(cls, value: Any) -> Any:
        """Read the name alone, as plans and operators of version 0.1 have it: it passes on no key."""
        return ({"name": value} if value else None) if isinstance(value, str) else value


class RetryPolicy(Shape):
    """How often a failure that may pass by itself is tried again (exit code 75, infrastructure faults)."""

    limit: int = Field(default=2, ge=0, le=10, description="Number of further attempts.")
    backoff_seconds: int = Field(default=10, ge=1, le=3600, description="Pause before the first; doubled each time.")


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
