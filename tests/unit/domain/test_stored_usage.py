"""What is stored of a namespace is read as it was written, and of anything else nothing is believed."""

from typing import Any

import pytest

from media_insights.domain.stored_usage import Amount, StoredUsage, parse_usage, sentence_when_full, usage_key

USAGE = StoredUsage(uploads=Amount(100, 2), results=Amount(50, 7), measured_at="2026-12-01T00:00:00Z")


def test_what_is_written_is_read() -> None:
    assert parse_usage(USAGE.to_json()) == USAGE
    assert USAGE.total == Amount(150, 9)
    assert usage_key("n") == "private/n/usage.json"


@pytest.mark.parametrize(
    "content",
    [None, [], "x", {}, {"uploads": 3, "results": []}, {"uploads": {"bytes": "9", "objects": -1}, "measuredAt": 4}],
)
def test_what_is_no_measure_measures_nothing(content: Any) -> None:
    assert parse_usage(content) == StoredUsage()


def test_only_a_namespace_without_room_is_told_so_with_both_numbers() -> None:
    assert sentence_when_full("n", 99, 100) == ""
    assert "n stores 1,000 bytes of the 1,000 that it may (storage)" in sentence_when_full("n", 1000, 1000)
    assert sentence_when_full("n", 0, 0)
