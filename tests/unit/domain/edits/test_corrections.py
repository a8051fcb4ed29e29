"""Corrections of a text become those of what was made of it, at their time, or mark it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from media_insights.domain.edits import carried_words, corrections
from media_insights.domain.edits.carried_words import Correction, EditedText
from media_insights.domain.edits.corrections import CorrectedTexts, Corrections
from media_insights.results.moments import Moment


def correction(before: str, after: str, start: int | None = 0, end: int | None = 4000) -> Correction:
    return Correction(EditedText(before), EditedText(after), start, end)


FOX = correction("a quick focks", "a quick fox")
LATER = correction("it jumps", "it runs", 4000, 6000)


def applied(text: str, *found: Correction, **moment: Any) -> CorrectedTexts:
    at = Moment(operator="o", **{"kind": "Speech", "start": 0, "end": 4000, **moment})
    return Corrections.of(found).applied(at, [text])


@pytest.mark.parametrize(
    ("text", "moment", "now", "is_outdated"),
    [
        ("quick focks", {}, "quick fox", False),
        ("quick focks", {"kind": "Entity"}, "quick fox", True),
        ("quick", {"kind": "Entity"}, "quick", False),
        ("rapide", {"kind": "Entity"}, "rapide", False),
        ("un renard rapide", {}, "un renard rapide", True),
        ("un renard rapide", {"start": 3000, "end": 6000}, "un renard rapide", False),
        ("un renard rapide", {"start": None, "end": None}, "un renard rapide", True),
        ("le focks rapide", {}, "le focks rapide", True),
        ("quick focks", {"start": 4000, "end": 8000}, "quick focks", False),
        ("quick focks", {"start": 3999, "end": None}, "quick fox", False),
    ],
)
def test_what_becomes_of_a_moment(text: str, moment: Any, now: str, is_outdated: bool) -> None:  # noqa: FBT001 - a row
    assert applied(text, FOX, **moment) == CorrectedTexts((now,), is_outdated=is_outdated, is_gone=False)


def test_a_moment_of_two_sentences_gets_the_corrections_of_both() -> None:
    assert applied("a quick focks it jumps", LATER, FOX, end=6000).texts == ("a quick fox it runs",)


def test_what_was_left_out_is_gone_and_its_translation_outdated() -> None:
    left_out = correction("a quick focks", "")
    assert applied("quick focks", left_out).is_gone
    assert applied("un renard", left_out) == CorrectedTexts(("un renard",), is_outdated=True, is_gone=False)
    assert not applied("!!!", left_out).is_gone


def test_another_case_alone_makes_nothing_outdated() -> None:
    capitals = correction("we saw paris", "we saw Paris")
    assert applied("nous avons vu", capitals) == CorrectedTexts(("nous avons vu",), is_outdated=False, is_gone=False)
    assert applied("saw paris", capitals, kind="Entity").texts == ("saw Paris",)
    assert not applied("saw paris", capitals, kind="Entity").is_outdated


def test_sentences_without_a_time_are_found_by_their_words() -> None:
    untimed = correction("a quick focks", "a quick fox", None, None)
    assert applied("quick focks", untimed).texts == ("quick fox",)
    assert applied("a story", untimed, kind="Chapter") == CorrectedTexts(("a story",), is_outdated=False, is_gone=False)


def test_what_is_not_compared_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "MOST_AT_ONCE", 1)
    assert applied("it jumps", FOX, LATER, end=6000, kind="Chapter").is_outdated
    many = Corrections.of([FOX])
    many._left = 3
    at = Moment(operator="o", kind="Speech", start=0, end=4000)
    assert many.applied(at, ["quick focks"]) == CorrectedTexts(("quick focks",), is_outdated=True, is_gone=False)


def test_the_shortest_comparison_counts_too() -> None:
    """A result of very many short moments, each like a short correction, would take hours."""
    many = Corrections.of([correction("focks", "fox")])
    many._left = 3 * corrections.LEAST_COMPARED
    at = Moment(operator="o", kind="Speech", start=0, end=4000)
    said = [many.applied(at, ["focks"]).texts for _ in range(4)]
    assert said == [("fox",), ("fox",), ("focks",), ("focks",)]


def test_a_text_that_stays_is_taken_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Counter[str]()
    words = carried_words._WORDS

    class CountedWords:
        def finditer(self, text: str) -> Iterator[re.Match[str]]:
            found[text] += 1
            return words.finditer(text)

    monkeypatch.setattr(carried_words, "_WORDS", CountedWords())
    assert applied("a story", *(correction(f"focks {number}", "fox") for number in range(50))).texts == ("a story",)
    assert found["a story"] <= 2


def test_without_corrections_there_is_nothing_to_do() -> None:
    assert not Corrections.of([])
    assert Corrections.of([FOX])
