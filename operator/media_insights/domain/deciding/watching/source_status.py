"""Status of a source: its state, the counts of its listings, and when the next one is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from media_insights.api.v1alpha1 import SourceStatus, reasons
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition, with_condition
from media_insights.api.v1alpha1.media_source import MediaSourceState, SourceCheckpoint, SourceObjects
from media_insights.api.v1alpha1.meta import Conditions
from media_insights.api.v1alpha1.times import seconds_between
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.changes import Change, change_count_after
from media_insights.domain.deciding.watching.range_examination import RangeExamination
from media_insights.domain.deciding.watching.source_acceptance import may_pass
from media_insights.domain.deciding.watching.source_facts import LONGEST_PAUSE, ListedRange, WatchFacts
from media_insights.domain.wording import cut

FIRST_PAUSE = 30.0
"""Seconds until a source is listed again that could not be, at least; doubled each time."""
_LONGEST = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStanding:
    """In which state a source is, and why."""

    state: MediaSourceState
    problem: Rejection | None = None
    message: str = ""


def watching(facts: WatchFacts, examined: RangeExamination) -> SourceStanding:
    """Return the standing of a source whose prefix is listed."""
    return SourceStanding(state="Watching", message=_what_waits(facts, examined))


def progress_after(facts: WatchFacts, examined: RangeExamination, now: datetime) -> dict[str, object]:
    """Return the fields of the status that say how far the listing is after a range."""
    old = facts.source.status.checkpoint or SourceCheckpoint(started_at=now)
    if not examined.is_over:
        return {"checkpoint": old, "next_listing": None}
    counts = _sum(old.objects, examined.counts)
    if examined.end:
        checkpoint = old.model_copy(update={"listed_up_to": examined.end, "objects": counts})
        return {"checkpoint": checkpoint, "next_listing": None}
    pause = timedelta(seconds=_pause(facts, counts))
    return {"checkpoint": None, "objects": counts, "last_listing": now, "next_listing": now + pause}


def pause_after(facts: WatchFacts, problem: Rejection, now: datetime) -> float | None:
    """Return after how many seconds a source is listed again that cannot be: as long as it could not be.

    None where only a change of an object that is watched helps.
    """
    if not may_pass(problem):
        return None
    since = facts.source.status.last_listing or facts.source.metadata.creation_timestamp
    return min(max(FIRST_PAUSE, seconds_between(since, now)), LONGEST_PAUSE)


def final_source_status(
    facts: WatchFacts, standing: SourceStanding, progress: dict[str, object], now: datetime
) -> tuple[SourceStatus, tuple[Change, ...]]:
    """Return the whole status, and the changes; ``progress`` are the fields about the listing that change."""
    old = facts.source.status
    changes = _changes(old, standing)
    status = old.model_copy(
        update={
            "observed_generation": facts.source.metadata.generation,
            "state": standing.state,
            "message": cut(standing.message, _LONGEST),
            "conditions": _conditions(facts, standing, now),
            "changes": change_count_after(old.changes, changes),
            **progress,
        }
    )
    return status, changes


def _pause(facts: WatchFacts, counts: SourceObjects) -> int:
    """Return the seconds until the next listing: sooner where files may have settled by then."""
    spec = facts.source.spec
    return min(spec.every_seconds, spec.settle_seconds + 1) if counts.settling else spec.every_seconds


def _what_waits(facts: WatchFacts, examined: RangeExamination) -> str:
    most = facts.source.spec.parallelism
    said: list[str] = []
    if (examined.waiting or examined.unread) and facts.unfinished >= most:
        said.append(f"files wait until fewer of its assets are unfinished: spec.parallelism is {most}")
    if count := _unreadable(facts, examined):
        said.append(f"{count} files cannot be read, and each listing asks again{_instance(facts)}")
    if facts.refused:
        key, sentence = min(facts.refused.items())
        many = f"the API server refuses the assets of {len(facts.refused)} files"
        said.append(f"{many}, for instance of {key}: {sentence}")
    return "; ".join(said)


def _unreadable(facts: WatchFacts, examined: RangeExamination) -> int:
    """Return how many files could not be read: in this listing, or in all of the last one where those were more."""
    status = facts.source.status
    now = (status.checkpoint.objects.unreadable if status.checkpoint else 0) + examined.counts.unreadable
    ends = examined.is_over and not examined.end
    return now if ends or not status.objects else max(now, status.objects.unreadable)


def _instance(facts: WatchFacts) -> str:
    example = facts.listed.unreadable_example if isinstance(facts.listed, ListedRange) else ""
    return f", for instance {example}" if example else ""


def _sum(one: SourceObjects, other: SourceObjects) -> SourceObjects:
    fields = SourceObjects.model_fields
    return SourceObjects(**{name: getattr(one, name) + getattr(other, name) for name in fields})


def _conditions(facts: WatchFacts, standing: SourceStanding, now: datetime) -> Conditions:
    generation, problem = facts.source.metadata.generation, standing.problem
    unaccepted = problem if problem and problem.reason != reasons.UNREACHABLE else None
    accepted = condition(
        ACCEPTED,
        not unaccepted,
        reason=unaccepted.reason if unaccepted else reasons.VALID,
        message=cut(unaccepted.message, _LONGEST) if unaccepted else "",
        generation=generation,
        at=now,
    )
    ready = condition(
        READY,
        standing.state == "Watching",
        reason=problem.reason if problem else standing.state,
        message=cut(standing.message, _LONGEST),
        generation=generation,
        at=now,
    )
    return with_condition(with_condition(facts.source.status.conditions, accepted), ready)


def _changes(old: SourceStatus, standing: SourceStanding) -> tuple[Change, ...]:
    if standing.state == old.state:
        return ()
    number = (old.changes or 0) + 1
    message = standing.message or "files below the prefix become assets"
    change = Change(
        subject="object", reason=standing.state, message=message, well=standing.state != "Error", sequence=number
    )
    return (change,)
