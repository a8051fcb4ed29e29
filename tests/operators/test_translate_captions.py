"""translate-captions: each caption keeps its time, and each word of the translation is shown once."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import webvtt

from media_insights.catalogue.operator_folders import operator_in
from media_insights.results.moments import moments_of
from tests.operators import translations
from tests.operators.runs import OPERATORS, Outcome, run
from tests.operators.test_captions import transcript

pytestmark = pytest.mark.slow

SHOWN = [
    (1.0, 4.0, "The president visited our office in Madrid"),
    (4.1, 6.5, "and spoke with the workers. The new hospital"),
    (6.6, 9.0, "has three hundred beds and a large library."),
    (9.5, 11.0, "♪ 1984 ♪"),
    (20.0, 21.0, "We will stay at home."),
]


def captions(*shown: tuple[float, float, str]) -> Any:
    return {"WebCaptions": [{"start": start, "end": end, "caption": text} for start, end, text in shown]}


def translate(given: Any, *languages: str, **parameters: Any) -> Outcome:
    inputs = {"captions": given}
    if terminology := parameters.pop("terms", None):
        inputs["terminology"] = terminology.encode()
    return run("translate-captions", inputs, targetLanguages=list(languages), **({"sourceLanguage": "en"} | parameters))


def shown(outcome: Outcome, number: int = 0) -> list[tuple[float, float, str]]:
    entry = outcome.result["CaptionsCollection"][number]
    return [(each["start"], each["end"], each["caption"]) for each in entry["WebCaptions"]]


@pytest.fixture(scope="module")
def three() -> Outcome:
    return translate(captions(*SHOWN), "es", "fr", "pt-BR")


def test_every_caption_keeps_its_time_and_its_source(three: Outcome) -> None:
    for entry in three.result["CaptionsCollection"]:
        kept = [(each["start"], each["end"], each["sourceCaption"]) for each in entry["WebCaptions"]]
        assert kept == SHOWN
        assert all(each["caption"] and each["wordConfidence"] == [] for each in entry["WebCaptions"])


def test_search_finds_captions_by_their_language(three: Outcome) -> None:
    index = operator_in(OPERATORS / "translate-captions").spec.index
    assert index is not None
    found = [(moment.fields["Language"], moment.title) for moment in moments_of(three.result, index)]
    assert found[4] == ("es", "Nos quedaremos en casa.")
    assert [language for language, _ in found] == [code for code in ("es", "fr", "pt-BR") for _ in SHOWN]


def test_a_sentence_is_translated_as_a_whole_and_divided_where_it_was(three: Outcome) -> None:
    assert [text for _, _, text in shown(three)] == [
        "El presidente visitó nuestra oficina en Madrid",
        "y habló con los trabajadores. El hospital nuevo",
        "tiene trescientas camas y una biblioteca grande.",
        "♪ 1984 ♪",
        "Nos quedaremos en casa.",
    ]


def test_the_collection_is_in_the_shape_of_mie(three: Outcome) -> None:
    assert three.result["SourceLanguageCode"] == "en"
    assert [
        (each["OperatorName"], each["TargetLanguageCode"], each["Via"]) for each in three.result["CaptionsCollection"]
    ] == [
        ("TranslateWebCaptions_es", "es", []),
        ("TranslateWebCaptions_fr", "fr", ["es"]),
        ("TranslateWebCaptions_pt-BR", "pt-BR", ["es"]),
    ]


def test_the_first_language_has_files_of_its_own_and_all_lie_in_the_archive(three: Outcome) -> None:
    with zipfile.ZipFile(io.BytesIO(three.files["translated-captions.zip"])) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    names = [f"captions_{code}.{suffix}" for code in ("es", "fr", "pt-BR") for suffix in ("vtt", "srt", "json")]
    assert list(held) == names
    assert held["captions_es.vtt"] == three.text("translated.vtt")
    assert held["captions_es.srt"] == three.text("translated.srt")
    assert json.loads(held["captions_fr.json"])["LanguageCode"] == "fr"
    assert webvtt_times(three.text("translated.vtt")) == [f"00:00:{start:06.3f}" for start, _, _ in SHOWN]


def webvtt_times(text: str) -> list[str]:
    """Return when each cue begins, as somebody else's parser reads it."""
    return [str(cue.start) for cue in webvtt.from_string(text).captions]


