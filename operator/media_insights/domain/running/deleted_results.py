"""Deleted results: which results of an asset are to go, and what its readers follow meanwhile.

An asset is asked by an annotation. Its pointers go first, then the objects, then the annotation, so that no reader
follows a pointer to nothing, and a deletion that is interrupted goes on.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.api.v1alpha1.times import rfc3339, time_of
from media_insights.domain.holds import hold_of
from media_insights.domain.running.pointers import Pointers


def deletions_of(asset: MediaAsset) -> Mapping[str, datetime]:
    """Return result → until when it was made to go; none while the asset is on legal hold.

    What somebody else wrote into the annotation and cannot be read deletes nothing, and keeps nothing else from it.
    """
    if hold_of(asset):
        return {}
    try:
        found = json.loads(asset.metadata.annotations.get(labels.DELETED_RESULTS, "{}"))
    except ValueError:
        return {}
    times = {str(name): _readable(at) for name, at in found.items()} if isinstance(found, dict) else {}
    return {name: at for name, at in times.items() if at is not None}


def bounded_deletions(asset: MediaAsset, before: Pointers, now: datetime) -> Mapping[str, datetime]:
    """Return the deletions with no time in the future, so that none takes what nobody knew when it was asked for.

    A result that is there goes, though the clock of the machine that made it is ahead of ours.
    """
    made = {each.operator: each.time for each in before.metadata}
    return {name: min(until, until_of(made.get(name), now)) for name, until in deletions_of(asset).items()}


def until_of(made: datetime | None, now: datetime) -> datetime:
    """Return until when a result is deleted that was made at a time: now, or then by a clock that is ahead."""
    return max(now, made or now)


def requested_deletions(asset: MediaAsset, result: str, at: datetime) -> str:
    """Return the annotation that asks to delete one more result."""
    return _written({**deletions_of(asset), result: at})


def remaining_deletions(asked: Mapping[str, datetime], done: Mapping[str, datetime]) -> str | None:
    """Return the annotation without the deletions that are done; None when there are no others."""
    left = {name: at for name, at in asked.items() if done.get(name) != at}
    return _written(left) if left else None


def standing(pointers: Pointers, asset: MediaAsset) -> Pointers:
    """Return pointers without those to results that are to go; a later run's stay."""
    deletions = deletions_of(asset)
    stay = tuple(each for each in pointers.metadata if not _goes(each, deletions.get(each.operator)))
    return replace(pointers, metadata=stay)


def _goes(pointer: MetadataPointer, until: datetime | None) -> bool:
    return until is not None and (pointer.time is None or pointer.time <= until)


def _readable(written: object) -> datetime | None:
    try:
        return time_of(written)
    except (ValueError, OverflowError):
        return None


def _written(deletions: Mapping[str, datetime]) -> str:
    return json.dumps({name: rfc3339(deletions[name]) for name in sorted(deletions)})
