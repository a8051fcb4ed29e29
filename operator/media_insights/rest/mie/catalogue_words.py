"""Operators, stages and workflows in the engine's words: Operations, Stages, Workflows."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import Query

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow, MediaWorkflowSpec
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.api.v1alpha1.workflow import Stage, StageOperator
from media_insights.rest.access import RequestAccess
from media_insights.rest.mie.engine_names import EngineNames, names_of
from media_insights.rest.mie.operations import METADATA_ONLY, functions_of

Json = dict[str, Any]
API_VERSION = "3.0.0"
"""The version of the engine's API that these shapes are of."""
Force = Annotated[bool, Query(description="Delete it although workflows were made of it; they keep it.")]


def operation_of(operator: MediaOperator) -> Json:
    """Return an operator as an Operation; its parameters' defaults are the Configuration."""
    names = names_of(operator)
    entry = StageOperator(name=operator.metadata.name, enabled=names.is_enabled)
    return {
        "Name": names.name,
        **functions_of(operator.spec),
        "Configuration": configuration_of(operator, entry),
        "Version": operator.spec.version,
        "Id": operator.metadata.uid,
        "Created": _created(operator),
        "ResourceType": "OPERATION",
        "ApiVersion": API_VERSION,
        "StageName": f"_{names.name}",
    }


async def operators_known_to(access: RequestAccess) -> dict[str, MediaOperator]:
    """Return name → operator of the catalogue."""
    names = [each.name for each in await access.ports.operators.summaries()]
    return {name: await access.ports.operators.get("", name) for name in names}


def operation_named(name: str, operators: Mapping[str, MediaOperator]) -> MediaOperator | None:
    """Return the operator that a name means: ours, or the one that a client of the engine gave it."""
    return operators.get(name) or next((each for each in operators.values() if names_of(each).name == name), None)


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
        "Operations": [called(entry, operators) for entry in stage.operators],
        "Configuration": configuration_of_stage(stage, operators),
        "ResourceType": "STAGE",
        "ApiVersion": API_VERSION,
        "Version": "v0",
    }


def stage_of_operator(operator: MediaOperator) -> Json:
    """Return the stage of one operator that the engine made for each of them."""
    names, name = names_of(operator), operator.metadata.name
    entry = StageOperator(name=name, enabled=names.is_enabled)
    return {**stage_of(Stage(name=name, operators=(entry,)), {name: operator}), "Name": f"_{names.name}"}


def configuration_of_stage(stage: Stage, operators: Mapping[str, MediaOperator]) -> Json:
    """Return operator → configuration of a stage."""
    return {called(entry, operators): configuration_of(operators.get(entry.name), entry) for entry in stage.operators}


def called(entry: StageOperator, operators: Mapping[str, MediaOperator]) -> str:
    """Return what a client calls an entry of a stage: its alias, or else the name that a client gave its operator."""
    operator = operators.get(entry.name)
    return entry.alias or (names_of(operator).name if operator else entry.name)


def workflow_of(workflow: MediaWorkflow, operators: Mapping[str, MediaOperator]) -> Json:
    """Return a workflow with its stages in full: a chain."""
    spec, names = workflow.spec, names_of(workflow)
    return {
        "Name": names.name,
        "StartAt": names.of_stage(spec.stages[0].name),
        "Stages": stages_of(spec, operators, names),
        "Operations": [called(entry, operators) for stage in spec.stages for entry in stage.operators],
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
    """Return the entry of a stage that a name means: ours, the alias, or the engine's (``labelDetection``).

    One that has exactly this name wins over those that differ in dashes and capitals.
    """
    known = [(entry, _names_of_entry(entry, operators)) for entry in entries]
    exact = next((entry for entry, names in known if name in names), None)
    return exact or next((entry for entry, names in known if _plain(name) in map(_plain, names)), None)


def _names_of_entry(entry: StageOperator, operators: Mapping[str, MediaOperator]) -> tuple[str, ...]:
    result = (operators[entry.name].spec.result_name,) if entry.name in operators else ()
    return (entry.label, called(entry, operators), *result)


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


def _created(thing: MediaOperator | MediaWorkflow) -> str:
    return rfc3339(thing.metadata.creation_timestamp) if thing.metadata.creation_timestamp else ""
