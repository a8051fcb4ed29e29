"""What is said or written, in a few values."""

from media_insights.results.digest.digesting import digest_of_result
from media_insights.results.digest.language import Gist, Mood, NamedEntity, Speech, Translation
from tests.unit.results.digest.documents import MORE, VIDEO


def test_the_transcript_has_its_language() -> None:
    assert digest_of_result("TranscribeVideo", VIDEO["TranscribeVideo"]).transcript == Speech(
        text="It was.", language="en"
    )


def test_a_transcript_in_several_languages_has_all_of_them() -> None:
    codes = [{"language_code": "fr", "duration_in_seconds": 8}, {"language_code": "en", "duration_in_seconds": 3.5}]
    spoken = VIDEO["TranscribeVideo"]["results"] | {"language_code": "fr", "language_codes": codes}
    digest = digest_of_result("TranscribeVideo", VIDEO["TranscribeVideo"] | {"results": spoken})
    assert digest.transcript == Speech(text="It was.", language="fr, en")


def test_entities_are_counted_the_most_frequent_first() -> None:
    assert digest_of_result("entities", VIDEO["entities"]).entities == (
        NamedEntity(text="Paris", type="LOCATION", count=2),
        NamedEntity(text="Rome", type="LOCATION", count=1),
    )


def test_captions_and_key_phrases() -> None:
    assert digest_of_result("WebCaptions", VIDEO["WebCaptions"]).captions == 2
    assert digest_of_result("key_phrases", MORE["key_phrases"]).key_phrases == ("the lamp",)


def test_the_mood_is_the_strongest_feeling_with_its_score() -> None:
    assert digest_of_result("sentiment", MORE["sentiment"]).mood == Mood(name="POSITIVE", share=0.81)
    assert digest_of_result("sentiment", {"LanguageCode": "und", "Sentences": []}).mood is None


def test_a_summary_has_its_topics() -> None:
    assert digest_of_result("summary", MORE["summary"]).gist == Gist(text="A lamp\nis bought.", topics=("The lamp",))
    assert digest_of_result("summary", {**MORE["summary"], "Summary": ""}).gist is None


def test_a_translation_has_its_language_and_whether_it_is_a_draft() -> None:
    drafted = MORE["Translate"]
    translation = digest_of_result("Translate", drafted).translation
    assert translation == Translation(text="Fue.", language="es", is_draft=True)
    neural = digest_of_result("Translate", {**drafted, "Engine": "neural"}).translation
    assert neural == Translation(text="Fue.", language="es", is_draft=False)
    assert digest_of_result("TranslateWebCaptions", MORE["TranslateWebCaptions"]).translated_captions == (
        Translation(language="es", is_draft=True),
        Translation(language="de", is_draft=False),
    )
