"""Ranges of keys: read back as stored, split when they are full, joined when they are small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.watching.key_ranges import (
    FULL,
    KeyRange,
    KnownObject,
    end_of_pass,
    has_room,
    may_join,
    parse_range,
    range_as_lines,
    split,
)

TEXTS = st.text(max_size=8)
TAKEN = KnownObject(version="1")


def keys(count: int, first: int = 0) -> list[str]:
    return [f"{number:06d}" for number in range(first, first + count)]


def known(count: int, first: int = 0) -> dict[str, KnownObject]:
    return dict.fromkeys(keys(count, first), TAKEN)


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, st.builds(KnownObject, version=TEXTS, type=TEXTS), max_size=5))
def test_what_is_stored_is_read_back(after: str, up_to: str, objects: dict[str, KnownObject]) -> None:
    stored = KeyRange(after=after, up_to=up_to, known=objects)
    assert parse_range(range_as_lines(stored), after) == stored


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"1", b"{", b'{"after": "b", "upTo": ""}', b'{"after": "a", "upTo": 7}', b'{"after": "a"}',
        b'{"after": "a", "upTo": ""}\n{"key": "x"}', b"\xff", b"[" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_range_that_begins_there_is_none(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json has sentences of its own
        parse_range(content, "a")


@pytest.mark.parametrize(
    ("up_to", "listed", "end"),
    [
        ("", 0, ""), ("", FULL - 1, ""), ("", FULL, keys(FULL)[-1]),
        (keys(1, 400)[0], 401, keys(1, 400)[0]), (keys(1, 400)[0], FULL, keys(1, 400)[0]),
        (keys(FULL)[-1], FULL, keys(FULL)[-1]), ("x", FULL, keys(FULL // 2)[-1]), ("x", FULL - 1, "x"),
    ],
    ids=[
        "nothing is there", "all of the last one", "the last one is full", "all of it", "more lies behind it",
        "as much as fits", "more than fits", "the rest of the prefix",
    ],
)  # fmt: skip
def test_up_to_where_a_range_is_examined(up_to: str, listed: int, end: str) -> None:
    assert end_of_pass(KeyRange(up_to=up_to), keys(listed)) == end


def test_a_split_loses_nothing_and_its_parts_follow_each_other() -> None:
    whole = KeyRange(after="", up_to="x", known=known(4))
    this, rest = split(whole, keys(2)[-1])
    assert rest
    assert (this.after, this.up_to, rest.after, rest.up_to) == ("", keys(2)[-1], keys(2)[-1], "x")
    assert this.joined(rest) == whole
    assert split(whole, "x") == (whole, None)


@pytest.mark.parametrize(
    ("up_to", "following", "listed", "joins"),
    [
        (keys(1, 9)[0], keys(1, 19)[0], 30, True), (keys(1, 9)[0], "", 30, True), ("", "", 30, False),
        (keys(1, 9)[0], "", FULL, False), (keys(1, 9)[0], keys(1, 700)[0], FULL, False),
        (keys(1, 700)[0], keys(1, 710)[0], FULL, False), (keys(1, 9)[0], keys(1, 400)[0], FULL, True),
    ],
    ids=[
        "both are small", "the last two are small", "none follows", "the next may have more", "both are half full",
        "the first is more than half full", "half of a full one",
    ],
)  # fmt: skip
def test_which_neighbours_become_one(up_to: str, following: str, listed: int, *, joins: bool) -> None:
    first, found = KeyRange(up_to=up_to), keys(listed)
    assert (has_room(first, found) and may_join(KeyRange(after=up_to, up_to=following), found)) is joins
