"""Examination of a range: which of its files become assets now, what waits, and what is known of the range after it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from media_insights.api.v1alpha1.media_source import SourceObjects, WatchRule
from media_insights.domain import watch_layout
from media_insights.domain.deciding.batch_actions import StoreList
from media_insights.domain.deciding.source_actions import RemoveObjects
from media_insights.domain.deciding.watching.source_facts import ListedRange, WatchFacts
from media_insights.domain.watching.candidates import Candidate
from media_insights.domain.watching.key_ranges import KnownObject, range_as_lines, split

AT_ONCE = 50
"""Assets that one pass makes: a worker is free again after that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeExamination:
    """A range after a pass."""

    counts: SourceObjects
    begins: tuple[tuple[Candidate, WatchRule], ...] = ()
    """Files that become assets now, in the order of their keys."""
    waiting: int = 0
    """Files that become assets in a later pass over the range, for lack of room."""
    unread: int = 0
    """Files whose content is read in the next pass over the range."""
    end: str = ""
    """The last key of it."""
    writes: tuple[StoreList | RemoveObjects, ...] = ()
    """What is done in the store before the status is written."""

    @property
    def is_over(self) -> bool:
        """Return whether the next pass goes on behind it: no file waits for room, or to be read."""
        return not self.waiting and not self.unread


def examine_range(facts: WatchFacts, listed: ListedRange) -> RangeExamination:
    """Return what becomes of the objects of a range.

    What is known of it moves over assets that are seen to exist, and never over those that are asked for: one that a
    quota refuses is not left out.
    """
    left_out = dict(_left_out(listed))
    open_ = [each for each in listed.objects.candidates if each.seen.key not in left_out]
    settled = [each for each in open_ if each.name in listed.settled and each.name not in listed.vanished]
    unread = sum(1 for each in settled if each.must_be_read and not _was_read(each, listed))
    ready = [(each, rule) for each in settled if (rule := _rule(each, listed)) is not None]
    begins = tuple(ready[: max(0, min(AT_ONCE, facts.source.spec.parallelism - facts.unfinished))])
    counts = SourceObjects(
        seen=listed.seen,
        taken=len(listed.objects.taken) + len(begins),
        settling=len([each for each in open_ if each.name not in listed.settled]),
        skipped=listed.objects.skipped + len(left_out),
        refused=listed.objects.refused,
        unreadable=sum(1 for each in open_ if each.name in listed.unreadable),
    )
    writes = _writes(facts, listed, {**listed.objects.taken, **left_out})
    waiting = len(ready) - len(begins)
    return RangeExamination(begins=begins, counts=counts, waiting=waiting, unread=unread, end=listed.end, writes=writes)


def _was_read(candidate: Candidate, listed: ListedRange) -> bool:
    return candidate.name in listed.types or candidate.name in listed.unreadable


def _type(candidate: Candidate, listed: ListedRange) -> str:
    return candidate.type or listed.types.get(candidate.name, "")


def _rule(candidate: Candidate, listed: ListedRange) -> WatchRule | None:
    type_ = _type(candidate, listed)
    return None if candidate.must_be_read and not type_ else candidate.rule_of(type_)


def _left_out(listed: ListedRange) -> Iterator[tuple[str, KnownObject]]:
    """Yield the files that no rule takes for their content: it is kept, so that nothing is read again."""
    for each in listed.objects.candidates:
        type_ = _type(each, listed)
        if type_ and each.rule_of(type_) is None:
            yield each.seen.key, KnownObject(version=each.seen.etag, type=type_)


def _writes(
    facts: WatchFacts, listed: ListedRange, known: dict[str, KnownObject]
) -> tuple[StoreList | RemoveObjects, ...]:
    """Store what is known after the pass, where it differs: the rest of a range before the one that leads to it."""
    meta = facts.source.metadata
    beyond = {key: each for key, each in listed.kept.known.items() if listed.end and key > listed.end}
    this, rest = split(replace(listed.kept, known={**known, **beyond}), listed.end)
    changed = [each for each in (rest, None if this == listed.stored else this) if each is not None]
    stores = [
        StoreList(watch_layout.range_key(meta.namespace, meta.uid, each.after), range_as_lines(each))
        for each in changed
    ]
    absorbed = {watch_layout.range_key(meta.namespace, meta.uid, after) for after in listed.absorbed}
    unused = tuple(sorted(absorbed - {each.key for each in stores}))
    return (*stores, *((RemoveObjects(unused),) if unused else ()))
