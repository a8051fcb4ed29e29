"""generic-data-lookup: metadata that was made elsewhere becomes a result."""

import json
from pathlib import Path
from typing import Any

from frames import frame_of
from labels import EDGES, Units, boxes_of, normalised, number_of

from media_kits.text.documents import parse_json
from media_operator import Operator, UnusableInput, run

MAX_BYTES = 256 * 2**20

LARGEST_FRACTION = 2.0
"""A box that leaves the image may have fractions a little above 1; no box of an image in pixels stays below 2."""


def main(operator: Operator) -> None:
    """Write the file's object as the result: labels normalised, everything else unchanged."""
    document = _document(operator.require("data"))
    labels = document.get("Labels")
    if isinstance(labels, list):
        document["Labels"] = normalised(labels, _units(operator, document, labels))
    with operator.output("result.json") as path:  # not write_json, which rounds: what is not ours stays as it is
        path.write_text(json.dumps(document, allow_nan=False) + "\n", encoding="utf-8")


def _document(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the file that `key` names is larger than {MAX_BYTES} bytes")
    try:
        document = parse_json(path.read_bytes())
    except ValueError as error:
        raise UnusableInput(f"the file that `key` names is not JSON: {error}") from error
    if isinstance(document, dict):
        return document
    raise UnusableInput(f"the file that `key` names must hold one JSON object, not {_kind(document)}")


def _units(operator: Operator, document: dict[str, Any], labels: list[Any]) -> Units:
    wanted, certainty = operator.parameters["boxes"], operator.parameters["confidenceScale"]
    place = _first_in_pixels(labels) if wanted == "Auto" else ""
    if wanted == "Pixels":
        place = next((place for place, _ in boxes_of(labels)), "")
    return Units(frame_of(operator.parameters, document, place) if place else None, certainty)


def _first_in_pixels(labels: list[Any]) -> str:
    """Return the place of the first box that cannot be in fractions, ``""`` when all can."""
    for place, box in boxes_of(labels):
        if any(abs(number_of(box[edge], f"{place}.{edge}")) > LARGEST_FRACTION for edge in EDGES if edge in box):
            return place
    return ""


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


if __name__ == "__main__":
    run(main)
