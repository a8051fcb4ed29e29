"""Deletions of single results: which objects go, when no pointer of the asset's status names them any more."""

from collections.abc import Sequence
from datetime import datetime

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, labels
from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import layout
from media_insights.domain.deciding.actions import Annotate, DeleteResultWithReceipt
from media_insights.domain.running.deleted_results import bounded_deletions, deletions_of, remaining_deletions, standing
from media_insights.domain.running.pointers import Pointers


def deletion_actions(
    asset: MediaAsset, before: Pointers, executions: Sequence[MediaExecution], now: datetime
) -> tuple[DeleteResultWithReceipt | Annotate, ...]:
    """Return how to delete the results that are to go and that nothing points to, and to note that this is done.

    ``before``: the pointers that are written; ``executions``: those of the asset.
    """
    meta, stay = asset.metadata, standing(before, asset).metadata
    named = {each.operator for each in before.metadata if each not in stay}
    asked = bounded_deletions(asset, before, now)
    done = {name: until for name, until in asked.items() if name not in named}
    if not done and asked == deletions_of(asset):
        return ()
    deletions = (
        DeleteResultWithReceipt(
            *(meta.namespace, meta.name, meta.uid, name, rfc3339(until)),
            spared=_spared(asset, executions, name, until),
        )
        for name, until in done.items()
    )
    return (*deletions, Annotate(labels.DELETED_RESULTS, remaining_deletions(asked, done)))


def _spared(asset: MediaAsset, executions: Sequence[MediaExecution], result: str, until: datetime) -> tuple[str, ...]:
    """Return the folders of executions that made a result later or may still, and those that they took it over from."""
    later = [each for each in executions if _makes_later(each, result, until)]
    own = [_prefix(asset, each) for each in later]
    taken = [layout.in_execution(each.key)[0] for run in later for each in _of_result(run, result) if each.key]
    return tuple(dict.fromkeys((*own, *taken)))


def _prefix(asset: MediaAsset, execution: MediaExecution) -> str:
    return layout.execution_prefix(asset.metadata.namespace, asset.metadata.uid, execution.metadata.uid)


def _makes_later(execution: MediaExecution, result: str, until: datetime) -> bool:
    """Return whether an execution made a result after a time, or may still."""
    ends = [each.finished_at for each in _of_result(execution, result)]
    if ends:
        return any(end is None or end > until for end in ends)
    return execution.status.state not in FINISHED


def _of_result(execution: MediaExecution, result: str) -> list[OperatorProgress]:
    operators = (each for stage in execution.status.stages for each in stage.operators)
    return [each for each in operators if each.key and layout.result_name(each.key) == result]
