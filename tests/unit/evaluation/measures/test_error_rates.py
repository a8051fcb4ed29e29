import pytest

from tests.evaluation.measures.error_rates import (
    NONE,
    Errors,
    character_errors,
    least,
    letter_errors,
    word_errors,
    words_of,
)


@pytest.mark.parametrize(
    ("truth", "answer", "errors"),
    [
        ("the quick fox", "The quick fox.", Errors(0, 3)),
        ("the quick fox", "the quick box", Errors(1, 3)),
        ("the quick fox", "the fox", Errors(1, 3)),
        ("the quick fox", "the very quick fox", Errors(1, 3)),
        ("don't go", "don’t go", Errors(0, 2)),
        ("well known", "well-known", Errors(0, 2)),
        ("said", "", Errors(1, 1)),
        ("", "made up words", Errors(3, 0)),
        ("", "", Errors(0, 0)),
        ("मुँह में जीरा", "मुँह में जीरा", Errors(0, 3)),
    ],
)
def test_words_that_differ_are_counted_whatever_their_case_and_punctuation(
    truth: str, answer: str, errors: Errors
) -> None:
    assert word_errors(truth, answer) == errors


def test_marks_of_indic_scripts_stay_with_their_letters() -> None:
    assert words_of("ऊँट के मुँह में।") == ["ऊँट", "के", "मुँह", "में"]


@pytest.mark.parametrize(
    ("truth", "answer", "errors"),
    [
        ("MIND THE GAP", "MIND THE GAP", Errors(0, 12)),
        ("MIND THE GAP", "MIND  THE\nGAP", Errors(0, 12)),
        ("MIND THE GAP", "MIND THEGAP", Errors(1, 12)),
        ("MIND THE GAP", "Mind the gap", Errors(9, 12)),
        ("€9", "", Errors(2, 2)),
        ("", "A", Errors(1, 0)),
    ],
)
def test_characters_are_compared_as_they_are(truth: str, answer: str, errors: Errors) -> None:
    assert character_errors(truth, answer) == errors


def test_scripts_without_spaces_are_compared_by_letter() -> None:
    assert letter_errors("你好世界", "你好, 世 界。") == Errors(0, 4)
    assert letter_errors("你好世界", "你好时界") == Errors(1, 4)


def test_long_samples_weigh_more() -> None:
    assert (Errors(1, 10) + Errors(0, 90)).rate == pytest.approx(0.01)
    assert NONE.rate == 0


def test_what_is_made_up_where_nothing_is_true_counts_whole() -> None:
    assert Errors(3, 0).rate == 3


def test_the_nearest_of_several_truths_counts() -> None:
    assert least([word_errors("one two", "1 2"), word_errors("1 2", "1 2")]) == Errors(0, 2)
