"""Executions in the engine's words: WorkflowExecutions."""

from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.execution import StageProgress
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.rest.mie.catalogue_words import API_VERSION, Json, called
from media_insights.rest.mie.engine_names import EngineNames, names_of

_STATES = {"": "Queued", "Cancelled": "Error", "TimedOut": "Error"}
"""States that the engine does not know; all others are called the same."""
_OPERATOR_STATES = {"Waiting": "Executing", "Cancelled": "Error", "TimedOut": "Error"}


def status_of(execution: MediaExecution) -> str:
    """Return Queued, Started, Waiting, Resumed, Error or Complete."""
    state = execution.status.state
    return _STATES.get(state, state)


def execution_of(
    execution: MediaExecution,
    asset: MediaAsset | None,
    workflow: MediaWorkflow | None,
    operators: Mapping[str, MediaOperator],
) -> Json:
    """Return an execution in full; its stages have what became of their operators."""
    status, meta = execution.status, execution.metadata
    message = status.message or (status.state if status.state in _STATES else "")
    names = names_of(workflow) if workflow else EngineNames(execution.spec.workflow)
    stages = workflow.spec.stages if workflow else ()
    entries = {entry.label: called(entry, operators) for stage in stages for entry in stage.operators}
    return {
        "Id": meta.uid,
        "Name": names.name,
        "AssetId": _asset_id(execution, asset),
        "Status": status_of(execution),
        "CurrentStage": names.of_stage(status.current_stage),
        "Configuration": configuration_as_given(execution, workflow, entries),
        "Globals": {"Media": _media_of(asset), "MetaData": {}},
        "Workflow": {
            "Name": names.name,
            "Stages": {names.of_stage(each.name): _stage(each, execution, names, entries) for each in status.stages},
        },
        "Created": _time(meta.creation_timestamp),
        "Trigger": "api",
        "Version": "v0",
        "ResourceType": "WORKFLOW_EXECUTION",
        "ApiVersion": API_VERSION,
        "StateMachineExecutionArn": status.argo.url if status.argo else "",
        **({"Message": message} if message and status_of(execution) == "Error" else {}),
    }


def line_of(execution: MediaExecution, asset: MediaAsset | None) -> Json:
    """Return an execution's line in the lists by status and by asset."""
    return {
        "Id": execution.metadata.uid,
        "AssetId": _asset_id(execution, asset),
        "CurrentStage": execution.status.current_stage,
        "StateMachineExecutionArn": execution.status.argo.url if execution.status.argo else "",
        "Status": status_of(execution),
        "Workflow": {"Name": execution.spec.workflow},
        "Created": _time(execution.metadata.creation_timestamp),
    }


def configuration_as_given(
    execution: MediaExecution, workflow: MediaWorkflow | None, entries: Mapping[str, str]
) -> Json:
    """Return the configuration by stage; ours is by operator alone. ``entries`` has what a client calls them."""
    found: dict[str, dict[str, Any]] = {}
    stages, names = (workflow.spec.stages, names_of(workflow)) if workflow else ((), EngineNames(""))
    for label, values in execution.spec.configuration.items():
        stage = next((each.name for each in stages if any(entry.label == label for entry in each.operators)), "")
        found.setdefault(names.of_stage(stage), {})[entries.get(label, label)] = _given(values)
    return found


def _given(values: Mapping[str, Any]) -> Json:
    return {"Enabled" if name == "enabled" else name: value for name, value in values.items()}


def _stage(stage: StageProgress, execution: MediaExecution, engine: EngineNames, entries: Mapping[str, str]) -> Json:
    outputs = [
        {
            "Name": entries.get(each.name, each.name),
            "Status": _OPERATOR_STATES.get(each.status, each.status),
            "AssetId": "",
            "WorkflowExecutionId": execution.metadata.uid,
            "MetaData": {"Message": each.message} if each.message else {},
            "Media": {},
        }
        for each in stage.operators
    ]
    status = _OPERATOR_STATES.get(stage.status, stage.status)
    names = [each["Name"] for each in outputs]
    return {"Name": engine.of_stage(stage.name), "Status": status, "Operations": names, "Outputs": outputs}


def _media_of(asset: MediaAsset | None) -> Json:
    source = asset.spec.source.s3 if asset else None
    kind = asset.status.media.type if asset and asset.status.media else None
    return {kind: {"S3Bucket": source.bucket, "S3Key": source.key}} if source and kind else {}


def _asset_id(execution: MediaExecution, asset: MediaAsset | None) -> str:
    if asset:
        return asset.metadata.uid
    return next((each.uid for each in execution.metadata.owner_references if each.kind == "MediaAsset"), "")


def _time(moment: Any) -> str:
    return rfc3339(moment) if moment else ""
