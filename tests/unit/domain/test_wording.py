"""Lists, near misses and values as sentences have them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.wording import (
    a,
    both,
    cut,
    either,
    harmless,
    json_visible,
    one_entry,
    printable,
    shown,
    suggestion,
    visible,
)
from tests.unit.hostile_names import HOSTILE, is_harmless


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


@pytest.mark.parametrize("name", HOSTILE)
def test_what_steers_a_terminal_is_shown_by_its_number(name: str) -> None:
    assert is_harmless(printable(name))
    assert "\n" not in printable(name)
    assert is_harmless(visible(name).replace("\t", ""))


@pytest.mark.parametrize(
    ("text", "one_line", "lines"),
    [
        ("clip.mp4", "clip.mp4", "clip.mp4"),
        ("a\tb\nc  d ", "a b c d", "a\tb\nc  d "),
        ("\x1b[31mred", "\\x1b[31mred", "\\x1b[31mred"),
        ("cod\u202e4pm", "cod\\u202e4pm", "cod\\u202e4pm"),
        ("映画\u3000一", "映画 一", "映画\u3000一"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("", "", ""),
    ],
)
def test_all_other_text_stays_as_it_is(text: str, one_line: str, lines: str) -> None:
    assert (printable(text), visible(text)) == (one_line, lines)


@given(st.text())
def test_showing_twice_is_showing_once(text: str) -> None:
    assert printable(printable(text)) == printable(text)
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_line_of_a_name_looks_like_an_entry_of_its_own(name: str) -> None:
    first, *more = one_entry(f"removed {name}").split("\n")
    assert first.startswith("removed ")
    assert all(line.startswith("  ") for line in more)
    assert is_harmless(one_entry(name).replace("\t", ""))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("a\x9bb\x7f", "a\ufffdb\ufffd"),
        ("back\rover\r\n", "back\ufffdover\r\n"),
        ("cod\u202e4pm\u2066", "cod\ufffd4pm\ufffd"),
        ("one\u2028two", "one\ufffdtwo"),
        ("a\tb\nc  映画\u3000一", "a\tb\nc  映画\u3000一"),
        ("می\u200cخواهم \u200fعربي\u200e \xad", "می\u200cخواهم \u200fعربي\u200e \xad"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
    ],
)
def test_a_file_holds_writing_and_nothing_that_steers(text: str, written: str) -> None:
    assert harmless(text) == written


@given(st.text())
def test_json_of_which_everything_is_visible_means_the_same(text: str) -> None:
    document = json_visible(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(document) == {"text": text}
    assert visible(document) == document
