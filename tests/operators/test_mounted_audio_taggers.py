"""Taggers of audio that are mounted: what they say is told at its times, and a manifest that is wrong is refused."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.operators import sounds
from tests.operators.runs import Outcome, inside, run_with
from tests.operators.toy_models import mounted

pytestmark = pytest.mark.slow

LABELS = [{"name": "Tone", "parents": ["Music"]}, {"name": "Beep", "parents": ["Signals", "Alarm"]}]
SAMPLES = {"rate": 16_000, "window": 0.5, "hop": 0.5}
MELS = {
    "fft": 512,
    "frame": 400,
    "step": 160,
    "mels": 64,
    "low": 0,
    "high": 8000,
    "log": "natural",
    "floor": 1e-6,
    "mean": 2,
    "std": 2,
    "layout": "mels-frames",
}


def tone(hertz: float, seconds: float) -> list[float]:
    return [0.5 * math.sin(2 * math.pi * hertz * at / sounds.RATE) for at in range(round(seconds * sounds.RATE))]


def low_then_high() -> bytes:
    """Silence, a low tone from 2 to 4 seconds, silence, a high one from 6 to 7, silence until 8.3."""
    parts = (sounds.silence(2), tone(200, 2), sounds.silence(2), tone(6000, 1), sounds.silence(1.3))
    return sounds.wav(sample for part in parts for sample in part)


def heard(folder: Path, **parameters: Any) -> Outcome:
    environment = {"MEDIA_INSIGHTS_MOUNTED_MODELS": str(folder)}
    return run_with(environment, "audio-events", {"audio": low_then_high()}, **parameters)


def spans(outcome: Outcome, name: str) -> list[tuple[int, int]]:
    times = ("StartTimestampMillis", "EndTimestampMillis")
    return [(each[times[0]], each[times[1]]) for each in outcome.result["AudioEvents"] if each["Type"] == name]


def test_labels_are_events_with_times_confidence_and_groups_and_silence_is_measured(tmp_path: Path) -> None:
    folder = mounted(tmp_path, "loudness", task="audio-events", decoder="sigmoid", input=SAMPLES, labels=LABELS)
    refused = heard(folder)
    assert "has no output 'scores', but clipwise_output, embedding" in refused.sentence
    outcome = heard(_told(folder, output="clipwise_output"))
    assert spans(outcome, "Tone") == [(2000, 4000), (6000, 7000)]
    assert spans(outcome, "Beep") == [(6000, 7000)]
    assert spans(outcome, "Silence") == [(0, 2000), (4000, 6000), (7000, 8300)]
    (beep,) = [each for each in outcome.result["AudioEvents"] if each["Type"] == "Beep"]
    assert beep["Parents"] == [{"Name": "Signals"}, {"Name": "Alarm"}]
    assert beep["Confidence"] == pytest.approx(99.9, abs=0.1)
    assert outcome.result["TotalMillis"] == {
        "Speech": 0,
        "Music": 0,
        "Singing": 0,
        "Silence": 5300,
        "Tone": 3000,
        "Beep": 1000,
    }
    assert outcome.result["Model"]["name"] == "loudness"
    assert outcome.result["Model"]["provider"] == "CPUExecutionProvider"
    assert spans(heard(folder, minConfidence=90), "Tone") == []


def test_windows_that_overlap_are_told_of_their_middle(tmp_path: Path) -> None:
    given = {"output": "clipwise_output", "input": {"rate": 16_000, "window": 0.75, "hop": 0.25}}
    folder = mounted(tmp_path, "loudness", task="audio-events", decoder="sigmoid", labels=LABELS, **given)
    outcome = heard(folder)
    assert spans(outcome, "Beep") == [(6000, 7000)]
    assert spans(outcome, "Tone") == [(2000, 4000), (6250, 6750)], "two thirds of a beep are 27 %, of the tone 32"
    assert spans(heard(folder, minConfidence=20), "Beep") == [(5750, 7250)], "windows with a third of it, 25 %"


@pytest.mark.parametrize("rate", [16_000, 32_000])
def test_parts_of_a_window_have_their_own_times_at_any_rate(tmp_path: Path, rate: int) -> None:
    given = {"input": {"rate": rate, "window": 1, "hop": 1}, "labels": [LABELS[0], None]}
    folder = mounted(tmp_path, "loudness_by_quarters", task="audio-events", decoder="probabilities", **given)
    outcome = heard(folder)
    assert {each["Type"] for each in outcome.result["AudioEvents"]} == {"Tone", "Silence"}
    assert spans(outcome, "Tone") == [(2000, 4000), (6000, 7000)]


def test_a_network_is_given_mel_energies_as_its_manifest_describes_them(tmp_path: Path) -> None:
    given = {"input": {**SAMPLES, "features": MELS}, "labels": [LABELS[0], LABELS[1]]}
    folder = mounted(tmp_path, "mel_halves", task="audio-events", decoder="sigmoid", **given)
    outcome = heard(folder)
    assert spans(outcome, "Tone") == [(2000, 4000)]
    assert spans(outcome, "Beep") == [(6000, 7000)]
    turned = _told(folder, input={**SAMPLES, "features": {**MELS, "layout": "frames-mels"}})
    assert "does not take [1, 48, 64], which its manifest says" in heard(turned).sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"labels": LABELS[:1]}, "answers with [1, 2] and its manifest lists 1 labels"),
        ({"decoder": "probabilities"}, "which are no probabilities; the decoder sigmoid is right"),
        ({"decoder": "tags"}, "decoder is 'tags'; for audio-events firered-aed, sigmoid, logits or probabilities"),
        ({"input": {**SAMPLES, "hop": 0.6}}, "has an input.hop beyond its input.window; at most as long is right"),
        ({"input": {**SAMPLES, "features": {**MELS, "high": 9000}}}, "up to half of input.rate is right"),
        ({"input": {**SAMPLES, "features": {**MELS, "frame": 600}}}, "has frames of 600 samples, an fft of 512"),
        ({"input": {"rate": 16_000}}, "input.window is missing; a number above 0 is right"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_in_a_sentence(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    manifest = {"task": "audio-events", "decoder": "sigmoid", "input": SAMPLES, "labels": LABELS}
    folder = mounted(tmp_path, "loudness", **{"output": "clipwise_output", **manifest, **change})
    outcome = heard(folder)
    assert outcome.exit_code == 1, outcome.stderr
    assert sentence in outcome.sentence


def _told(folder: Path, **fields: Any) -> Path:
    """Change fields of the only manifest of a folder."""
    (path,) = folder.glob("*.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))
    return folder


FEATURES = """
import numpy as np
from media_kits.audio.features import Features
kind, samples = given
answer = Features(**kind).of(np.array(samples, np.float32)).round(4).tolist()
"""


def test_the_energy_of_a_tone_is_in_the_triangle_around_it_and_is_what_the_formula_says() -> None:
    """Half of Hann's window's sum is the peak of a tone in the middle of a bin: (0.5 * 200 / 2)² with 400 samples."""
    plain = {"rate": 16_000, "fft": 400, "frame": 400, "step": 400, "mels": 30, "low": 0, "high": 8000}
    for scale in ("htk", "kaldi"):
        rows = inside("audio-events", FEATURES, {**plain, "scale": scale, "floor": 1e-9}, tone(1000, 0.05))
        assert len(rows) == 2
        loudest = max(range(30), key=lambda at: rows[0][at])
        assert loudest == 10, "30 triangles up to 2840 mels: 1000 Hz is at 1000 mels, which is 10.9 of 31 edges"
        assert sum(math.exp(value) for value in rows[0]) == pytest.approx(2500 * 1.5, rel=0.01), "with its neighbours"
    (decibels, _) = inside("audio-events", FEATURES, {**plain, "floor": 1e-9, "log": "decibels"}, tone(1000, 0.05))
    assert 10 * math.log10(math.exp(1)) * rows[0][10] == pytest.approx(decibels[10], abs=0.5)
