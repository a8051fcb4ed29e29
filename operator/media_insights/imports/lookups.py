"""Labels of MIE's GenericDataLookup: boxes in pixels and scores of 0 to 1 become fractions and percentages.

The rules are those of the operator generic-data-lookup: a box is in pixels when any number of any box is above 2, and
the size of the frame is told, never guessed. Scores are of 0 to 1 when none is above 1.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from media_insights.errors import InvalidImport
from media_insights.imports.shaping import Content, number_in

LARGEST_FRACTION = 2.0
"""A box that leaves the image may have fractions a little above 1; no box of an image in pixels stays below 2."""
_ACROSS, _DOWN = ("Left", "Width"), ("Top", "Height")


@dataclass(frozen=True, slots=True)
class FrameSize:
    """Width and height in pixels of the frame that boxes refer to."""

    width: int
    height: int


def frame_size_of(text: str) -> FrameSize | None:
    """Return the size that ``1280x720`` is, None for an empty text. Raises InvalidImport for anything else."""
    if not text:
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,4})[xX×]([1-9][0-9]{0,4})", text.strip())
    if found is None:
        raise InvalidImport(f"--frame {text}: write width and height in pixels, for instance 1280x720")
    return FrameSize(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Units:
    """What numbers of labels mean."""

    frame: FrameSize | None
    """Of boxes in pixels; None for fractions."""
    certainty: int
    """The Confidence that means certainty: 1 or 100."""

    @property
    def are_ours(self) -> bool:
        """Whether nothing is to be converted."""
        return self == _OURS


_OURS = Units(frame=None, certainty=100)


def units_of(content: Content, given: FrameSize | None, where: str) -> Units:
    """Return the units of the labels. Raises InvalidImport for boxes in pixels of a frame of unknown size."""
    units = replace(_OURS, certainty=_certainty_of(content))
    place = next((place for place, box in _boxes_of(content) if _is_in_pixels(box)), "")
    if not place:
        return units
    frame = given or _frame_size_in(content)
    if frame is None:
        raise InvalidImport(
            f"{where}: {place} is in pixels, of a frame of unknown size: "
            "add --frame WIDTHxHEIGHT (files made for MIE: --frame 1280x720)"
        )
    return replace(units, frame=frame)


def converted(content: Content, units: Units) -> Content:
    """Return the document with its labels in our units; what is no number stays, and the check of its shape says so."""
    return content | {"Labels": [_item(each, units) for each in content["Labels"]]}


def _certainty_of(content: Content) -> int:
    scores = [number_in(each, "Confidence") for each in _scored(content) if "Confidence" in each]
    return 1 if scores and 0 < max(scores) <= 1 else 100


def _scored(content: Content) -> Iterator[Content]:
    for label in _labels_of(content):
        yield label
        yield from _instances_of(label)


def _labels_of(content: Content) -> Iterator[Content]:
    for item in content["Labels"]:
        inner = item.get("Label") if isinstance(item, dict) else None
        label = inner if isinstance(inner, dict) else item
        if isinstance(label, dict):
            yield label


def _instances_of(label: Content) -> list[Content]:
    instances = label.get("Instances")
    return [each for each in instances if isinstance(each, dict)] if isinstance(instances, list) else []


def _boxes_of(content: Content) -> Iterator[tuple[str, Content]]:
    for number, label in enumerate(_labels_of(content)):
        for index, instance in enumerate(_instances_of(label)):
            box = instance.get("BoundingBox")
            if isinstance(box, dict):
                yield f"the BoundingBox of Labels[{number}], Instances[{index}],", box


def _is_in_pixels(box: Content) -> bool:
    return any(abs(number_in(box, edge)) > LARGEST_FRACTION for edge in (*_ACROSS, *_DOWN))


def _frame_size_in(content: Content) -> FrameSize | None:
    """Return the size that the file itself declares."""
    for holder in (content, content.get("VideoMetadata")):
        if isinstance(holder, dict):
            size = FrameSize(round(number_in(holder, "FrameWidth")), round(number_in(holder, "FrameHeight")))
            if size.width > 0 and size.height > 0:
                return size
    return None


def _item(item: Any, units: Units) -> Any:
    if not isinstance(item, dict):
        return item
    return (
        item | {"Label": _label(item["Label"], units)} if isinstance(item.get("Label"), dict) else _label(item, units)
    )


def _label(label: Content, units: Units) -> Content:
    changed = _sure(label, units)
    if isinstance(label.get("Instances"), list):
        changed["Instances"] = [_instance(each, units) for each in label["Instances"]]
    return changed


def _instance(instance: Any, units: Units) -> Any:
    if not isinstance(instance, dict):
        return instance
    box = instance.get("BoundingBox")
    placed = {"BoundingBox": _box(box, units.frame)} if isinstance(box, dict) and units.frame else {}
    return _sure(instance, units) | placed


def _sure(thing: Content, units: Units) -> Content:
    scaled = _scaled(thing, "Confidence", lambda number: min(number * 100 / units.certainty, 100.0))
    return dict(thing) if units.certainty == _OURS.certainty else thing | scaled


def _box(box: Content, frame: FrameSize) -> Content:
    return {
        **box,
        **{name: value for edge in _ACROSS for name, value in _scaled(box, edge, lambda it: it / frame.width).items()},
        **{name: value for edge in _DOWN for name, value in _scaled(box, edge, lambda it: it / frame.height).items()},
    }


def _scaled(holder: Content, name: str, scale: Callable[[float], float]) -> Content:
    try:
        return {name: scale(float(holder[name]))}
    except (KeyError, TypeError, ValueError, OverflowError):
        return {}  # its shape is checked afterwards, and says where
