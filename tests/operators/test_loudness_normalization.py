"""loudness-normalization: what comes out has the target's loudness, measured; the picture is the same, bit for bit."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media
from tests.operators.films import X264, make, pattern
from tests.operators.runs import Outcome, run
from tests.operators.sounds import melody, noise, silence, wav

QUIET, LOUD = 0.01, 0.3


def levelled(content: Any, **parameters: Any) -> Outcome:
    """Run the operator on a film or sound."""
    return run("loudness-normalization", {"source": content}, **parameters)


def pictures_of(path: Path) -> str:
    """Return digests of the packets of a film's picture."""
    command = [media.fetch("ffmpeg"), "-loglevel", "error", "-i", path, "-map", "0:v", "-c", "copy", "-f", "md5", "-"]
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("loudness", [QUIET, LOUD])
@pytest.mark.parametrize("target", [-23, -30])
def test_quiet_and_loud_come_to_the_same(loudness: float, target: float) -> None:
    outcome = levelled(wav(noise(6, loudness)), targetLufs=target)
    assert outcome.result["After"]["IntegratedLufs"] == pytest.approx(target, abs=0.5)
    assert outcome.result["Mode"] == "Linear"
    assert set(outcome.files) == {"result.json", "normalized.m4a"}


def test_the_claim_about_the_outcome_is_true(tmp_path: Path) -> None:
    outcome = levelled(wav(melody([262, 330, 392, 523] * 3)), targetLufs=-20)
    path = tmp_path / "again.m4a"
    path.write_bytes(outcome.files["normalized.m4a"])
    again = run("technical-cues", {"media": path}).result["Loudness"]
    assert again["IntegratedLufs"] == pytest.approx(outcome.result["After"]["IntegratedLufs"], abs=0.1)
    assert again["IntegratedLufs"] == pytest.approx(-20, abs=0.5)


def test_peaks_are_held_when_one_gain_would_exceed_them() -> None:
    clicks = [0.9 if number % 8000 == 0 else sample for number, sample in enumerate(noise(8, 0.005))]
    result = levelled(wav(clicks), targetLufs=-14, truePeakDbtp=-3).result
    assert result["Mode"] == "Dynamic"
    assert result["After"]["TruePeakDbtp"] <= -1.5
    assert result["After"]["IntegratedLufs"] > result["Before"]["IntegratedLufs"] + 5


def test_a_film_keeps_its_picture_bit_for_bit(tmp_path: Path) -> None:
    sound = tmp_path / "quiet.wav"
    sound.write_bytes(wav(noise(4, QUIET)))
    film = make(tmp_path / "Übung.mp4", *pattern(4), "-i", sound, *X264, "-c:a", "aac")
    outcome = levelled(film)
    made = tmp_path / "made.mp4"
    made.write_bytes(outcome.files["normalized.mp4"])
    assert outcome.result["Picture"] == "Copied"
    assert pictures_of(made) == pictures_of(film)
    assert outcome.result["After"]["IntegratedLufs"] == pytest.approx(-23, abs=0.5)


def test_an_old_codec_is_encoded_anew(tmp_path: Path) -> None:
    sound = tmp_path / "loud.wav"
    sound.write_bytes(wav(noise(4, LOUD)))
    film = make(tmp_path / "old.avi", *pattern(4, size="321x181"), "-i", sound, "-c:v", "mjpeg", "-q:v", "5")
    outcome = levelled(film)
    assert outcome.result["Picture"] == "Encoded"
    assert outcome.result["After"]["IntegratedLufs"] == pytest.approx(-23, abs=0.5)


def test_silence_stays_silent_and_says_so() -> None:
    result = levelled(wav(silence(4))).result
    assert (result["Mode"], "IntegratedLufs" in result["After"]) == ("Unchanged", False)
    assert result["Warnings"]


def test_a_film_without_sound_and_a_truncated_one_are_refused(tmp_path: Path) -> None:
    mute = make(tmp_path / "mute.mp4", *pattern(1), *X264)
    for content, said in ((mute, "no audio"), (mute.read_bytes()[:900], "truncated"), (b"", "empty")):
        outcome = levelled(content)
        assert (outcome.exit_code, said in outcome.sentence) == (66, True), outcome.sentence
        assert outcome.files == {}
