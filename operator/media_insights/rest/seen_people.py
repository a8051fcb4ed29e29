"""People in an asset: everybody whom an operator knows by name or tells apart, with when and where they are seen."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import LONGEST_VALUE
from media_insights.domain.edits.editing import title_field
from media_insights.rest.by_asset import place_of_title
from media_insights.results.moments import Box, Moment
from media_insights.results.whole_moments import whole_moments_of
from media_insights.storage.exportable import exportable
from media_insights.storage.library import StoredAsset

KIND = "Person"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPerson:
    """One person of one result."""

    result: str
    operator: str
    name: str
    """Empty for somebody whom nobody has named."""
    title: str
    """As moments say it: the name, or the operator's word for somebody unknown."""
    can_be_named: bool
    """Whether an edit can give them another name."""
    identity: str
    """Tells the unnamed of one result apart; the same as long as the result is."""
    moments: int
    detections: int
    start: int | None
    end: int | None
    best: int | None
    """Milliseconds of the frame that shows them best."""
    stored_start: int | None
    """When that moment begins in the stored result, by which an edit finds it."""
    confidence: float | None
    box: Box | None
    """Where they are in that frame."""


def people_in(stored: StoredAsset) -> list[SeenPerson]:
    """Return the people of an asset's results, by result, name and identity. Raises the errors of the store."""
    return sorted(_people(stored), key=place_of_person)


def place_of_person(person: SeenPerson) -> tuple[str, ...]:
    """Return what people are sorted by, which no two share."""
    return person.result, *place_of_title(person.title), *place_of_title(person.identity)


def _people(stored: StoredAsset) -> Iterator[SeenPerson]:
    asset = exportable(stored)
    for result in asset.indexed:
        index = asset.indexes[result]
        if index.kind == KIND:
            groups = defaultdict[tuple[str, str], list[Moment]](list)
            for each in whole_moments_of(asset.result(result), index):
                groups[each.title, _identity(each, index)].append(each)
            yield from (_person(result, identity, index, found) for (_, identity), found in groups.items())


def _identity(moment: Moment, index: Index) -> str:
    """Return what tells an unknown person from others; nothing for one who has a name: one name is one person."""
    if _is_named(moment, index):
        return ""
    by = index.stretch.by if index.stretch else ()
    return json.dumps([moment.fields.get(name) for name in by if moment.fields.get(name) is not None])


def _is_named(moment: Moment, index: Index) -> bool:
    """Return whether a title is a name: numbers that an operator gives are none."""
    return title_field(index) in index.fields and moment.title not in ("", index.untitled)


def _person(result: str, identity: str, index: Index, moments: list[Moment]) -> SeenPerson:
    best = max(moments, key=lambda each: each.confidence or 0)
    starts = [each.start for each in moments if each.start is not None]
    ends = [each.end if each.end is not None else each.start for each in moments]
    return SeenPerson(
        result=result,
        operator=best.operator,
        name=best.title if _is_named(best, index) else "",
        title=best.title,
        can_be_named=title_field(index) in index.fields and len(best.title) <= LONGEST_VALUE,
        identity=identity,
        moments=len(moments),
        detections=sum(each.count for each in moments),
        start=min(starts, default=None),
        end=max((each for each in ends if each is not None), default=None),
        best=best.start if best.best is None else best.best,
        stored_start=best.best if index.stretch and best.best is not None else best.start,
        confidence=best.confidence,
        box=best.boxes[0] if best.boxes else None,
    )
