"""What of a text is looked up, and that a query finds exactly the texts that hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.search.terms import TermPhrase, folded, joined_terms, phrase_of, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Deep water!", ("deep", "water")),
        ("Café ＣＡＦÉ", ("cafe", "cafe")),
        ("東京大学", ("東京", "京大", "大学", "学")),
        ("東京tower 3号", ("東京", "京", "tower", "3", "号")),
        ("がか", ("がか", "か")),
        ("snake_case", ("snake", "case")),
        ("…", ()),
    ],
)
def test_a_text_has_terms(text: str, terms: tuple[str, ...]) -> None:
    assert terms_of(text) == terms


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Deep water", TermPhrase(("deep", "water"))),
        ("東", TermPhrase(("東",), is_open=True)),
        ("東京", TermPhrase(("東京",))),
        ("東京大", TermPhrase(("東京", "京大"))),
        ("tower東", TermPhrase(("tower", "東"), is_open=True)),
        ("!", TermPhrase(())),
    ],
)
def test_a_query_s_text_is_a_phrase(text: str, phrase: TermPhrase) -> None:
    assert phrase_of(text) == phrase


def holds(text: str, part: str) -> bool:
    phrase = phrase_of(part)
    return f" {' '.join(phrase.terms)}{'' if phrase.is_open else ' '}" in joined_terms(text)


UNSPACED = st.text("東京都大学の山", min_size=1, max_size=6)


@given(UNSPACED, UNSPACED)
def test_a_text_without_spaces_is_found_by_each_part_and_by_nothing_else(text: str, part: str) -> None:
    assert holds(text, part) == (part in text)


@given(st.text(max_size=20))
def test_folding_again_changes_nothing_that_is_looked_up(text: str) -> None:
    assert terms_of(folded(text)) == terms_of(text)
