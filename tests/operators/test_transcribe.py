"""transcribe: what is said is written down with its times, and nothing else is."""

import re
from typing import Any

import pytest

from tests.operators import media, sounds
from tests.operators.runs import Outcome, run

TWO_CITIES = """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of
foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season
of Darkness, it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing before
us, we were all going direct to Heaven, we were all going direct the other way - in short, the period was so far like
the present period, that some of its noisiest authorities insisted on its being received, for good or for evil, in the
superlative degree of comparison only."""

pytestmark = pytest.mark.slow


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def word_error_rate(truth: str, heard: str) -> float:
    """Edits (Levenshtein, by word) for each word of the truth."""
    wanted, got = words(truth), words(heard)
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, 1):
        before, row = row, [number]
        for column, other in enumerate(got, 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (word != other)))
    return row[-1] / len(wanted)


def spoken(outcome: Outcome) -> list[dict[str, Any]]:
    return [item for item in outcome.result["results"]["items"] if item["type"] == "pronunciation"]


def transcript(outcome: Outcome) -> str:
    return str(outcome.result["results"]["transcripts"][0]["transcript"])


@pytest.fixture(scope="module")
def two_cities() -> Outcome:
    return run("transcribe", {"audio": media.fetch("two-cities")})


def test_read_prose_is_written_down_nearly_without_errors(two_cities: Outcome) -> None:
    assert word_error_rate(TWO_CITIES, transcript(two_cities)) <= 0.05
    assert two_cities.text("transcript.txt") == transcript(two_cities)


def test_the_result_has_the_shape_of_transcribe(two_cities: Outcome) -> None:
    result = two_cities.result
    assert (result["jobName"], result["status"]) == ("test-run", "COMPLETED")
    assert result["results"]["language_code"] == "en"
    assert result["results"]["language_identification"][0]["score"] > 0.8
    assert result["Model"]["name"] == "whisper-base"
    assert re.fullmatch(r"CPU int8|CUDA float16", result["Model"]["provider"])
    marks = [it["alternatives"][0]["content"] for it in result["results"]["items"] if it["type"] == "punctuation"]
    assert set(marks) <= set(",.;:?!-–—…")
    assert all("start_time" not in it for it in result["results"]["items"] if it["type"] == "punctuation")


def test_words_have_times_in_order_within_the_sound_and_confidence(two_cities: Outcome) -> None:
    items = spoken(two_cities)
    starts = [it["start_time"] for it in items]
    assert starts == sorted(starts)
    assert all(0.5 <= it["start_time"] <= it["end_time"] <= 44.4 for it in items), (
        "the recording begins with 0.8 s of silence"
    )
    assert all(0 < it["alternatives"][0]["confidence"] <= 1 for it in items)
    assert all(it["end_time"] - it["start_time"] < 2 for it in items)


def test_segments_are_sentences_that_name_their_items(two_cities: Outcome) -> None:
    results = two_cities.result["results"]
    segments = results["audio_segments"]
    assert [number for it in segments for number in it["items"]] == [it["id"] for it in results["items"]]
    assert " ".join(it["transcript"] for it in segments) == transcript(two_cities)
    assert all(it["start_time"] < it["end_time"] for it in segments)


def test_progress_counts_seconds_of_sound(two_cities: Outcome) -> None:
    assert any(line.endswith("/44") for line in two_cities.progress), two_cities.progress


@pytest.mark.parametrize(("item", "language", "word"), [("pangram-fr", "fr", "vieux"), ("pangram-es", "es", "kiwi")])
def test_the_language_is_found_out(item: str, language: str, word: str) -> None:
    outcome = run("transcribe", {"audio": media.fetch(item)})
    assert outcome.result["results"]["language_code"] == language
    assert word in words(transcript(outcome))


def test_only_languages_that_can_have_been_spoken_are_found_out() -> None:
    outcome = run("transcribe", {"audio": media.fetch("pangram-fr")}, languageOptions=["de", "es"])
    assert outcome.result["results"]["language_code"] in {"de", "es"}
    assert {each["code"] for each in outcome.result["results"]["language_identification"]} == {"de", "es"}


def test_a_language_that_no_model_knows_is_refused() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, languageOptions=["en", "xx"])
    assert outcome.exit_code == 2
    assert "languageOptions: 'xx'" in outcome.sentence


def test_a_given_language_is_taken_and_vocabulary_does_no_harm() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, language="en", vocabulary=["Kubernetes", "Argo"])
    assert outcome.result["results"]["language_code"] == "en"
    assert word_error_rate("The quick brown fox jumps over the lazy dog", transcript(outcome)) <= 0.12


def test_a_vocabulary_that_the_model_cannot_take_is_refused() -> None:
    outcome = run(
        "transcribe", {"audio": media.fetch("fox")}, vocabulary=["Llanfairpwllgwyngyllgogerychwyrndrobwll"] * 50
    )
    assert outcome.exit_code == 2
    assert "vocabulary: these 50 terms are too many for the model; about " in outcome.sentence