def test_the_file_of_a_language_can_be_read_as_captions_again(three: Outcome) -> None:
    with zipfile.ZipFile(io.BytesIO(three.files["translated-captions.zip"])) as archive:
        edited = archive.read("captions_es.json")
    again = run("captions", {"subtitles": edited})
    assert again.text("captions.vtt") == three.text("translated.vtt")


def test_the_same_captions_make_the_same_files(three: Outcome) -> None:
    assert translate(captions(*SHOWN), "es", "fr", "pt-BR").files == three.files


def spread(text: str, columns: int) -> list[tuple[float, float, str]]:
    """Return a text as captions of about so many characters, cut between any two words, one after the other."""
    pieces: list[str] = [""]
    for word in text.split():
        if len(pieces[-1]) + len(word) > columns:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word}".strip()
    return [(2.0 * number, 2.0 * number + 1.9, piece) for number, piece in enumerate(pieces)]


@pytest.mark.parametrize("columns", [12, 25, 40, 80, 300])
@pytest.mark.parametrize("language", ["es", "fr"])
def test_all_words_are_shown_once_in_order_however_the_text_is_cut(columns: int, language: str) -> None:
    text = " ".join(sentence for sentence, _ in translations.pairs("en", "es"))
    outcome = translate(captions(*spread(text, columns)), language)
    whole = run("translate", {"text": text.encode()}, sourceLanguage="en", targetLanguage=language)
    together = " ".join(text for _, _, text in shown(outcome) if text)
    assert together == " ".join(whole.result["TranslatedText"].split())
    assert [(start, end) for start, end, _ in shown(outcome)] == [(s, e) for s, e, _ in spread(text, columns)]


def test_captions_are_filled_about_as_their_source_was() -> None:
    text = " ".join(sentence for sentence, _ in translations.pairs("en", "es"))
    outcome = translate(captions(*spread(text, 40)), "es")
    entry = outcome.result["CaptionsCollection"][0]
    assert all(each["caption"] for each in entry["WebCaptions"])
    assert all(len(each["caption"]) <= 84 for each in entry["WebCaptions"])
    broken = {each["Rule"]: each["Broken"] for each in entry["Conformance"]}
    assert (broken["LineLength"], broken["Lines"]) == (0, 0)


def test_a_sentence_shorter_than_its_captions_leaves_some_empty_and_files_without_them() -> None:
    outcome = translate(captions((0, 1, "I would"), (1, 2, "have"), (2, 3, "gone.")), "es")
    texts = [text for _, _, text in shown(outcome)]
    assert "" in texts
    assert (
        " ".join(filter(None, texts))
        == run("translate", {"text": b"I would have gone."}, sourceLanguage="en").result["TranslatedText"]
    )
    assert len(webvtt_times(outcome.text("translated.vtt"))) == len(list(filter(None, texts)))


def test_a_long_pause_or_another_speaker_ends_a_sentence() -> None:
    apart = captions((0, 1, "The hospital has"), (9, 10, "three hundred beds"), (10, 11, "- The house is new."))
    first, second, third = [text for _, _, text in shown(translate(apart, "es"))]
    assert (first, second.lower(), third) == ("El hospital tiene", "trescientas camas", "- La casa es nueva.")


def test_the_language_of_the_captions_stays_as_it_is() -> None:
    outcome = translate(captions(*SHOWN), "en", "es")
    assert shown(outcome) == SHOWN
    assert outcome.result["CaptionsCollection"][0]["Engine"] == "none"


def test_the_language_is_that_of_the_transcript() -> None:
    said = transcript("Hola.")
    said["results"]["language_code"] = "es-ES"
    given = {"captions": captions((0, 1, "El gato duerme.")), "transcript": said}
    outcome = run("translate-captions", given, targetLanguages=["en"])
    assert outcome.result["SourceLanguageCode"] == "es"
    assert shown(outcome)[0][2] == "The cat sleeps."


