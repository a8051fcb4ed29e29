"""audio-events: speech, music and silence where they are, and nothing where there is nothing of them."""

import struct
from typing import Any

import pytest

from tests.operators import media, sounds
from tests.operators.runs import Outcome, run

pytestmark = pytest.mark.slow


def spans(outcome: Outcome, type_: str) -> list[tuple[int, int]]:
    return [
        (event["StartTimestampMillis"], event["EndTimestampMillis"])
        for event in outcome.result["AudioEvents"]
        if event["Type"] == type_
    ]


def fox() -> list[float]:
    return sounds.samples_of(media.fetch("fox"))


def test_speech_between_silences_is_found_where_it_is() -> None:
    said = fox()
    outcome = run("audio-events", {"audio": sounds.wav(sounds.silence(3) + said + sounds.silence(4))})
    ((start, end),) = spans(outcome, "Speech")
    assert start == pytest.approx(3000, abs=150)
    assert end == pytest.approx(3000 + 2600, abs=300), "the clip ends with a breath of silence"
    first, last = spans(outcome, "Silence")
    assert first[0] == 0
    assert first[1] == pytest.approx(3000, abs=100)
    assert last[1] == outcome.result["AudioMetadata"][0]["DurationMillis"] == round((7 + len(said) / 16_000) * 1000)
    assert {event["Type"] for event in outcome.result["AudioEvents"]} == {"Speech", "Silence"}
    assert outcome.result["TotalMillis"]["Speech"] == end - start


def test_music_with_speech_over_it_is_both() -> None:
    music = sounds.samples_of(media.fetch("bigbuckbunny"))
    mixed = [0.5 * note + voice for note, voice in zip(music, [*sounds.silence(1), *fox(), *music], strict=False)]
    outcome = run("audio-events", {"audio": sounds.wav(mixed[: round(3.5 * sounds.RATE)])})
    assert any(start <= 1600 and end >= 3000 for start, end in spans(outcome, "Speech"))
    assert any(start <= 1000 and end >= 3000 for start, end in spans(outcome, "Music"))


def test_a_film_is_read_and_its_surround_sound_mixed() -> None:
    outcome = run("audio-events", {"audio": media.fetch("bigbuckbunny")})
    ((start, end),) = spans(outcome, "Music")
    assert end - start > 4500
    (metadata,) = outcome.result["AudioMetadata"]
    assert metadata == {"Codec": "aac", "NumberOfChannels": 6, "SampleRate": 48_000, "DurationMillis": 5312}


def test_speech_is_heard_across_the_end_of_a_window() -> None:
    recording = [*sounds.silence(58.5), *fox(), *sounds.silence(70)]
    ((start, end),) = spans(run("audio-events", {"audio": sounds.wav(recording)}), "Speech")
    assert start == pytest.approx(58_500, abs=150)
    assert end == pytest.approx(61_100, abs=300)


def test_a_voice_in_one_of_twelve_channels_is_heard() -> None:
    channels = [sample if channel == 2 else 0.0 for sample in fox() for channel in range(12)]
    outcome = run("audio-events", {"audio": sounds.wav(channels, channels=12)})
    assert len(spans(outcome, "Speech")) == 1


def test_whispering_is_heard_at_a_hundredth_of_the_level() -> None:
    outcome = run("audio-events", {"audio": sounds.wav([sample / 100 for sample in fox()])})
    assert len(spans(outcome, "Speech")) == 1


@pytest.mark.parametrize("sound", [sounds.noise(5), sounds.noise(5, 0.003)], ids=["noise", "quiet noise"])
def test_noise_is_nothing(sound: list[float]) -> None:
    assert run("audio-events", {"audio": sounds.wav(sound)}, silenceDecibels=-80).result["AudioEvents"] == []


def test_what_counts_as_silence_is_the_users_choice() -> None:
    quiet = sounds.wav(sounds.noise(2, 0.001))  # -60 dB below full scale
    assert spans(run("audio-events", {"audio": quiet}), "Silence") == [(0, 2000)]
    assert spans(run("audio-events", {"audio": quiet}, silenceDecibels=-70), "Silence") == []
    assert spans(run("audio-events", {"audio": quiet}, minSilenceMillis=3000), "Silence") == []


@pytest.mark.parametrize("seconds", [0.001, 0.2])
def test_hardly_any_sound(seconds: float) -> None:
    outcome = run("audio-events", {"audio": sounds.wav(sounds.noise(seconds))})
    assert (outcome.exit_code, outcome.result["AudioEvents"]) == (0, [])


def test_without_sound_there_are_no_events() -> None:
    outcome = run("audio-events", {})
    totals = {"Speech": 0, "Music": 0, "Singing": 0, "Silence": 0}
    assert outcome.result == {"AudioEvents": [], "TotalMillis": totals, "AudioMetadata": []}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"A letter. " * 200, "no known kind"),
        (b"#EXTM3U\n#EXTINF:9,\nfile:///etc/hostname\n", "no known"),
    ],
    ids=["empty", "text", "playlist"],
)
def test_what_is_no_sound_is_refused_with_a_sentence(content: Any, reason: str) -> None:
    outcome = run("audio-events", {"audio": content})
    assert (outcome.exit_code, outcome.files) == (66, {}), outcome.stderr
    assert reason in outcome.sentence


def test_a_truncated_recording_is_heard_as_far_as_it_goes() -> None:
    whole = media.fetch("two-cities").read_bytes()
    outcome = run("audio-events", {"audio": whole[: len(whole) // 4]})
    assert 10_000 < outcome.result["AudioMetadata"][0]["DurationMillis"] < 12_000
    assert spans(outcome, "Speech")[0][0] == pytest.approx(1160, abs=200)


def test_a_codec_that_is_not_listed_decodes_nothing() -> None:
    """0x61 is the ADPCM of games by Duck: a decoder that the library has, and nobody's sound needs."""
    form = struct.pack("<HHIIHHH", 0x61, 1, 22050, 11025, 512, 4, 0)
    body = b"WAVE" + b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", 4096) + bytes(4096)
    outcome = run("audio-events", {"audio": b"RIFF" + struct.pack("<I", len(body)) + body})
    assert outcome.exit_code == 66, outcome.stderr
    assert "the codec adpcm_ima_dk4 is not one that sources may have" in outcome.sentence
