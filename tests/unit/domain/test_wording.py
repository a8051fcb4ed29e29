"""Lists, near misses and values as sentences have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.wording import a, both, cut, either, shown, suggestion


@pytest.mark.parametrize(
    ("names", "either_", "both_"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A or B", "A and B"),
        (["A", "B", "C"], "A, B or C", "A, B and C"),
    ],
)
def test_a_list_reads_as_people_write_it(names: list[str], either_: str, both_: str) -> None:
    assert (either(names), both(names)) == (either_, both_)


@pytest.mark.parametrize(
    ("wrong", "known", "hint"),
    [
        ("lables", ["labels", "proxy"], "; did you mean labels?"),
        ("LABELS", ["labels", "proxy"], "; did you mean labels?"),
        ("zoom", ["proxy", "labels"], "; known: labels, proxy"),
        ("zoom", [], ""),
    ],
)
def test_a_near_name_is_suggested_else_all_are_listed(wrong: str, known: list[str], hint: str) -> None:
    assert suggestion(wrong, known) == hint


@pytest.mark.parametrize(("noun", "text"), [("Audio", "an Audio"), ("Video", "a Video"), ("image", "an image")])
def test_a_noun_gets_its_article(noun: str, text: str) -> None:
    assert a(noun) == text


def test_a_value_is_shown_as_json_of_a_length_that_fits_a_sentence() -> None:
    assert shown({"é": True}) == '{"é": true}'
    assert len(shown("x" * 500)) == 80


@given(st.text(max_size=200), st.integers(1, 100))
def test_what_is_cut_is_a_beginning_that_fits(text: str, length: int) -> None:
    found = cut(text, length)
    assert len(found) <= length
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))
