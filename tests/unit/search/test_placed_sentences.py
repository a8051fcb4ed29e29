"""A sentence with a vector is the moment of what was said at its time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.results.moments import Moment
from media_insights.search import placed_sentences as placed_sentences_module
from media_insights.search.indexed_moments import IndexedMoment, indexed_moments
from media_insights.search.placed_sentences import placed_sentences

TIMES = st.tuples(st.sampled_from(["Hello.", "hello", "Bye."]), st.integers(0, 20), st.none() | st.integers(0, 25))
PLAIN = Index.model_validate({"list": "x[*]"})


def moments(result: str, *found: tuple[str, int | None, int | None]) -> list[IndexedMoment]:
    made = [Moment(operator="o", title=title, start=start, end=end) for title, start, end in found]
    return list(indexed_moments("u", result, made, PLAIN))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (("Hello.", 0, 1000), "Hello. Here I am."),
        (("Here I am.", 1000, 2000), "Hello. Here I am."),
        (("Not I.", 1500, 2500), "Not I."),
        (("other words", 1900, 3900), "Not I."),
        (("Bye.", 5000, None), "Bye."),
        (("before all of it", 4000, 5000), None),
        (("after all of it", 9001, 9900), None),
        (("no time", None, None), None),
    ],
    ids=[
        *("first half", "second half", "the same words on another channel", "what is there the longest"),
        *("a point in time", "ends where the next begins", "later", "without a time"),
    ],
)
def test_which_moment_a_sentence_is(sentence: Any, expected: str | None) -> None:
    read = moments(
        "transcript",
        ("Hello. Here I am.", 0, 2000),
        ("Not I.", 1500, 4000),
        ("Bye.", 5000, 9000),
        ("Bye bye.", 9000, 9001),
        ("a summary of all", None, None),
    )
    (own,) = moments("vectors", sentence)
    found = placed_sentences([own], read)
    assert found.get(own.id, own).moment.title == (expected or sentence[0])
    assert (own.id in found) == (expected is not None)


def test_nothing_is_said_where_nothing_was_read() -> None:
    assert placed_sentences(moments("vectors", ("Hello.", 0, 1000)), []) == {}


@given(sentences=st.lists(TIMES, max_size=6), spoken=st.lists(TIMES, max_size=8))
def test_a_sentence_is_the_moment_that_comparing_it_with_each_gives(
    sentences: list[tuple[str, int, int | None]], spoken: list[tuple[str, int, int | None]]
) -> None:
    own, read = moments("vectors", *sentences), moments("transcript", *spoken)
    expected = {each.id: found for each in own if (found := compared_with_each(each, read))}
    assert placed_sentences(own, read) == expected


def compared_with_each(sentence: IndexedMoment, read: list[IndexedMoment]) -> IndexedMoment | None:
    start, until = span(sentence)
    there = [each for each in sorted(read, key=span) if span(each)[0] < until and span(each)[1] > start]
    words = sentence.moment.title.lower()

    def likeness(each: IndexedMoment) -> tuple[bool, int]:
        title = each.moment.title.lower()
        return title in words or words in title, min(span(each)[1], until) - max(span(each)[0], start)

    return max(there, key=likeness, default=None)


def span(found: IndexedMoment) -> tuple[int, int]:
    start = found.moment.start or 0
    return start, max(found.moment.end or 0, start + 1)


class CountedTime(int):
    """A time that counts how often it is compared."""

    compared = 0

    def __lt__(self, other: int) -> bool:
        CountedTime.compared += 1
        return super().__lt__(other)

    def __gt__(self, other: int) -> bool:
        CountedTime.compared += 1
        return super().__gt__(other)

    def __le__(self, other: int) -> bool:
        CountedTime.compared += 1
        return super().__le__(other)


def comparisons(count: int, *, last: int) -> int:
    """Return how many comparisons of times place sentences, one moment among what was read going on to the end."""
    spoken = [(f"said {n}", CountedTime(10 * n), CountedTime(10 * n + 10)) for n in range(count)]
    own = moments("vectors", *spoken)
    read = moments("transcript", ("all", CountedTime(0), CountedTime(last)), *spoken)
    CountedTime.compared = 0
    assert len(placed_sentences(own, read)) == count
    return CountedTime.compared


def test_a_moment_as_long_as_the_file_costs_no_more_comparisons_of_the_others() -> None:
    assert comparisons(400, last=4000) < 2 * comparisons(400, last=10)
    assert comparisons(800, last=8000) < 3 * comparisons(400, last=4000)


def test_of_endlessly_many_at_the_same_time_only_so_many_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placed_sentences_module, "MOST_AT_ONCE", 2)
    read = moments("transcript", ("one", 0, 9), ("two", 0, 9), ("three", 0, 9))
    own = moments("vectors", ("two", 0, 9), ("three", 0, 9))
    assert [each.moment.title for each in placed_sentences(own, read).values()] == ["two", "one"]