def test_subtitles_of_a_file_come_first() -> None:
    srt = b"1\n00:00:01,000 --> 00:00:02,500\nThe house is new.\n"
    outcome = run("translate-captions", {"captions": captions(*SHOWN), "written": srt}, sourceLanguage="en")
    assert shown(outcome) == [(1.0, 2.5, "La casa es nueva.")]


def test_prescribed_terms_are_used_in_each_language_that_has_them() -> None:
    terms = "en,es\nhospital,Clínica Central\n"
    outcome = translate(captions(*SHOWN), "es", "gl", terms=terms)
    first, second = outcome.result["CaptionsCollection"]
    assert first["AppliedTerminology"] == [{"SourceText": "hospital", "TargetText": "Clínica Central"}]
    assert "Clínica Central" in " ".join(each["caption"] for each in first["WebCaptions"])
    assert second["AppliedTerminology"] == []


def test_one_language_that_is_not_there_is_told_before_any_work() -> None:
    outcome = translate(captions(*SHOWN), "es", "de")
    assert (outcome.exit_code, outcome.files) == (2, {})
    assert "'en' into 'de'" in outcome.sentence


@pytest.mark.parametrize("inputs", [{}, {"captions": {"WebCaptions": []}}])
def test_no_captions_make_empty_files(inputs: dict[str, Any]) -> None:
    outcome = run("translate-captions", inputs, targetLanguages=["es", "de"])
    assert (outcome.exit_code, outcome.text("translated.vtt"), outcome.text("translated.srt")) == (0, "WEBVTT\n\n", "")
    assert [each["WebCaptions"] for each in outcome.result["CaptionsCollection"]] == [[], []]


ODD = (
    "<b>[x]</b> {y} ^z$ & a --> b",
    "😀 東京 \u202eabc",
    "...",
    "-",
    "word " * 300,
    "東京は今日も晴れです。明日は雨が降るでしょう。",
)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_captions_end_well(text: str) -> None:
    outcome = translate(captions((0, 2, text), (2.1, 4, "The house is new.")), "es")
    assert outcome.exit_code == 0, outcome.sentence
    assert [(start, end) for start, end, _ in shown(outcome)] == [(0, 2), (2.1, 4)]


def test_what_are_no_captions_is_refused() -> None:
    outcome = translate({"WebCaptions": [{"start": 2, "end": 1, "caption": "x"}]}, "es")
    assert (outcome.exit_code, outcome.files) == (66, {})


def test_the_chain_from_captions_to_speech_works(three: Outcome) -> None:
    outcome = run("speech-synthesis", {"captions": captions(*SHOWN), "translations": three.result}, language="fr")
    assert outcome.result["LanguageCode"] == "fr"
    assert [cue["Start"] for cue in outcome.result["Cues"]] == [start for start, _, _ in SHOWN]
    assert outcome.result["Cues"][0]["Text"].startswith("Le président a visité")


EXAMPLE = Path(__file__).parents[2] / "examples/07-translated-captions"


@pytest.mark.thorough
def test_the_example_makes_captions_in_other_languages_and_a_voice(tmp_path: Path) -> None:
    said = [(1.0, 4.0, "The new hospital has a large library."), (5.0, 8.0, "We will stay at home.")]
    talk = tmp_path / "talk.m4a"
    talk.write_bytes(run("speech-synthesis", {"captions": captions(*said)}).files["speech.m4a"])
    options = ["--workflow", str(EXAMPLE / "workflow.yaml"), "--output", str(tmp_path / "results")]
    command = [sys.executable, "-m", "media_insights", "run", str(talk), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Translated captions" in done.stdout
    found = {path.name: path for path in (tmp_path / "results").rglob("*") if path.is_file()}
    spoken = json.loads(found["speechSynthesis.json"].read_bytes())
    collection = json.loads(found["TranslateWebCaptions.json"].read_bytes())["CaptionsCollection"]
    assert (spoken["LanguageCode"], [each["TargetLanguageCode"] for each in collection]) == ("es", ["es", "fr"])
    assert [cue["Text"] for cue in spoken["Cues"]] == [each["caption"] for each in collection[0]["WebCaptions"]]
    assert "hospital nuevo" in " ".join(cue["Text"] for cue in spoken["Cues"])
