"""Lists of items: NDJSON that people write, and that plans are kept in.

A list is what anybody may upload: it is read line by line, and nothing of it is parsed that is larger than an item.
"""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from media_insights.api.v1alpha1.meta import BucketName
from media_insights.domain.file_items import FileItem, has_controls
from media_insights.domain.wording import both, shown
from media_insights.errors import InvalidObject

MOST_BYTES = 32 * 2**20
"""Of a list: of ten thousand items with the longest keys it has less than half."""
MOST_LINES = 50_000
"""Of a list, empty ones and those that patterns leave out among them: reading it takes about a second."""
LONGEST_LINE = 16 * 2**10
"""Bytes of a line: an item with the longest key, version and title has less."""
_LONGEST = {"bucket": 63, "key": 1024, "version": 1024, "title": 256}
_FIELDS = tuple(_LONGEST)
_BUCKET = TypeAdapter(BucketName)
_EXAMPLE = 'write one JSON object such as {"key": "folder/a.jpg"}'


def parse_items(content: bytes, bucket: str) -> Iterator[FileItem]:
    """Yield the items of a list; each without a bucket lies in ``bucket``. Empty lines count for nothing.

    Nothing is read beyond what is asked for. Raises InvalidObject, with the number of the line, at the first line that
    is no item.
    """
    if len(content) > MOST_BYTES:
        raise InvalidObject(f"it has more than {MOST_BYTES} bytes, the most of a list; make several batches")
    for number, line in enumerate(_lines(content.removeprefix(b"\xef\xbb\xbf")), 1):
        if number > MOST_LINES:
            raise InvalidObject(f"it has more than {MOST_LINES} lines, the most of a list; make several batches")
        try:
            if text := _text(line):
                yield _item(text, bucket)
        except ValueError as error:
            raise InvalidObject(f"line {number}: {error}") from error


def items_as_lines(items: Iterable[FileItem]) -> bytes:
    """Return a list that :func:`parse_items` reads back."""
    rows = ({name: value for name in _FIELDS if (value := getattr(item, name))} for item in items)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def lines_of(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return objects as NDJSON."""
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def _lines(content: bytes) -> Iterator[bytes]:
    """Yield the lines of a text; of one that is too long, the first of its parts."""
    text = io.BytesIO(content)
    return iter(lambda: text.readline(LONGEST_LINE + 1), b"")


# A line that is no item is a ValueError, whatever is wrong with it.


def _text(line: bytes) -> str:
    if len(line.removesuffix(b"\n")) > LONGEST_LINE:
        raise ValueError(f"it has more than {LONGEST_LINE} bytes, the most of a line; {_EXAMPLE}")
    try:
        return line.decode().strip()
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte {error.start})") from error


def _item(line: str, bucket: str) -> FileItem:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{_EXAMPLE}, not {shown(line)}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{_EXAMPLE}, not {shown(found)}")  # noqa: TRY004 - see above
    if unknown := sorted(found.keys() - set(_FIELDS)):
        raise ValueError(f"{shown(unknown[0])} is no field of an item, which has {both(_FIELDS)}")
    for name, value in found.items():
        _check(name, value)
    if not found.get("key"):
        raise ValueError("key is missing: which object is it?")
    return FileItem(**{"bucket": bucket, **{name: value for name, value in found.items() if value}})


def _check(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text, not {shown(value)}")  # noqa: TRY004 - see above
    if len(value) > _LONGEST[name]:
        raise ValueError(f"{name} has at most {_LONGEST[name]} characters, not {len(value)}")
    if has_controls(value):
        raise ValueError(f"{name} has a control character, or half of one: {shown(value)}")
    if name == "bucket" and value and not _is_bucket(value):
        raise ValueError(
            f"bucket has 3 to 63 lower-case letters, digits and dashes in parts that dots separate, not {shown(value)}"
        )


def _is_bucket(name: str) -> bool:
    try:
        _BUCKET.validate_python(name)
    except ValidationError:
        return False
    return True
