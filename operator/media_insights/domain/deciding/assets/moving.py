"""Moving an asset from where version 0.1 kept it: its objects, then its executions' keys, then its own pointers.

An asset moves while none of its executions is unfinished, since what runs goes on with the keys that it started with;
until then readers follow the keys of the statuses to the old place. Each step may have been done before.
"""

from dataclasses import replace

from media_insights.api.v1alpha1 import AssetStatus, ExecutionStatus, MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED, OperatorProgress
from media_insights.domain import layout
from media_insights.domain.deciding.actions import Action, Create, Decision, DeleteResults, MoveExecution, MoveObjects
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.running.pointers import Pointers


def is_moved_with(facts: AssetFacts, actions: tuple[Action, ...], pointers: Pointers) -> bool:
    """Return whether the asset moves in this pass: something of it lies in the old place, and nothing runs."""
    if not _is_at_rest(facts, actions):
        return False
    keys = [each.key for each in pointers.metadata] + [each.key for each in pointers.files]
    return any(layout.is_former(key) for key in keys) or any(_is_former(each) for each in facts.executions)


def moves_of(facts: AssetFacts) -> tuple[Action, ...]:
    """Return what moves an asset, before its status is written with the new place."""
    former, prefix = _places(facts)
    executions = (each for each in facts.executions if _is_former(each))
    return (
        MoveObjects(former, prefix),
        *(MoveExecution(each.metadata.name, former, prefix) for each in executions),
    )


def moved(pointers: Pointers, facts: AssetFacts) -> Pointers:
    """Return the pointers as they are after the move."""
    former, prefix = _places(facts)
    metadata = (each.model_copy(update={"key": layout.rekeyed(each.key, former, prefix)}) for each in pointers.metadata)
    files = (each.model_copy(update={"key": layout.rekeyed(each.key, former, prefix)}) for each in pointers.files)
    return Pointers(metadata=tuple(metadata), files=tuple(files))


def with_cleaning(facts: AssetFacts, decision: Decision[AssetStatus]) -> Decision[AssetStatus]:
    """Remove what was left in the old place, once the status that points to the new one has been written."""
    before = facts.asset.status.moved_from
    if not before or decision.status is None or not _is_at_rest(facts, decision.actions):
        return decision
    status = decision.status.model_copy(update={"moved_from": ""})
    return replace(decision, actions=(*decision.actions, DeleteResults(before)), status=status)


def moved_status(status: ExecutionStatus, former: str, prefix: str) -> ExecutionStatus:
    """Return the status of a finished execution with the keys of its results below the new prefix."""

    def placed(operator: OperatorProgress) -> OperatorProgress:
        return operator.model_copy(update={"key": layout.rekeyed(operator.key, former, prefix)})

    stages = tuple(
        stage.model_copy(update={"operators": tuple(placed(each) for each in stage.operators)})
        for stage in status.stages
    )
    return status.model_copy(update={"stages": stages})


def _places(facts: AssetFacts) -> tuple[str, str]:
    meta = facts.asset.metadata
    return layout.former_asset_prefix(meta.uid), layout.asset_prefix(meta.namespace, meta.uid)


def _is_at_rest(facts: AssetFacts, actions: tuple[Action, ...]) -> bool:
    starts = any(isinstance(each, Create) for each in actions)
    return not starts and all(each.status.state in FINISHED for each in facts.executions)


def _is_former(execution: MediaExecution) -> bool:
    status = execution.status
    keys = [each.key for stage in status.stages for each in stage.operators]
    return any(layout.is_former(key) for key in (status.plan_key, *keys))
