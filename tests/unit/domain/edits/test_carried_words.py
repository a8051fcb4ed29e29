"""A text that was made of a sentence says what people made of that sentence, as far as its words tell how."""

import pytest

from media_insights.domain.edits.carried_words import Correction, EditedText, SaysNow, carried

FOX = ("The quick brown focks jumps over the lazy dog.", "The quick brown fox jumps over the lazy dog.")
DEEP = ("There is some deep water behind it.", "There is some deepwater behind it.")
NOT = ("It is good.", "It is not good.")
JA = ("京都の大学に行きました。", "東京の大学に行きました。")


def correction(before: str, after: str) -> Correction:
    return Correction(EditedText(before), EditedText(after))


@pytest.mark.parametrize(
    ("text", "sentence", "now", "says"),
    [
        ("The quick brown focks", FOX, "The quick brown fox", "Corrected"),
        ("jumps over the lazy dog.", FOX, "jumps over the lazy dog.", "Same"),
        ("FOCKS", FOX, "fox", "Corrected"),
        ("lazy dog", FOX, "lazy dog", "Same"),
        (f"A story. {FOX[0]} The end.", FOX, f"A story. {FOX[1]} The end.", "Corrected"),
        ("Le renard brun et rapide saute", FOX, "Le renard brun et rapide saute", "Else"),
        ("Voici Focks, le renard", FOX, "Voici Focks, le renard", "Former"),
        ("Mon nom est Jon", ("My name is Jon", "Her name is Jon"), "Mon nom est Jon", "Else"),
        ("some deep", DEEP, "some deepwater", "Corrected"),
        ("water behind it.", DEEP, "behind it.", "Corrected"),
        ("water", DEEP, "", "Corrected"),
        ("It is good.", NOT, "It is not good.", "Corrected"),
        ("It is", NOT, "It is not", "Corrected"),
        ("good.", NOT, "good.", "Same"),
        ("It is good.", ("It is good.", "Now it is good."), "Now it is good.", "Corrected"),
        ("It is good. And we left", ("It is good.", "It is good now."), "It is good now. And we left", "Corrected"),
        ("he ran. It is", NOT, "he ran. It is not", "Corrected"),
        ("It is good.", ("It is good.", ""), "", "Corrected"),
        ("京都の大学", JA, "東京の大学", "Corrected"),
        ("行きました", JA, "行きました", "Same"),
        ("we saw paris", ("we saw paris", "We saw Paris"), "We saw Paris", "Same"),
        ("word " * 501, FOX, "word " * 501, "Former"),
        ("", FOX, "", "Else"),
    ],
)
def test_what_speech_says_after_a_correction(text: str, sentence: tuple[str, str], now: str, says: SaysNow) -> None:
    assert carried(EditedText(text), correction(*sentence), is_speech=True) == (now, says)


@pytest.mark.parametrize(
    ("text", "sentence", "now"),
    [
        ("fox", ("the fox jumps", "the fox really jumps"), "fox"),
        ("the fox jumps", ("the fox jumps", "the fox jumps high"), "the fox jumps high"),
        ("fox jumps", ("the fox jumps", "the fox really jumps"), "fox really jumps"),
    ],
)
def test_what_follows_a_name_is_no_part_of_it(text: str, sentence: tuple[str, str], now: str) -> None:
    assert carried(EditedText(text), correction(*sentence), is_speech=False)[0] == now
