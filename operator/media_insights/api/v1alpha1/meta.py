"""What every kind shares: the camelCase model, object metadata, conditions."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from media_insights.api.v1alpha1.times import MaybeTime

Manifest = dict[str, Any]
"""A Kubernetes object as plain JSON: the one place where types end."""

Name = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
"""A DNS label (RFC 1123): lower-case letters, digits and dashes."""

ObjectName = Annotated[str, Field(min_length=1, max_length=253, pattern=r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")]
"""The name of a Kubernetes object (RFC 1123 subdomain)."""

BucketName = Annotated[
    str,
    Field(min_length=3, max_length=63, pattern=r"^[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*$"),
]
"""A bucket of an object store: lower-case letters, digits and dashes in parts that dots separate."""

Medium = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[A-Z][A-Za-z0-9]*$")]
"""The name of a medium: Video, Audio, Image, Text, ProxyEncode, Frames, Thumbnail …"""

NO_CONTROLS: dict[str, Any] = {"pattern": r"^[^\x00-\x1f\x7f-\x9f]*$"}
"""Schema extension of free text on one line: the API server accepts no control characters.

Readers accept them: an object from before this rule is shown, and never stands in the way of the others.
"""

Sentence = Annotated[str, Field(max_length=1024)]


CHANGES = "Number of reported changes of the object; the newest has this number."
"""Description of ``status.changes``."""


class Shape(BaseModel):
    """A part of a kind: camelCase outside, snake_case inside, immutable, unknown fields refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class StatusShape(BaseModel):
    """A part of a status: like :class:`Shape`, but fields of a newer version are ignored rather than refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True)


class OwnerReference(StatusShape):
    """A pointer to the object that this one belongs to and is collected with."""

    api_version: str
    kind: str
    name: str
    uid: str
    controller: bool | None = None
    block_owner_deletion: bool | None = None


class ObjectMeta(StatusShape):
    """The part of Kubernetes' object metadata that the product reads."""

    name: str = ""
    namespace: str = ""
    uid: str = ""
    generation: int = 0
    resource_version: str = ""
    creation_timestamp: MaybeTime = None
    deletion_timestamp: MaybeTime = None
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)
    finalizers: tuple[str, ...] = ()
    owner_references: tuple[OwnerReference, ...] = ()


class Condition(StatusShape):
    """One aspect of an object's state, as the Kubernetes API conventions define it."""

    type: str = Field(max_length=63, description="What the condition is about, for instance Accepted.")
    status: Literal["True", "False", "Unknown"]
    reason: str = Field(max_length=63, description="One word in CamelCase for programs.")
    message: str = Field(default="", max_length=4096, description="A sentence for people.")
    observed_generation: int = Field(default=0, description="The generation of the spec that this was decided for.")
    last_transition_time: MaybeTime = Field(default=None, description="When `status` last changed.")


Conditions = Annotated[
    tuple[Condition, ...],
    Field(
        max_length=16,
        json_schema_extra={"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"]},
        description="The state in the words of the Kubernetes API conventions.",
    ),
]


def keyed_list(*keys: str, **more: Any) -> dict[str, Any]:
    """Return the schema extension that makes a list a map with the given keys (server-side apply, uniqueness)."""
    return {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": list(keys), **more}


def rule(cel: str, message: str, **more: str) -> dict[str, str]:
    """Return one CEL validation: an expression that must hold, and the sentence shown when it does not."""
    return {"rule": cel, "message": message, **more}


def rules(*validations: dict[str, str]) -> dict[str, Any]:
    """Return the schema extension that carries CEL validations."""
    return {"x-kubernetes-validations": list(validations)}


def fixed(field: str, another: str) -> dict[str, str]:
    """Return the CEL validation that a field of a spec never changes; ``another`` is the kind to make instead."""
    same = f"has(self.{field}) == has(oldSelf.{field}) && (!has(self.{field}) || self.{field} == oldSelf.{field})"
    return rule(same, f"{field} is immutable: create another {another}", fieldPath=f".{field}")


FREE_FORM: dict[str, Any] = {"x-kubernetes-preserve-unknown-fields": True}
"""Schema extension of values that only a later schema (an operator's parameters) can check."""
