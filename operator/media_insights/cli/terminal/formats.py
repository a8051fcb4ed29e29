"""Output formats of ``-o``, and how a value is printed to stdout in each."""

import json
import sys
from enum import StrEnum
from typing import Any

import yaml

from media_insights.domain.wording import visible


class Format(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"


def emit(value: Any, format_: Format) -> None:
    """Print a value to stdout as one JSON or YAML document."""
    sys.stdout.write(text_of(value, format_))
    sys.stdout.flush()


def text_of(value: Any, format_: Format) -> str:
    """Return a value as one JSON or YAML document with a final newline.

    One that holds what would steer a terminal, such as a change of the direction of writing, is escaped: the value
    stays the same.
    """
    text = _document(value, format_, ascii_=False)
    return text if visible(text) == text else _document(value, format_, ascii_=True)


def _document(value: Any, format_: Format, *, ascii_: bool) -> str:
    if format_ is Format.YAML:
        return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=not ascii_, width=120))
    return json.dumps(value, ensure_ascii=ascii_, indent=2) + "\n"
