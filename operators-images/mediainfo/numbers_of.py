"""MediaInfo says everything as text; what is a number becomes one."""

import re
from typing import Any

INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")
DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,9}")
WORDS = frozenset({
    "track_id", "other_track_id", "unique_id", "menu_id", "format_version", "title", "movie_name", "album", "performer",
    "comment", "description", "encoded_library_version", "codec_id", "format_profile", "format_level", "language",
    "genre", "file_name", "file_name_extension", "file_extension",
})  # fmt: skip
"""Fields that stay text even when they look like a number: names, versions and identifiers."""


def with_numbers(track: dict[str, Any]) -> dict[str, Any]:
    """Return the track with numeric text as numbers; identifiers, versions, tags and the `other_…` lists stay text."""
    return {key: value if _is_words(key) else _number(value) for key, value in track.items()}


def _is_words(key: str) -> bool:
    return key in WORDS or key.startswith("other_")


def _number(value: Any) -> Any:
    if isinstance(value, str) and INTEGER.fullmatch(value):
        return int(value)
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        return float(value)
    return value