def test_unwanted_words_are_masked_whole() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, vocabularyFilter=["FOX", "dog", "jump"])
    assert " brown *** jumps over the lazy ***" in transcript(outcome)
    assert [it["alternatives"][0]["content"] for it in spoken(outcome)].count("***") == 2
    assert "fox" not in outcome.text("transcript.txt") + str(outcome.result["results"]["audio_segments"]).lower()
    assert len(spoken(outcome)) == 9


def test_unwanted_words_are_left_out_and_their_sentence_still_ends() -> None:
    whole = transcript(run("transcribe", {"audio": media.fetch("fox")}))
    outcome = run(
        "transcribe", {"audio": media.fetch("fox")}, vocabularyFilter=["dog"], vocabularyFilterMethod="remove"
    )
    assert transcript(outcome) == whole.replace(" dog", "")
    assert len(spoken(outcome)) == 8


def test_unwanted_words_are_marked() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, vocabularyFilter=["dog"], vocabularyFilterMethod="tag")
    marked = [it["alternatives"][0]["content"] for it in spoken(outcome) if it.get("vocabularyFilterMatch")]
    assert marked == ["dog"]


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(sounds.silence(20), id="silence"),
        pytest.param(sounds.noise(20), id="noise"),
        pytest.param(sounds.melody([220, 262, 330, 392, 440, 392, 330, 262] * 5), id="melody"),
        pytest.param(sounds.silence(0.01), id="a hundredth of a second"),
    ],
)
def test_nothing_is_said(sound: list[float]) -> None:
    outcome = run("transcribe", {"audio": sounds.wav(sound)})
    assert outcome.exit_code == 0, outcome.sentence
    assert outcome.result["results"] == {"transcripts": [{"transcript": ""}], "items": []}
    assert outcome.text("transcript.txt") == ""


def test_film_music_is_not_speech() -> None:
    outcome = run("transcribe", {"audio": media.fetch("bigbuckbunny")})
    assert (outcome.exit_code, transcript(outcome)) == (0, "")


def test_without_sound_the_transcript_is_empty() -> None:
    outcome = run("transcribe", {})
    assert outcome.exit_code == 0
    assert outcome.result == {
        "jobName": "test-run",
        "status": "COMPLETED",
        "results": {"transcripts": [{"transcript": ""}], "items": []},
    }


def test_long_recordings_keep_their_times_across_windows() -> None:
    said = sounds.samples_of(media.fetch("fox"))
    at = (3, 118.8, 400)  # the second lies across the end of the first two minutes
    recording: list[float] = []
    for second in at:
        recording += sounds.silence(second - len(recording) / sounds.RATE) + said
    outcome = run("transcribe", {"audio": sounds.wav(recording)}, language="en")
    foxes = [it["start_time"] for it in spoken(outcome) if it["alternatives"][0]["content"].lower() == "fox"]
    assert len(foxes) == len(at), transcript(outcome)
    first = foxes[0] - at[0]
    assert foxes == pytest.approx([second + first for second in at], abs=0.3)


def test_speech_in_one_of_twelve_channels_is_heard() -> None:
    said = sounds.samples_of(media.fetch("fox"))
    channels = [sample if channel == 2 else 0.0 for sample in said for channel in range(12)]
    outcome = run("transcribe", {"audio": sounds.wav(channels, channels=12)})
    assert word_error_rate("The quick brown fox jumps over the lazy dog", transcript(outcome)) <= 0.25


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="empty file"),
        pytest.param(b"This is a letter, not a recording. " * 100, "no known kind", id="text"),
        pytest.param(
            b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n", "no known kind", id="playlist"
        ),
        pytest.param(b"ffconcat version 1.0\nfile /etc/hostname\n", "no known kind", id="concatenation"),
        pytest.param(b"RIFF\xff\xff\xff\x7fWAVEfmt " + b"\0" * 64, "damaged", id="header without sound"),
    ],
)
def test_what_is_no_sound_is_refused_with_a_sentence(content: bytes, reason: str) -> None:
    outcome = run("transcribe", {"audio": content})
    assert (outcome.exit_code, outcome.files) == (66, {}), outcome.stderr
    assert reason in outcome.sentence


def test_a_truncated_recording_is_transcribed_as_far_as_it_goes() -> None:
    whole = media.fetch("two-cities").read_bytes()
    outcome = run("transcribe", {"audio": whole[: len(whole) // 4]}, language="en")
    assert words(transcript(outcome))[:6] == ["it", "was", "the", "best", "of", "times"]
    assert spoken(outcome)[-1]["end_time"] < 12


def test_an_unknown_model_is_named_with_those_that_are_here() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, model="whisper-huge")
    assert outcome.exit_code == 2
    assert "whisper-huge" in outcome.sentence
    assert "whisper-base" in outcome.sentence
