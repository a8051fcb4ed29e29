"""MediaInfo says everything as text; what is a quantity becomes a number. Tags and identifiers stay text."""

import re
from typing import Any

INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")
DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,9}")
MILLISECONDS = re.compile(r"(?:^|_)(duration|delay|start_time|end_time)(?:_|$)|^duration")
QUANTITY = re.compile(
    r"(?:^|_)(?:count|counts|duration|delay|width|height|size|rate|ratio|depth|proportion|offset|rotation|channels?|"
    r"start_time|end_time|samples?|total)(?:_|$)|"
    r"^(?:channel_s|frame_?rate\w*|stream_?(?:identifier|order|size)|\w+size|bits__pixel_frame|resolution|"
    r"alternate_group|\w*count|\w+_(?:num|den)|(?:track|menu|program)_id)$"
)
"""Names of fields that hold quantities. A list of what is a number: anybody may name a tag, and a video "1984"."""


def with_numbers(track: dict[str, Any]) -> dict[str, Any]:
    """Return the track with its quantities as numbers, milliseconds as whole ones; `other_…` lists stay text."""
    return {key: _number(key, value) if QUANTITY.search(key) else value for key, value in track.items()}


def _number(key: str, value: Any) -> Any:
    if not isinstance(value, str) or key.startswith("other_"):
        return value
    if INTEGER.fullmatch(value):
        return int(value)
    if DECIMAL.fullmatch(value):
        return round(float(value)) if MILLISECONDS.search(key) else float(value)
    return value
