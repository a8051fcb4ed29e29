"""Decision about a source: which files become assets, what is kept of them, and its status."""

from dataclasses import replace
from datetime import datetime, timedelta

from media_insights.api.v1alpha1 import SourceStatus, labels
from media_insights.domain import watch_layout
from media_insights.domain.deciding.actions import (
    Action,
    AddFinalizer,
    Create,
    Decision,
    DeleteResults,
    RemoveFinalizer,
)
from media_insights.domain.deciding.source_actions import RemoveObjects
from media_insights.domain.deciding.watching.range_examination import RangeExamination, examine_range
from media_insights.domain.deciding.watching.source_acceptance import problem_of_source
from media_insights.domain.deciding.watching.source_facts import ListedRange, WatchFacts, seconds_until_listing
from media_insights.domain.deciding.watching.source_status import (
    SourceStanding,
    final_source_status,
    pause_after,
    progress_after,
    watching,
)
from media_insights.domain.file_items import item_asset
from media_insights.domain.names import label_value

AGAIN = 5.0
"""Seconds until a range is examined again whose files wait for others to end."""
FORGOTTEN = 1000
"""Marks that one pass removes, at most; the next listing removes others."""

SourceDecision = Decision[SourceStatus]


def decide_source(facts: WatchFacts, now: datetime) -> SourceDecision:
    """Return what to do about a source."""
    meta = facts.source.metadata
    if meta.deletion_timestamp is not None:
        return _leaving(facts)
    decision = _decide(facts, now)
    if labels.FINALIZER in meta.finalizers:
        return decision
    return replace(decision, actions=(AddFinalizer(), *decision.actions))


def _leaving(facts: WatchFacts) -> SourceDecision:
    """Remove what is kept of the source itself; the assets that it made stay."""
    meta = facts.source.metadata
    if labels.FINALIZER not in meta.finalizers:
        return Decision()
    return Decision(actions=(DeleteResults(watch_layout.source_prefix(meta.namespace, meta.uid)), RemoveFinalizer()))


def _decide(facts: WatchFacts, now: datetime) -> SourceDecision:
    if facts.source.spec.suspend:
        standing = SourceStanding(state="Suspended", message="spec.suspend is true: nothing is listed and taken")
        status, changes = final_source_status(facts, standing, {"next_listing": None}, now)
        return Decision(status=status, changes=changes)
    if problem := problem_of_source(facts):
        pause = pause_after(facts, problem, now)
        standing = SourceStanding(state="Error", problem=problem, message=problem.message)
        progress: dict[str, object] = {"next_listing": now + timedelta(seconds=pause) if pause else None}
        status, changes = final_source_status(facts, standing, progress, now)
        return Decision(status=status, changes=changes, requeue_after=pause)
    if not isinstance(facts.listed, ListedRange):
        return Decision(requeue_after=seconds_until_listing(facts.source, now))
    return _listed(facts, facts.listed, now)


def _listed(facts: WatchFacts, listed: ListedRange, now: datetime) -> SourceDecision:
    examined = examine_range(facts, listed)
    status, changes = final_source_status(facts, watching(facts, examined), progress_after(facts, examined, now), now)
    return Decision(
        actions=(*examined.writes, *_forgotten(facts, listed, examined), *_beginnings(facts, examined)),
        status=status,
        write_every=0,  # passes are some seconds apart
        changes=changes,
        requeue_after=_again(facts, examined, status, now),
    )


def _beginnings(facts: WatchFacts, examined: RangeExamination) -> tuple[Action, ...]:
    meta = facts.source.metadata
    made_by = {labels.SOURCE: label_value(meta.name), labels.SOURCE_UID: meta.uid}
    return tuple(Create(item_asset(meta, each.item, rule.workflows, made_by)) for each, rule in examined.begins)


def _forgotten(facts: WatchFacts, listed: ListedRange, examined: RangeExamination) -> tuple[Action, ...]:
    """Remove marks of deleted assets at the end of a listing, in all of which they were known: a pass is soon over."""
    if examined.end or not examined.is_over or not listed.departed:
        return ()
    meta = facts.source.metadata
    known = listed.departed[:FORGOTTEN]
    return (RemoveObjects(tuple(watch_layout.departed_key(meta.namespace, meta.uid, each) for each in known)),)


def _again(facts: WatchFacts, examined: RangeExamination, status: SourceStatus, now: datetime) -> float:
    """Return after how many seconds to come again: at once while the listing goes on and there is room."""
    if status.next_listing is not None:
        return (status.next_listing - now).total_seconds()
    room = facts.source.spec.parallelism - facts.unfinished - len(examined.begins)
    return 0.0 if examined.is_over or examined.begins or (examined.unread and room > 0) else AGAIN
