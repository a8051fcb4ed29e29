"""The executions of an asset, by whichever of the two names the user writes."""

import secrets
from typing import Any

from media_insights.api.v1alpha1 import API_VERSION, MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal import asset_names as naming
from media_insights.cli.terminal.failures import Failure
from media_insights.domain.running import waits
from media_insights.kube.resources import ASSETS, EXECUTIONS


def of_asset(cluster: Cluster, asset: str) -> list[MediaExecution]:
    """Return the executions over an asset, oldest first."""
    listed = Objects(cluster, EXECUTIONS).list()
    return [MediaExecution.model_validate(each) for each in listed if each["spec"]["asset"] == asset]


def meant(cluster: Cluster, name: str) -> list[MediaExecution]:
    """Return the execution of that name, or else those over the asset of that name, oldest first; Failure when none."""
    execution = Objects(cluster, EXECUTIONS).find(name)
    if execution:
        return [MediaExecution.model_validate(execution)]
    found = of_asset(cluster, name)
    if not found:
        asset = Objects(cluster, ASSETS).find(name)
        nothing = f"nothing has run over the asset {name} yet"
        raise Failure(
            nothing if asset else f"there is no MediaExecution or MediaAsset {name} in namespace {cluster.namespace}"
        )
    return found


def cancel(cluster: Cluster, name: str) -> list[str]:
    """Cancel what is meant and has not ended; return the names. Raises Failure when all have ended."""
    running = [each for each in meant(cluster, name) if each.status.state not in FINISHED]
    if not running:
        raise Failure(f"nothing of {name} is running or queued")
    for each in running:
        Objects(cluster, EXECUTIONS).patch(each.metadata.name, {"spec": {"cancel": True}})
    return [each.metadata.name for each in running]


def resume(cluster: Cluster, name: str, stage: str, data: dict[str, Any]) -> tuple[str, str]:
    """Answer what waits for a person; return the execution and the stage. Raises Failure when nothing waits."""
    found = [each for each in meant(cluster, name) if each.status.state not in FINISHED]
    waiting = [each for each in found if each.status.state == "Waiting"]
    if not waiting:
        state = f"it is {found[-1].status.state or 'Queued'}" if found else "it has ended"
        raise Failure(f"{found[-1].metadata.name if found else name} does not wait for anything: {state}")
    execution = waiting[-1]
    try:
        chosen = waits.stage_to_resume(_stages(execution), _stages(execution, "Waiting"), stage)
    except ValueError as error:
        raise Failure(f"{execution.metadata.name}: {error}") from error
    others = [each.model_dump(mode="json", by_alias=True) for each in execution.spec.resume if each.stage != chosen]
    patch = {"spec": {"resume": [*others, {"stage": chosen, "data": data}]}}
    Objects(cluster, EXECUTIONS).patch(execution.metadata.name, patch)
    return execution.metadata.name, chosen


def _stages(execution: MediaExecution, state: str = "") -> tuple[str, ...]:
    """Return the stages of an execution that hold an operator in a state (of every stage without one)."""
    return tuple(
        stage.name
        for stage in execution.status.stages
        if not state or any(each.status == state for each in stage.operators)
    )


def rerun(cluster: Cluster, name: str, *, from_failed: bool, operators: tuple[str, ...]) -> MediaExecution:
    """Create an execution that repeats the newest one that is meant, and return it."""
    earlier = meant(cluster, name)[-1]
    asset = Objects(cluster, ASSETS).get(earlier.spec.asset)
    if earlier.status.state not in FINISHED:
        raise Failure(f"{earlier.metadata.name} has not ended: wait for it, or cancel it first")
    scope = {"from": {"execution": earlier.metadata.name, **_scope(from_failed, operators)}}
    return created(cluster, asset, earlier.spec.workflow, {"configuration": earlier.spec.configuration, **scope})


def created(cluster: Cluster, asset: Manifest, workflow: str, more: Manifest) -> MediaExecution:
    """Create an execution of a workflow over an asset, with ``more`` in its spec, and return it."""
    made = Objects(cluster, EXECUTIONS).create(_execution(asset, workflow, more))
    if made is None:
        raise Failure("a name for the new execution was taken by chance: try again")
    return MediaExecution.model_validate(made)


def _scope(from_failed: bool, operators: tuple[str, ...]) -> dict[str, Any]:  # noqa: FBT001 - private, one caller
    if operators:
        return {"scope": "Operator", "operators": list(operators)}
    return {"scope": "Failed" if from_failed else "All"}


def _execution(asset: Manifest, workflow: str, more: Manifest) -> Manifest:
    name = asset["metadata"]["name"]
    base = naming.cut(f"{name}-{workflow}", 54)
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaExecution",
        "metadata": {
            "name": f"{base}-{secrets.token_hex(4)}",
            # Owned by the asset as those that the controller makes: deleted with it.
            "ownerReferences": [
                {
                    "apiVersion": API_VERSION,
                    "kind": "MediaAsset",
                    "name": name,
                    "uid": asset["metadata"]["uid"],
                }
            ],
        },
        "spec": {"asset": name, "workflow": workflow, **more},
    }
