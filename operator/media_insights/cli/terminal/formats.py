"""Output formats of ``-o``, and how a value is printed to stdout in each."""

import json
import sys
from enum import StrEnum
from typing import Any

import yaml

from media_insights.domain.wording import json_visible, visible


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
    if format_ is not Format.YAML:
        return json_visible(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
    text = _yaml(value, ascii_=False)
    return text if visible(text) == text else _yaml(value, ascii_=True)


def _yaml(value: Any, *, ascii_: bool) -> str:
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=not ascii_, width=120))
