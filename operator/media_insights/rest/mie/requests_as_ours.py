"""Requests of the engine's clients as ours."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow
from media_insights.domain import layout
from media_insights.rest.mie.catalogue_words import entry_of
from media_insights.rest.mie.engine_names import names_of
from media_insights.rest.problems import ApiRefusal

Loose = ConfigDict(extra="ignore", populate_by_name=True)
"""The engine's clients send members that it ignored."""


_NAMES = {"Enabled": "enabled"}


class MediaObject(BaseModel):
    """An object of the store."""

    model_config = ConfigDict(
        **Loose,
        json_schema_extra={"examples": [{"S3Bucket": "media-insights", "S3Key": layout.upload_key("n", "a.mp4")}]},
    )

    bucket: str = Field(alias="S3Bucket", min_length=3, max_length=63)
    key: str = Field(alias="S3Key", min_length=1, max_length=1024)


class ExecutionInput(BaseModel):
    """What runs over: an asset, or a file that becomes one."""

    model_config = Loose

    asset_id: str = Field(default="", alias="AssetId", max_length=63)
    media: dict[str, MediaObject] = Field(default_factory=dict, alias="Media")


class ExecutionRequest(BaseModel):
    """Body of ``POST /workflow/execution``."""

    model_config = ConfigDict(
        **Loose,
        json_schema_extra={
            "examples": [
                {
                    "Name": "full-analysis",
                    "Input": {"AssetId": "0d4bd5a1-6f0c-4d1e-8a3c-1f2e3d4c5b6a"},
                    "Configuration": {"speech": {"transcribe": {"language": "en"}}},
                }
            ]
        },
    )

    name: str = Field(alias="Name", min_length=1, max_length=253)
    input: ExecutionInput = Field(alias="Input")
    configuration: dict[str, dict[str, dict[str, Any]]] = Field(default_factory=dict, alias="Configuration")


class ResumeRequest(BaseModel):
    """Body of ``PUT /workflow/execution/{id}``."""

    model_config = ConfigDict(**Loose, json_schema_extra={"examples": [{"WaitingStageName": "review"}]})

    stage: str = Field(alias="WaitingStageName", min_length=1, max_length=63)


class CreateInput(MediaObject):
    """A file that becomes an asset."""

    media_type: str = Field(default="", alias="MediaType", max_length=63)


class CreateRequest(BaseModel):
    """Body of ``POST /create``."""

    model_config = ConfigDict(
        **Loose,
        json_schema_extra={
            "examples": [
                {
                    "Input": {
                        "MediaType": "Video",
                        "S3Bucket": "media-insights",
                        "S3Key": layout.upload_key("n", "a.mp4"),
                    }
                }
            ]
        },
    )

    input: CreateInput = Field(alias="Input")


class MetadataRequest(BaseModel):
    """Body of ``POST /metadata/{asset}``."""

    model_config = ConfigDict(
        **Loose,
        json_schema_extra={
            "examples": [{"OperatorName": "wordCount", "WorkflowId": "0d4b", "Results": {"Words": {"water": 2}}}]
        },
    )

    operator: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,62}$")] = Field(alias="OperatorName")
    workflow_id: str = Field(alias="WorkflowId", min_length=1, max_length=63, pattern=r"^[A-Za-z0-9-]+$")
    results: dict[str, Any] = Field(alias="Results")


class LockRequest(BaseModel):
    """Body of ``POST /checkout/{asset}``."""

    model_config = ConfigDict(**Loose, json_schema_extra={"examples": [{"LockedBy": "ana"}]})

    locked_by: str = Field(alias="LockedBy", min_length=1, max_length=256)


def configuration_as_ours(
    given: Mapping[str, Mapping[str, Mapping[str, Any]]],
    workflow: MediaWorkflow,
    operators: Mapping[str, MediaOperator],
) -> dict[str, dict[str, Any]]:
    """Return operator → parameter → value. Raises ApiRefusal (400) for a stage or operator that there is not.

    ``MediaType`` is left out: what a file is, its content says.
    """
    names = names_of(workflow)
    stages = {names.of_stage(stage.name): stage for stage in workflow.spec.stages}
    found: dict[str, dict[str, Any]] = {}
    for stage, by_operator in given.items():
        if stage not in stages:
            raise _invalid("stage", stage, stages)
        for name, values in by_operator.items():
            entry = entry_of(name, stages[stage].operators, operators)
            if entry is None:
                raise _invalid("operation", name, [each.label for each in stages[stage].operators])
            named = {_NAMES.get(key, key): value for key, value in values.items() if key != "MediaType"}
            found.setdefault(entry.label, {}).update(named)
    return found


def _invalid(what: str, name: str, known: Any) -> ApiRefusal:
    return ApiRefusal(400, "bad-request", f"Invalid {what} found in Configuration: {name}; known: {', '.join(known)}")
