"""speech-synthesis: captions are spoken when they are shown, understandably, and never over one another."""

import json
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media, sounds
from tests.operators.runs import Outcome, defaults, run, run_folder
from tests.operators.test_transcribe import transcript, word_error_rate

pytestmark = pytest.mark.slow

SHOWN = [
    (1.0, 3.0, "The meeting will begin tomorrow at nine."),
    (4.0, 6.5, "A rabbit ran through the green forest."),
    (8.0, 11.0, "Everybody had breakfast before the train arrived."),
]
TEXT = " ".join(text for _, _, text in SHOWN)


def captions(*shown: tuple[float, float, str]) -> Any:
    return {"WebCaptions": [{"start": start, "end": end, "caption": text} for start, end, text in shown]}


def track(outcome: Outcome) -> list[float]:
    """Return the samples of speech.m4a at 16 kHz."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "speech.m4a"
        path.write_bytes(outcome.files["speech.m4a"])
        return sounds.samples_of(path)


def loud_from(samples: list[float], second: float) -> float:
    """Return the first second from `second` on at which something is heard."""
    first = round(second * sounds.RATE)
    return next(index for index in range(first, len(samples)) if abs(samples[index]) > 0.02) / sounds.RATE


@pytest.fixture(scope="module")
def calm() -> Outcome:
    return run("speech-synthesis", {"captions": captions(*SHOWN), "sound": sounds.wav(sounds.silence(14))})


def test_each_caption_is_heard_when_it_is_shown(calm: Outcome) -> None:
    heard = track(calm)
    for (start, _, _), before in zip(SHOWN, (0.0, 3.9, 7.9), strict=True):
        assert loud_from(heard, before) == pytest.approx(start, abs=0.1)


def test_between_captions_there_is_silence(calm: Outcome) -> None:
    heard = track(calm)
    cues = calm.result["Cues"]
    for left, right in pairwise(cues):
        first, last = round((left["SpokenEnd"] + 0.1) * sounds.RATE), round((right["SpokenStart"] - 0.1) * sounds.RATE)
        assert max(map(abs, heard[first:last]), default=0) < 0.02


def test_the_track_is_as_long_as_the_film(calm: Outcome) -> None:
    assert calm.result["DurationSeconds"] == pytest.approx(14, abs=0.001)
    assert len(track(calm)) / sounds.RATE == pytest.approx(14, abs=0.1)


def test_what_is_spoken_can_be_written_down_again(calm: Outcome) -> None:
    heard = run("transcribe", {"audio": calm.files["speech.m4a"]}, language="en")
    assert word_error_rate(TEXT, transcript(heard)) <= 0.1


def test_the_same_captions_sound_the_same(calm: Outcome) -> None:
    again = run("speech-synthesis", {"captions": captions(*SHOWN), "sound": sounds.wav(sounds.silence(14))})
    assert again.result == calm.result
    assert track(again) == track(calm)


def test_a_caption_with_little_time_is_spoken_faster() -> None:
    shown = captions((0, 1.5, "The meeting will begin tomorrow at nine."), (1.5, 4, "Hello."))
    natural, fitted = (
        run("speech-synthesis", {"captions": shown}, maxRate=1),
        run("speech-synthesis", {"captions": shown}),
    )
    first, second = fitted.result["Cues"]
    assert natural.result["Cues"][0]["Spill"] > 0
    assert 1 < first["Rate"] <= 1.5
    assert (first["Spill"], second["Delay"]) == (0, 0)


def test_what_does_not_fit_runs_on_and_the_next_waits_until_a_pause() -> None:
    shown = captions(
        (0, 0.5, "The meeting will begin tomorrow at nine in the large room."), (0.5, 2, "Hello."), (9, 10, "Goodbye.")
    )
    outcome = run("speech-synthesis", {"captions": shown}, maxRate=1.2)
    first, second, third = outcome.result["Cues"]
    assert first["Rate"] == 1.2
    assert first["Spill"] == pytest.approx(first["SpokenEnd"] - 0.5, abs=0.002)
    assert second["SpokenStart"] == pytest.approx(first["SpokenEnd"], abs=0.002)
    assert second["Delay"] == pytest.approx(second["SpokenStart"] - 0.5, abs=0.002)
    assert third["Delay"] == 0


def test_captions_of_a_file_come_first() -> None:
    outcome = run("speech-synthesis", {"captions": captions((0, 2, "one")), "written": captions((0, 2, "two"))})
    assert [cue["Text"] for cue in outcome.result["Cues"]] == ["two"]


def test_text_is_read_sentence_by_sentence() -> None:
    outcome = run("speech-synthesis", {"text": b"It is late. The train has left!"}, source="text")
    assert [cue["Text"] for cue in outcome.result["Cues"]] == ["It is late.", "The train has left!"]
    first, second = outcome.result["Cues"]
    assert second["SpokenStart"] == pytest.approx(first["SpokenEnd"] + 0.3, abs=0.01)
    assert "Start" not in first


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Bonjour tout le monde, il fait beau aujourd'hui."), ("es-MX", "Buenos días, hoy hace buen tiempo.")],
)
def test_other_languages_have_a_robotic_voice(language: str, text: str) -> None:
    outcome = run("speech-synthesis", {"captions": captions((1, 4, text))}, language=language)
    assert (outcome.result["Engine"], outcome.result["VoiceId"][:10]) == ("robotic", "espeak-ng-")
    assert loud_from(track(outcome), 0) == pytest.approx(1, abs=0.1)
    heard = run("transcribe", {"audio": outcome.files["speech.m4a"]})
    assert heard.result["results"]["language_code"] == language[:2]


def test_a_language_without_a_voice_is_no_failure() -> None:
    outcome = run("speech-synthesis", {"captions": captions((1, 4, "x"))}, language="xx")
    assert (outcome.exit_code, outcome.result["PollyStatus"]) == (0, "not supported")
    assert "no voice for the language 'xx'" in outcome.result["PollyMessage"]


@pytest.mark.parametrize(
    ("inputs", "source"),
    [
        ({}, "captions"),
        ({"captions": {"WebCaptions": []}}, "captions"),
        ({"captions": {"WebCaptions": [{"start": 0, "end": 1, "caption": "♪"}]}}, "captions"),
        ({"text": b" "}, "text"),
        ({}, "text"),
    ],
)
def test_nothing_to_read_is_silence(inputs: dict[str, Any], source: str) -> None:
    outcome = run("speech-synthesis", inputs, source=source)
    assert (outcome.exit_code, outcome.result["Cues"]) == (0, [])
    assert outcome.result["PollyMessage"] == "there is nothing to read"
    assert max(map(abs, track(outcome))) < 0.001


@pytest.mark.parametrize("text", ["...", "???", "东京", "🙂", "<b>[[x]]</b> & \u200f"], ids=range(5))
def test_odd_text_ends_well(text: str) -> None:
    outcome = run("speech-synthesis", {"captions": captions((0, 2, text), (3, 4, "Hello."))})
    assert outcome.exit_code == 0, outcome.sentence
    assert outcome.result["Cues"][1]["SpokenStart"] == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no json", "no JSON with WebCaptions"),
        (b"[" + b" " * 2**25 + b"]", "larger than 33554432 bytes"),
        ({"WebCaptions": 3}, "no list"),
        ({"WebCaptions": [{"start": 1, "caption": "x"}]}, "WebCaptions[0] needs start and end"),
        (captions((2, 1, "x")), "from 2.0 to 1.0"),
        (captions((0, 1e9, "x")), "at most 43200"),
        (captions((0, 1, "x" * 1000)), "1000 characters"),
    ],
)
def test_what_are_no_captions_is_refused(content: Any, reason: str) -> None:
    outcome = run("speech-synthesis", {"captions": content})
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert reason in outcome.sentence


def test_translated_captions_of_another_shape_are_refused() -> None:
    outcome = run("speech-synthesis", {"translations": {"CaptionsCollection": [{"TargetLanguageCode": "es"}]}})
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert "no result of translate-captions" in outcome.sentence


def test_a_film_of_no_kind_is_refused() -> None:
    outcome = run("speech-synthesis", {"captions": captions(*SHOWN), "sound": b"not a sound"})
    assert outcome.exit_code == 66


def test_a_mounted_voice_is_taken_for_its_language() -> None:
    shipped = media.cache().parent / "models/speech-synthesis"
    manifest = json.loads((shipped / "joe-en-us.json").read_text()) | {"name": "mounted", "language": "de"}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("in", "out", "models"):
            (folder / name).mkdir()
        for name in ("joe-en-us.onnx", "joe-en-us.onnx.json"):
            (folder / "models" / name).symlink_to(shipped / name)
        (folder / "models/mounted.json").write_text(json.dumps(manifest))
        parameters = defaults("speech-synthesis") | {"language": "de-AT"}
        (folder / "in/parameters.json").write_text(json.dumps(parameters))
        (folder / "in/captions").write_text(json.dumps(captions((0, 2, "Hallo."))))
        outcome = run_folder("speech-synthesis", folder, MEDIA_INSIGHTS_MODELS=str(folder / "models"))
    assert (outcome.result["VoiceId"], outcome.result["Engine"]) == ("mounted", "neural")


TRANSLATED = {
    "SourceLanguageCode": "en",
    "CaptionsCollection": [
        {"TargetLanguageCode": "es", **captions((0, 2, "Buenos días."))},
        {"TargetLanguageCode": "fr", **captions((0, 2, "Bonjour."))},
    ],
}


@pytest.mark.parametrize(
    ("language", "spoken", "read"),
    [("auto", "es", "Buenos días."), ("fr", "fr", "Bonjour."), ("en", "en", "Hello.")],
)
def test_translated_captions_of_the_run_are_read_in_their_language(language: str, spoken: str, read: str) -> None:
    inputs = {"captions": captions((0, 2, "Hello.")), "translations": TRANSLATED}
    result = run("speech-synthesis", inputs, language=language).result
    assert (result["LanguageCode"], result["Cues"][0]["Text"]) == (spoken, read)
    assert result["Engine"] == ("neural" if spoken == "en" else "robotic")


def test_a_language_that_the_run_has_not_is_refused() -> None:
    outcome = run("speech-synthesis", {"captions": captions(*SHOWN), "translations": TRANSLATED}, language="pt")
    assert (outcome.exit_code, "'pt' is none of the captions of this run: es, fr, en" in outcome.sentence) == (2, True)


def test_a_file_says_its_language() -> None:
    outcome = run("speech-synthesis", {"written": captions((0, 2, "Hola.")) | {"LanguageCode": "es"}})
    assert outcome.result["LanguageCode"] == "es"


def test_a_translation_of_the_run_is_read_instead_of_the_text() -> None:
    translation = {"TranslatedText": "Hola. Adiós.", "TargetLanguageCode": "es"}
    result = run("speech-synthesis", {"text": b"Hello.", "translation": translation}, source="text").result
    assert (result["LanguageCode"], [cue["Text"] for cue in result["Cues"]]) == ("es", ["Hola.", "Adiós."])
