"""language-identification: short sentences of many languages, changes of language, and nothing to read."""

import pytest

from tests.operators.runs import run

pytestmark = pytest.mark.slow

SENTENCES = {
    "de": "Der Hund schläft unter dem Tisch in der Küche.",
    "fr": "Le chien dort sous la table de la cuisine.",
    "es": "El perro duerme debajo de la mesa de la cocina.",
    "pl": "Pies śpi pod stołem w kuchni.",
    "fi": "Koira nukkuu pöydän alla keittiössä.",
    "ru": "Собака спит под столом на кухне.",
    "ja": "犬は台所のテーブルの下で寝ています。",
    "ar": "الكلب ينام تحت الطاولة في المطبخ.",
}


def test_short_sentences_are_recognised() -> None:
    found = {code: run("language-identification", {"text": text.encode()}).result for code, text in SENTENCES.items()}
    best = {code: result["Languages"][0] for code, result in found.items()}
    assert sum(best[code]["LanguageCode"] == code for code in SENTENCES) >= len(SENTENCES) - 1, best
    assert all(0 < each["Score"] <= 1 for each in best.values())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello world", "en"),
        ("Hola mundo", "es"),
        ("Ciao mondo", "it"),
        ("Kaixo guztioi", "eu"),
        ("Mae'r ci yn cysgu o dan y bwrdd yn y gegin.", "cy"),
    ],
)
def test_greetings_are_in_widespread_languages_and_rare_ones_are_still_told(text: str, language: str) -> None:
    assert run("language-identification", {"text": text.encode()}).result["Languages"][0]["LanguageCode"] == language


def test_a_change_of_language_makes_segments() -> None:
    english = "The dog sleeps under the table in the kitchen. It snores all night long."
    text = f"{english} {SENTENCES['de']} {SENTENCES['de']}"
    segments = run("language-identification", {"text": text.encode()}).result["Segments"]
    assert [it["LanguageCode"] for it in segments] == ["en", "de"]
    assert abs(segments[0]["EndOffset"] - len(english)) <= 1
    assert segments[1]["EndOffset"] == len(text)


def test_only_the_languages_asked_for_are_considered() -> None:
    text = SENTENCES["es"].encode()
    found = run("language-identification", {"text": text}, languages=["pt", "de"], minScore=0).result["Languages"]
    assert {it["LanguageCode"] for it in found} == {"pt", "de"}


def test_an_unknown_language_is_refused_by_name() -> None:
    outcome = run("language-identification", {"text": b"Hello"}, languages=["qq"])
    assert outcome.exit_code == 2
    assert "qq" in outcome.sentence


def test_a_text_without_letters_is_in_no_language() -> None:
    result = run("language-identification", {"text": b"1234 ... 5678"}).result
    assert (result["Languages"], result["Segments"]) == ([], [])
    assert result["Note"]
