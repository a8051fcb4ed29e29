"""Numbers that are settled are kept as stretches, whatever order they are settled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.errors import Damaged
from media_insights.events.settled_numbers import SettledNumbers


@given(st.lists(st.sets(st.integers(1, 60), max_size=8), max_size=12))
def test_they_hold_what_was_added_and_nothing_else(groups: list[set[int]]) -> None:
    settled, added = SettledNumbers(), set[int]()
    for group in groups:
        settled, added = settled.including(group), added | group
    assert {number for number in range(70) if number in settled} == added
    assert settled.last == max(added, default=0)
    assert SettledNumbers.parse(settled.json_bytes(), "key") == settled
    gaps = [second[0] - first[1] for first, second in zip(settled.stretches, settled.stretches[1:], strict=False)]
    assert all(gap > 1 for gap in gaps)


def test_what_comes_in_order_is_one_stretch() -> None:
    settled = SettledNumbers()
    for number in range(1, 1000):
        settled = settled.including([number])
    assert settled.stretches == ((1, 999),)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"format": "mediainsights.dev/settled/v2", "settled": []}'])
def test_what_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(Damaged, match=r"the-key holds no numbers"):
        SettledNumbers.parse(content, "the-key")
