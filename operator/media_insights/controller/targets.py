"""Targets: what objects name that must be there for them: workflows by name, operators across the cluster.

A workflow is named without its namespace: it is the namespace's own, or else the installation's.
"""

from collections.abc import Collection

from media_insights.api.v1alpha1 import MediaWorkflowSpec
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.controller.views import AssetSummary, BatchSummary, ExecutionView
from media_insights.domain.deciding.batches.batch_status import ENDED
from media_insights.runtime.caches import Key


def operator_key(name: str) -> Key:
    """Return the key of an operator, which has no namespace."""
    return "", name


def of_workflow(_: Key, view: MediaWorkflowSpec | None) -> Collection[Key]:
    """Return the operators of a workflow."""
    return {operator_key(each.name) for stage in view.stages for each in stage.operators} if view else ()


def of_asset(key: Key, view: AssetSummary) -> Collection[Key]:
    """Return the workflows of an asset."""
    return {(key[0], name) for name in view.workflows}


def of_batch(key: Key, view: BatchSummary) -> Collection[Key]:
    """Return the workflow of a batch that has not ended, or waits until it can be accepted."""
    return () if view.state in ENDED and view.accepted else {(key[0], view.workflow)}


def of_execution(key: Key, view: ExecutionView) -> Collection[Key]:
    """Return the workflow and the operators of an execution that has not ended; operators have no namespace."""
    if view.state in FINISHED:
        return ()
    return {(key[0], view.workflow), *map(operator_key, view.operators)}
