"""What other operators saw that is to be covered: their results, read with care, become sights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boxes import WHOLE, Box, Sight

from media_operator import BadParameters, UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from media_operator import Operator

Found = dict[str, Any]

PRODUCERS = {
    "faces": "face-detection",
    "people": "face-search",
    "persons": "person-tracking",
    "texts": "text-detection",
    "labels": "label-detection",
    "moderation": "content-moderation",
    "transcript": "transcribe",
    "entities": "entities",
}
"""Which operator makes which input."""

FARTHEST, LATEST = 100.0, 1e9
"""Sizes of the image that a box may be away or large, milliseconds of the longest video (11 days): more is damage."""


@dataclass(frozen=True)
class Group:
    """Sights of one kind, of a video or image, and whether they were made from the medium Frames."""

    kind: str
    sights: tuple[Sight, ...]
    of_frames: bool = True


def groups_of(operator: Operator) -> list[Group]:
    """Return what is to be covered, kind by kind.

    Raises BadParameters when a result that it takes is not there: nothing must look covered that is not.
    """
    return [Group(kind, tuple(READERS[kind](operator)), kind != "persons") for kind in operator.parameters["what"]]


def needed(operator: Operator, name: str, why: str) -> Found:
    """Return the result of an input. Raises BadParameters saying which operator is missing in the workflow."""
    found = operator.json(name)
    if found is None:
        raise BadParameters(f"{why} needs the result of {PRODUCERS[name]}, which this run has not; add that operator")
    if not isinstance(found, dict):
        raise UnusableInput(f"the result of {PRODUCERS[name]} is not an object")
    return found


def _faces(operator: Operator) -> Iterator[Sight]:
    people = operator.parameters["people"]
    if people == "all":
        yield from _all_faces(operator)
        return
    searched = needed(operator, "people", f"people: {people}")
    if "Persons" in searched:
        yield from _some_faces(searched, known=people == "known")
        return
    # Of an image only the largest face was searched; all others are strangers.
    known = list(_boxes(searched, "people", _searched)) if searched.get("FaceMatches") else []
    if people == "known":
        yield from known
        return
    for face in _boxes(needed(operator, "faces", "people: unknown, in an image,"), "faces", _detected):
        if not any(_same(face.box, other.box) for other in known):
            yield face


def _all_faces(operator: Operator) -> Iterator[Sight]:
    """Yield the faces of both operators; one that both saw at the same place counts once."""
    seen: set[tuple[float, Box]] = set()
    searched = operator.json("people")
    detected = operator.json("faces") if isinstance(searched, dict) else needed(operator, "faces", "what: faces")
    for name, found, read in (("faces", detected, _detected), ("people", searched, _searched)):
        if isinstance(found, dict):
            for sight in _boxes(found, name, read):
                if (sight.time, sight.box) not in seen:
                    seen.add((sight.time, sight.box))
                    yield Sight(sight.time, sight.box)


def _some_faces(searched: Found, *, known: bool) -> Iterator[Sight]:
    """Yield the faces of those who were recognised in any frame, or of all others."""
    sights = list(_boxes(searched, "people", _searched))
    matched = {f"{one['Person'].get('Index')}" for one in searched["Persons"] if one.get("FaceMatches")}
    yield from (sight for sight in sights if (sight.who in matched) == known)


def _detected(result: Found) -> Iterator[Sight]:
    for one in result.get("Faces", ()):
        yield Sight(_seconds(one), _box(one["Face"]["BoundingBox"]))
    for face in result.get("FaceDetails", ()):
        yield Sight(0, _box(face["BoundingBox"]))


def _searched(result: Found) -> Iterator[Sight]:
    for one in result.get("Persons", ()):
        person = one["Person"]
        yield Sight(_seconds(one), _box(person["Face"]["BoundingBox"]), f"{person.get('Index')}")
    if result.get("SearchedFaceBoundingBox"):
        yield Sight(0, _box(result["SearchedFaceBoundingBox"]))


def _persons(operator: Operator) -> Iterator[Sight]:
    yield from _boxes(needed(operator, "persons", "what: persons"), "persons", _tracked)


def _tracked(result: Found) -> Iterator[Sight]:
    """Yield the persons. Raises UnusableInput when somebody has a track but no place: lists are thinned."""
    placed: set[int] = set()
    for one in result.get("Persons", ()):
        person = one["Person"]
        box = person.get("BoundingBox") or person["Face"]["BoundingBox"]
        placed.add(person["Index"])
        yield Sight(_seconds(one), _box(box), f"{person['Index']}")
    lost = sum(track["Index"] not in placed for track in result.get("Tracks", ()))
    if lost:
        raise UnusableInput(
            f"person-tracking lists no place for {lost} of its persons, who could not be covered: give it fewer "
            "framesPerSecond, so that it need not thin out its list, or cut the video into parts"
        )


def _texts(operator: Operator) -> Iterator[Sight]:
    yield from _boxes(needed(operator, "texts", "what: texts"), "texts", _read)


def _read(result: Found) -> Iterator[Sight]:
    for one in result.get("TextDetections", ()):
        text = one.get("TextDetection", one)
        if text.get("Type") != "WORD":
            yield Sight(_seconds(one), _box(text["Geometry"]["BoundingBox"]))


def _labels(operator: Operator) -> Iterator[Sight]:
    wanted = {name.casefold() for name in operator.parameters["labels"]}
    if not wanted:
        raise BadParameters("what: labels covers the labels that the parameter names, but labels is empty")

    def read(result: Found) -> Iterator[Sight]:
        for one in result.get("Labels", ()):
            label = one.get("Label", one)
            if _named(label["Name"], label.get("Parents") or (), wanted):
                boxes = [_box(each["BoundingBox"]) for each in label.get("Instances") or ()]
                yield from (Sight(_seconds(one), box, "" if boxes else "whole") for box in boxes or [WHOLE])

    yield from _boxes(needed(operator, "labels", "what: labels"), "labels", read)


def _moderation(operator: Operator) -> Iterator[Sight]:
    wanted = {name.casefold() for name in operator.parameters["moderationLabels"]}

    def read(result: Found) -> Iterator[Sight]:
        times = set()
        for one in result.get("ModerationLabels", ()):
            label = one.get("ModerationLabel", one)
            if not wanted or _named(label["Name"], [{"Name": label.get("ParentName", "")}], wanted):
                times.add(_seconds(one))
        yield from (Sight(time, WHOLE, "whole") for time in sorted(times))

    yield from _boxes(needed(operator, "moderation", "what: moderation"), "moderation", read)


READERS: dict[str, Callable[[Operator], Iterator[Sight]]] = {
    "faces": _faces,
    "persons": _persons,
    "texts": _texts,
    "labels": _labels,
    "moderation": _moderation,
}


def _boxes(result: Found, name: str, read: Callable[[Found], Iterator[Sight]]) -> list[Sight]:
    try:
        return list(read(result))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnusableInput(f"the result of {PRODUCERS[name]} has not its documented shape: {error!r}") from error


def _box(box: Found) -> Box:
    left, top, width, height = (_number(box[side], FARTHEST) for side in ("Left", "Top", "Width", "Height"))
    return Box(left, top, left + width, top + height)


def _seconds(one: Found) -> float:
    return _number(one.get("Timestamp", 0), LATEST) / 1000


def _number(value: Any, largest: float) -> float:
    number = float(value)
    if not -largest <= number <= largest:
        raise ValueError(f"{number} is beyond {largest}")
    return number


def _named(name: str, parents: Any, wanted: set[str]) -> bool:
    return bool(wanted & {name.casefold(), *(str(parent["Name"]).casefold() for parent in parents)})


def _same(box: Box, other: Box) -> bool:
    return box.touches(other) and box.distance(other) < 0.5
