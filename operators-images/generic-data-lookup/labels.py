"""Labels made elsewhere in the shape of label-detection: numbers are numbers, boxes fractions, confidence a percentage.

A label is an object with a Name, alone (an image's) or under Label beside a Timestamp (a video's). What is none stays
as it is, and so does every member that is not named here.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from frames import Frame

from media_operator import BadParameters, UnusableInput

EDGES = ("Left", "Top", "Width", "Height")
SLACK = 1e-3
"""Rounding may take a confidence or a fraction this far beyond its range."""


@dataclass(frozen=True)
class Units:
    """What the file's numbers mean: the frame that boxes in pixels refer to (None: fractions), certainty's number."""

    frame: Frame | None
    certainty: int


def normalised(labels: list[Any], units: Units) -> list[Any]:
    """Return the labels in our units. Raises UnusableInput or BadParameters naming the place that makes no sense."""
    return [_item(item, units, f"Labels[{number}]") for number, item in enumerate(labels)]


def boxes_of(labels: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every bounding box of labels with its place in the file."""
    for number, item in enumerate(labels):
        if label := _label_of(item):
            place = f"Labels[{number}].Label" if label is not item else f"Labels[{number}]"
            for index, instance in enumerate(_instances_of(label)):
                if isinstance(instance, dict) and isinstance(instance.get("BoundingBox"), dict):
                    yield f"{place}.Instances[{index}].BoundingBox", instance["BoundingBox"]


def number_of(value: Any, place: str) -> float:
    """Return a number, also one written as text. Raises UnusableInput for anything else."""
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise UnusableInput(f"{place} is {_shown(value)}; it must be a number") from error
    if not math.isfinite(number):
        raise UnusableInput(f"{place} is {_shown(value)}; it must be a number")
    return number


def _label_of(item: Any) -> dict[str, Any] | None:
    inner = item.get("Label") if isinstance(item, dict) else None
    label = inner if isinstance(inner, dict) else item
    return label if isinstance(label, dict) and isinstance(label.get("Name"), str) else None


def _instances_of(label: dict[str, Any]) -> list[Any]:
    instances = label.get("Instances")
    return instances if isinstance(instances, list) else []


def _item(item: Any, units: Units, place: str) -> Any:
    label = _label_of(item)
    if label is None:
        return item
    if label is item:
        return _timed(_label(label, units, place), place)
    return _timed(item | {"Label": _label(label, units, f"{place}.Label")}, place)


def _timed(item: dict[str, Any], place: str) -> dict[str, Any]:
    """Return the item with whole milliseconds where it has a time."""
    if "Timestamp" not in item:
        return item
    at = number_of(item["Timestamp"], f"{place}.Timestamp")
    if at < 0:
        raise UnusableInput(f"{place}.Timestamp is {_shown(item['Timestamp'])}; it must be milliseconds from 0 on")
    return item | {"Timestamp": round(at)}


def _label(label: dict[str, Any], units: Units, place: str) -> dict[str, Any]:
    changed = _sure(label, units, place)
    if isinstance(label.get("Instances"), list):
        found = enumerate(label["Instances"])
        changed["Instances"] = [_instance(each, units, f"{place}.Instances[{index}]") for index, each in found]
    return changed


def _instance(instance: Any, units: Units, place: str) -> Any:
    if not isinstance(instance, dict):
        return instance
    changed = _sure(instance, units, place)
    if isinstance(instance.get("BoundingBox"), dict):
        changed["BoundingBox"] = _box(instance["BoundingBox"], units, f"{place}.BoundingBox")
    return changed


def _sure(thing: dict[str, Any], units: Units, place: str) -> dict[str, Any]:
    """Return a copy with its Confidence, where it has one, as a percentage."""
    if "Confidence" not in thing:
        return dict(thing)
    sure = number_of(thing["Confidence"], f"{place}.Confidence")
    if not -SLACK <= sure <= units.certainty * (1 + SLACK):
        right = "set confidenceScale to 100" if units.certainty == 1 and 0 <= sure <= 100 else "correct the file"
        raise BadParameters(f"{place}.Confidence is {sure:g}, beyond 0 to {units.certainty}: {right}")
    return thing | {"Confidence": min(max(sure * (100 / units.certainty), 0.0), 100.0)}


def _box(box: dict[str, Any], units: Units, place: str) -> dict[str, Any]:
    scale: Callable[[str], float] = (lambda _: 1.0) if units.frame is None else units.frame.length_beside
    edges = {edge: number_of(box[edge], f"{place}.{edge}") / scale(edge) for edge in EDGES if edge in box}
    if missing := [edge for edge in EDGES if edge not in edges]:
        raise UnusableInput(f"{place} lacks {', '.join(missing)}; a box has Left, Top, Width and Height")
    if edges["Width"] < 0 or edges["Height"] < 0:
        raise UnusableInput(f"{place} has a negative size")
    return box | edges


def _shown(value: Any) -> str:
    return repr(value)[:60]
