"""Decision about an asset: whether it is accepted, which executions it requires, and its status."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from media_insights.api.v1alpha1 import AssetStatus, labels, reasons
from media_insights.api.v1alpha1.conditions import READY, condition, with_condition
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import layout
from media_insights.domain.deciding.actions import (
    Action,
    AddFinalizer,
    Decision,
    DeleteExecution,
    DeleteSource,
    DeleteWithReceipt,
    RemoveFinalizer,
)
from media_insights.domain.deciding.assets.acceptance_rules import may_be_deleted, may_come_later, problem_of
from media_insights.domain.deciding.assets.asset_facts import AssetFacts, Rejection, media_of, pointers_before
from media_insights.domain.deciding.assets.moving import is_moved_with, moved, moves_of, with_cleaning
from media_insights.domain.deciding.assets.named_workflows import with_resolved_refs
from media_insights.domain.deciding.assets.records import record_actions, with_former_record
from media_insights.domain.deciding.assets.required_executions import (
    executions_to_start,
    executions_to_stop,
    newest_executions,
)
from media_insights.domain.deciding.assets.result_deletions import deletion_actions
from media_insights.domain.deciding.assets.retention import with_retention
from media_insights.domain.deciding.batch_actions import StoreList
from media_insights.domain.deciding.changes import change_count_after, changes_of_asset, changes_of_deletion
from media_insights.domain.holds import hold_of, sentence_of_hold
from media_insights.domain.running.asset_status import AssetProgress, accepted_status, refused_status
from media_insights.domain.running.deleted_results import standing
from media_insights.domain.running.pointers import Pointers, merged, pointers_of, without
from media_insights.domain.running.restored import is_awaited

RETRY_SECONDS = 30.0
"""Seconds until a missing source is checked again; doubled up to :data:`MAX_RETRY_SECONDS`."""
MAX_RETRY_SECONDS = 600.0

AssetDecision = Decision[AssetStatus]


def decide_asset(facts: AssetFacts, now: datetime) -> AssetDecision:
    """Return what to do about an asset."""
    if facts.asset.metadata.deletion_timestamp is not None:
        return _on_hold(facts, now) if hold_of(facts.asset) else _leaving(facts, now)
    if is_awaited(facts.asset.metadata, begun=bool(facts.asset.status.conditions)):
        return Decision()
    if problem := problem_of(facts):
        return _complete(facts, _refused(facts, problem, now), now)
    decision = _complete(facts, _accepted(facts, now), now)
    if labels.FINALIZER in facts.asset.metadata.finalizers:
        return decision
    return replace(decision, actions=(AddFinalizer(), *decision.actions))


def _complete(facts: AssetFacts, decision: AssetDecision, now: datetime) -> AssetDecision:
    decision = with_resolved_refs(facts, with_retention(facts, decision, now), now)
    return _with_changes(facts, decision)


def _on_hold(facts: AssetFacts, now: datetime) -> AssetDecision:
    """Delete nothing: the object stays, with all that belongs to it, until the hold is lifted."""
    status, message = facts.asset.status, sentence_of_hold(facts.asset)
    held = condition(READY, False, reason=reasons.ON_HOLD, message=message, at=now)
    conditions = with_condition(status.conditions, held)
    return _with_changes(facts, Decision(status=status.model_copy(update={"conditions": conditions})))


def _leaving(facts: AssetFacts, now: datetime) -> AssetDecision:
    """Delete in order: runs, then results, then the source if requested, then the object itself.

    A source that made it is told before, so that it does not make it again.
    """
    meta, source = facts.asset.metadata, facts.asset.spec.source.s3
    if labels.FINALIZER not in meta.finalizers:
        return Decision()
    present = tuple(each for each in facts.executions if each.metadata.deletion_timestamp is None)
    if facts.executions:
        return Decision(actions=tuple(DeleteExecution(each.metadata.name) for each in present), requeue_after=30)
    told = facts.asset.status.retention
    because = told.message if told and told.state == "Deleting" else ""
    actions: list[Action] = [DeleteWithReceipt(meta.namespace, meta.name, meta.uid, rfc3339(now), because)]
    kept = _why_source_is_kept(facts)
    if facts.asset.spec.deletion_policy == "DeleteSource" and source and not kept:
        actions.append(DeleteSource(source.bucket, source.key))
    if facts.departed_key:
        actions.append(StoreList(facts.departed_key, b""))
    return Decision(actions=(*actions, RemoveFinalizer()), changes=changes_of_deletion(facts.asset, kept))


def _why_source_is_kept(facts: AssetFacts) -> str:
    """Return why the source stays although its deletion was asked for; empty when it was not, or it goes."""
    if facts.asset.spec.deletion_policy != "DeleteSource" or not facts.asset.spec.source.s3:
        return ""
    if not may_be_deleted(facts):
        return f"the namespace {facts.asset.metadata.namespace} may not delete it"
    return "another asset names it too" if facts.also_named else ""


def _refused(facts: AssetFacts, problem: Rejection, now: datetime) -> AssetDecision:
    def status_of(analysis: AssetProgress) -> AssetStatus:
        return refused_status(facts.asset, problem.reason, problem.message, analysis, now)

    retry = min(max(RETRY_SECONDS, facts.waited * 2), MAX_RETRY_SECONDS) if may_come_later(problem) else None
    return replace(_with_status(facts, (), status_of, now), requeue_after=retry)


def _accepted(facts: AssetFacts, now: datetime) -> AssetDecision:
    def status_of(analysis: AssetProgress) -> AssetStatus:
        return accepted_status(facts.asset, media_of(facts), analysis, now)

    return _with_status(facts, (*executions_to_start(facts), *executions_to_stop(facts)), status_of, now)


def _with_status(
    facts: AssetFacts, actions: tuple[Action, ...], status_of: Callable[[AssetProgress], AssetStatus], now: datetime
) -> AssetDecision:
    """Return actions and status; an asset of version 0.1 moves, and the record is stored before the status."""
    pointers = _pointers(facts)
    actions = (*actions, *deletion_actions(facts.asset, pointers_before(facts), facts.executions, now))
    if not is_moved_with(facts, actions, pointers):
        status = status_of(_analysis(facts, pointers))
        return Decision(actions=(*actions, *record_actions(facts, status, pointers)), status=status)
    pointers = moved(pointers, facts)
    status = status_of(_analysis(facts, pointers))
    status = status.model_copy(update={"moved_from": layout.former_asset_prefix(facts.asset.metadata.uid)})
    return Decision(actions=(*actions, *moves_of(facts), *record_actions(facts, status, pointers)), status=status)


def _with_changes(facts: AssetFacts, decision: AssetDecision) -> AssetDecision:
    decision = with_cleaning(facts, decision)
    if decision.status is None:
        return decision
    after = _pointers(facts)
    if decision.status.moved_from:
        after = moved(after, facts)
    changes = changes_of_asset(facts.asset, decision.status, (pointers_before(facts), after))
    count = change_count_after(facts.asset.status.changes, changes)
    actions = with_former_record(facts, decision.actions) if changes and not decision.status.moved_from else None
    status = decision.status.model_copy(update={"changes": count})
    return replace(decision, actions=actions or decision.actions, status=status, changes=changes)


def _analysis(facts: AssetFacts, pointers: Pointers) -> AssetProgress:
    """What executions have brought so far: the newest per workflow, and pointers to all that is finished."""
    return AssetProgress(
        newest=newest_executions(facts),
        pointers=pointers,
        workflows=tuple(each.name for each in facts.asset.spec.workflows),
        executions={each.metadata.name: each for each in facts.executions},
        unusable=tuple(facts.unusable.values()),
    )


def _pointers(facts: AssetFacts) -> Pointers:
    found = [
        pointers_of(facts.kept[each.metadata.name], each.status)
        for each in facts.executions
        if each.metadata.name in facts.kept
    ]
    return standing(merged(without(pointers_before(facts), facts.missing), found), facts.asset)
