"""Cancelling: an execution and its pods are stopped; results so far stay."""

from collections.abc import Iterable

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest


def unfinished(executions: Iterable[MediaExecution]) -> list[MediaExecution]:
    """Return the executions that can be cancelled: those that have not ended."""
    return [each for each in executions if each.status.state not in FINISHED]


def cancel_patch(superseded_by: str = "") -> Manifest:
    """Return the patch that cancels an execution; it may name the execution that takes its place."""
    metadata = {"metadata": {"annotations": {labels.SUPERSEDED_BY: superseded_by}}} if superseded_by else {}
    return {**metadata, "spec": {"cancel": True}}
