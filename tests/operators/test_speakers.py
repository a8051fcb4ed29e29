"""transcribe with speaker labels: voices are told apart, in real conversations too, and only when that is asked for."""

from itertools import pairwise
from typing import Any

import pytest

from tests.operators import media, sounds
from tests.operators.diarization import Turn, errors_of
from tests.operators.runs import Outcome, run

pytestmark = pytest.mark.slow

CALL: list[Turn] = [
    (6.69, 7.12, "sheila"),
    (7.55, 8.35, "diane"),
    (8.32, 10.02, "sheila"),
    (9.92, 11.03, "diane"),
    (10.57, 14.70, "sheila"),
    (14.49, 17.92, "diane"),
    (18.05, 21.49, "sheila"),
    (18.15, 18.59, "diane"),
    (21.78, 28.50, "diane"),
    (27.85, 30.00, "sheila"),
]
"""Who speaks when in half a minute of a telephone call, as the package says that brings it (sample.rttm)."""


def turns(outcome: Outcome) -> list[Turn]:
    segments = outcome.result["results"]["speaker_labels"]["segments"]
    return [(it["start_time"], it["end_time"], it["speaker_label"]) for it in segments]


def label(name: str, **parameters: Any) -> Outcome:
    return run("transcribe", {"audio": media.fetch(name)}, language="en", speakerLabels=True, **parameters)


@pytest.fixture(scope="module")
def call() -> Outcome:
    return label("telephone-call")


def test_two_voices_of_a_real_call_are_told_apart(call: Outcome) -> None:
    errors = errors_of(CALL, turns(call))
    assert call.result["results"]["speaker_labels"]["speakers"] == 2
    assert errors.confused <= 0.06
    assert errors.rate <= 0.12


def test_labels_have_the_shape_of_transcribe(call: Outcome) -> None:
    results = call.result["results"]
    spoken = [it for it in results["items"] if it["type"] == "pronunciation"]
    listed = [item for segment in results["speaker_labels"]["segments"] for item in segment["items"]]
    assert listed == [{key: it[key] for key in ("start_time", "end_time", "speaker_label")} for it in spoken]
    assert {it["speaker_label"] for it in results["items"]} == {"spk_0", "spk_1"}
    assert results["items"][0]["speaker_label"] == "spk_0"
    for segment in results["audio_segments"]:
        assert {results["items"][number]["speaker_label"] for number in segment["items"]} == {segment["speaker_label"]}
    assert [each["name"] for each in call.result["Model"]] == ["whisper-base", "campplus"]


@pytest.mark.thorough
def test_who_answers_in_one_word_is_heard() -> None:
    outcome = label("endgame")  # two actors in turn: "Do you hear me?" "Yes." "Do you hear me?" "Yes." …
    speakers = [speaker for _, _, speaker in turns(outcome)]
    assert len(speakers) >= 10
    assert set(speakers) == {"spk_0", "spk_1"}
    assert sum(one != other for one, other in pairwise(speakers)) >= len(speakers) - 3


@pytest.mark.thorough
def test_one_voice_is_one_speaker() -> None:
    outcome = label("two-cities")
    assert {speaker for _, _, speaker in turns(outcome)} == {"spk_0"}


@pytest.mark.thorough
def test_the_same_sound_gives_the_same_labels(call: Outcome) -> None:
    assert label("telephone-call").result == call.result


@pytest.mark.thorough
def test_no_more_speakers_are_told_apart_than_wanted() -> None:
    outcome = label("telephone-call", maxSpeakers=1)
    assert outcome.result["results"]["speaker_labels"]["speakers"] == 1


@pytest.mark.thorough
def test_a_filter_leaves_the_labels_where_they_are() -> None:
    outcome = label("telephone-call", vocabularyFilter=["Chicago"])
    masked = [it for it in outcome.result["results"]["items"] if it["alternatives"][0]["content"] == "***"]
    assert masked
    assert all(it["speaker_label"] in {"spk_0", "spk_1"} for it in masked)


@pytest.mark.thorough
def test_without_being_asked_nobody_is_labelled() -> None:
    outcome = run("transcribe", {"audio": media.fetch("hello")}, language="en")
    assert "speaker" not in str(outcome.result)
    assert outcome.result["Model"]["name"] == "whisper-base"


@pytest.mark.parametrize("sound", [sounds.silence(5), sounds.noise(5)], ids=["silence", "noise"])
def test_where_nobody_speaks_there_are_no_labels(sound: list[float]) -> None:
    outcome = run("transcribe", {"audio": sounds.wav(sound)}, speakerLabels=True)
    assert outcome.result["results"] == {"transcripts": [{"transcript": ""}], "items": []}


@pytest.mark.parametrize(
    ("found", "rates"),
    [
        pytest.param([(0, 10, "a"), (10, 20, "b")], (0, 0, 0), id="other names are no error"),
        pytest.param([(0, 20, "a")], (0, 0, 0.5), id="one for both"),
        pytest.param([(0, 10, "a")], (0.5, 0, 0), id="one is missed"),
        pytest.param([(0, 10, "a"), (10, 20, "b"), (0, 20, "c")], (0, 1, 0), id="one too many"),
        pytest.param([(0, 10.2, "a"), (10.2, 20, "b")], (0, 0, 0), id="a little late"),
        pytest.param([], (1, 0, 0), id="nothing"),
    ],
)
def test_the_error_rate_counts_as_it_should(found: list[Turn], rates: tuple[float, float, float]) -> None:
    errors = errors_of([(0, 10, "x"), (10, 20, "y")], found)
    assert (errors.missed, errors.alarms, errors.confused) == pytest.approx(rates, abs=0.01)
