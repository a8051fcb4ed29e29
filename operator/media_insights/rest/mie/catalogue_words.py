"""Operators, stages and workflows in the engine's words: Operations, Stages, Workflows."""

from collections.abc import Iterable, Mapping
from typing import Any

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow, MediaWorkflowSpec
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.api.v1alpha1.workflow import Stage, StageOperator
from media_insights.rest.mie.engine_names import EngineNames, names_of

Json = dict[str, Any]
API_VERSION = "3.0.0"
"""The version of the engine's API that these shapes are of."""
METADATA_ONLY = "MetadataOnly"
"""MediaType of an operator that reads no medium."""


def operation_of(operator: MediaOperator) -> Json:
    """Return an operator as an Operation; its parameters' defaults are the Configuration."""
    return {
        "Name": operator.metadata.name,
        "Type": "Async",
        "Configuration": configuration_of(operator, StageOperator(name=operator.metadata.name)),
        "Version": operator.spec.version,
        "Id": operator.metadata.uid,
        "Created": _created(operator),
        "ResourceType": "OPERATION",
        "ApiVersion": API_VERSION,
        "StageName": f"_{operator.metadata.name}",
    }


def configuration_of(operator: MediaOperator | None, entry: StageOperator) -> Json:
    """Return the configuration of an operator in a stage: its defaults, and what the workflow says."""
    media = [each for wired in operator.spec.inputs for each in wired.media or ()] if operator else []
    defaults = {}
    if operator:
        for name, schema in operator.spec.parameters.items():
            if isinstance(schema, Mapping) and "default" in schema:
                defaults[name] = schema["default"]
    return {
        "MediaType": media[0] if media else METADATA_ONLY,
        "Enabled": entry.enabled,
        **defaults,
        **entry.configuration,
    }


def stage_of(stage: Stage, operators: Mapping[str, MediaOperator]) -> Json:
    """Return a stage."""
    return {
        "Name": stage.name,
        "Operations": [entry.label for entry in stage.operators],
        "Configuration": configuration_of_stage(stage, operators),
        "ResourceType": "STAGE",
        "ApiVersion": API_VERSION,
        "Version": "v0",
    }


def configuration_of_stage(stage: Stage, operators: Mapping[str, MediaOperator]) -> Json:
    """Return operator → configuration of a stage."""
    return {entry.label: configuration_of(operators.get(entry.name), entry) for entry in stage.operators}


def workflow_of(workflow: MediaWorkflow, operators: Mapping[str, MediaOperator]) -> Json:
    """Return a workflow with its stages in full: a chain."""
    spec, names = workflow.spec, names_of(workflow)
    return {
        "Name": names.name,
        "StartAt": names.of_stage(spec.stages[0].name),
        "Stages": stages_of(spec, operators, names),
        "Operations": [entry.label for stage in spec.stages for entry in stage.operators],
        "StaleOperations": [],
        "StaleStages": [],
        "Version": f"v{max(0, workflow.metadata.generation - 1)}",
        "Id": workflow.metadata.uid,
        "Created": _created(workflow),
        "Revisions": str(max(1, workflow.metadata.generation)),
        "ResourceType": "WORKFLOW",
        "ApiVersion": API_VERSION,
        "Trigger": "api",
    }


def stages_of(spec: MediaWorkflowSpec, operators: Mapping[str, MediaOperator], names: EngineNames) -> Json:
    """Return name → stage, each with the one after it."""
    called = [names.of_stage(stage.name) for stage in spec.stages]
    following: list[Json] = [*({"Next": name} for name in called[1:]), {"End": True}]
    pairs = zip(called, spec.stages, following, strict=True)
    return {name: {**stage_of(stage, operators), "Name": name, **after} for name, stage, after in pairs}


def entry_of(
    name: str, entries: Iterable[StageOperator], operators: Mapping[str, MediaOperator]
) -> StageOperator | None:
    """Return the entry of a stage that a name means: ours, the alias, or the engine's (``labelDetection``)."""
    wanted = _plain(name)
    for entry in entries:
        result = operators[entry.name].spec.result_name if entry.name in operators else ""
        if wanted in {_plain(entry.label), _plain(result)}:
            return entry
    return None


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


def _created(thing: MediaOperator | MediaWorkflow) -> str:
    return rfc3339(thing.metadata.creation_timestamp) if thing.metadata.creation_timestamp else ""
