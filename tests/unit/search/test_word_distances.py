"""Words near each other, as one who reads the text would count."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from media_insights.search.terms import TermPhrase, phrase_of, terms_of
from media_insights.search.word_distances import are_near


def near(text: str, words: str, gaps: int) -> bool:
    return are_near(terms_of(text), [phrase_of(word) for word in words.split()], gaps)


def test_terms_between_are_counted_in_any_order() -> None:
    assert near("the deep water is cold", "cold deep", 2)
    assert not near("the deep water is cold", "cold deep", 1)
    assert near("deep deep blue water", "deep water", 1)
    assert near("the deep water is cold", "cold the deep", 2)
    assert not near("the deep water", "deep sea", 9)


@given(st.lists(st.sampled_from("abc"), max_size=8), st.integers(0, 4))
def test_it_finds_what_trying_everything_finds(terms: list[str], gaps: int) -> None:
    places = [[at for at, term in enumerate(terms) if term == wanted] for wanted in "ab"]
    expected = any(abs(a - b) - 1 <= gaps for a, b in itertools.product(*places))
    assert are_near(terms, [TermPhrase(("a",)), TermPhrase(("b",))], gaps) == expected
