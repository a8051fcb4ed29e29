"""Executions by their own name or their asset's, whichever the user writes; ``actions`` holds what is done to them."""

import secrets
from collections.abc import Sequence
from typing import Any

from media_insights.actions import cancel as cancelling
from media_insights.actions import resume as resuming
from media_insights.actions.rerun import Scope, rerun_of
from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal.failures import Failure
from media_insights.kube.resources import ASSETS, EXECUTIONS


def executions_of(cluster: Cluster, asset: str) -> list[MediaExecution]:
    """Return the executions over an asset, oldest first."""
    listed = Objects(cluster, EXECUTIONS).list()
    return [MediaExecution.model_validate(each) for each in listed if each["spec"]["asset"] == asset]


def find_executions(cluster: Cluster, name: str) -> list[MediaExecution]:
    """Return the execution of that name, or else those over the asset of that name, oldest first; Failure when none."""
    execution = Objects(cluster, EXECUTIONS).find(name)
    if execution:
        return [MediaExecution.model_validate(execution)]
    found = executions_of(cluster, name)
    if not found:
        asset = Objects(cluster, ASSETS).find(name)
        nothing = f"nothing has run over the asset {name} yet"
        raise Failure(
            nothing if asset else f"there is no MediaExecution or MediaAsset {name} in namespace {cluster.namespace}"
        )
    return found


def cancel(cluster: Cluster, name: str) -> list[str]:
    """Cancel the unfinished executions of that name; return their names. Raises Failure when all have ended."""
    running = cancelling.unfinished(find_executions(cluster, name))
    if not running:
        raise Failure(f"nothing of {name} is running or queued")
    for each in running:
        Objects(cluster, EXECUTIONS).patch(each.metadata.name, cancelling.cancel_patch())
    return [each.metadata.name for each in running]


def resume(cluster: Cluster, name: str, stage: str, data: dict[str, Any]) -> tuple[str, str]:
    """Answer a stage that waits for a person; return execution and stage. Raises WrongState when nothing waits."""
    execution = resuming.waiting_of(find_executions(cluster, name))
    chosen = resuming.waiting_stage(execution, stage)
    patch = resuming.resume_patch(execution, chosen, data)
    Objects(cluster, EXECUTIONS).patch(execution.metadata.name, patch)
    return execution.metadata.name, chosen


def rerun(cluster: Cluster, name: str, scope: Scope, operators: Sequence[str]) -> MediaExecution:
    """Create an execution that repeats the newest one of that name, and return it."""
    earlier = find_executions(cluster, name)[-1]
    asset = asset_of(cluster, earlier.spec.asset)
    return create(cluster, rerun_of(earlier, asset.metadata, token(), scope=scope, operators=operators))


def asset_of(cluster: Cluster, name: str) -> MediaAsset:
    """Return an asset. Raises Failure when there is none of that name."""
    return MediaAsset.model_validate(Objects(cluster, ASSETS).get(name))


def create(cluster: Cluster, manifest: Manifest) -> MediaExecution:
    """Create an execution and return it as the API server has it."""
    made = Objects(cluster, EXECUTIONS).create(manifest)
    if made is None:
        raise Failure("a name for the new execution was taken by chance: try again")
    return MediaExecution.model_validate(made)


def token() -> str:
    """Return what makes the name of a new execution unique."""
    return secrets.token_hex(4)
