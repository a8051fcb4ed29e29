"""Whatever lies in the object store is JSON that every reader can compute with, or Damaged."""

from typing import Any

import pytest

from media_insights.errors import Damaged
from media_insights.results.stored_json import DEEPEST, parse_json


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[1.5, -3, 0]", [1.5, -3, 0]),
        ("[NaN, Infinity, -Infinity]", [None, None, None]),
        ("[1e306, -1e999]", [None, None]),
        (f"[{10**400}]", [None]),
        (f"[{2**128}]", [2**128]),
        (r'"\ud83d\ude00"', "\U0001f600"),
        ("[" * DEEPEST + "]" * DEEPEST, None),
    ],
)
def test_what_is_read(text: str, found: Any) -> None:
    assert parse_json(text.encode(), "it") == found or found is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        rb'{"Name": "half \ud83d"}',
    ],
    ids=["empty", "cut off", "no text", "deep", "deep and closed", "a level too deep", "half a character"],
)
def test_what_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged, match=r"^it is "):
        parse_json(content, "it")
