"""Channels become one without losing what is said: each way in which a plain mean would."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.operators.films import make
from tests.operators.runs import inside, modules_of, run

[mixing] = modules_of("_kits/audio", "media_kits.audio.mixing")
LOUD, QUIET, NOTHING = 0.01, 1e-7, 0.0


def products(*powers: float, correlation: float = 0.0) -> list[list[float]]:
    """Return the mean products of channels with these mean squares, all pairs equally correlated."""
    return [
        [one if a == b else correlation * math.sqrt(one * other) for b, other in enumerate(powers)]
        for a, one in enumerate(powers)
    ]


@pytest.mark.parametrize(
    ("measured", "factors"),
    [
        ([], [1.0]),
        ([products(LOUD)], [1.0]),
        ([products(LOUD, LOUD, correlation=1)], [0.5, 0.5]),
        ([products(LOUD, LOUD)], [0.5, 0.5]),
        ([products(LOUD, LOUD, correlation=-1)], [0.5, -0.5]),
        ([products(LOUD, LOUD / 2, correlation=-0.6)], [0.5, 0.5]),
        ([products(LOUD, NOTHING)], [1.0, 0.0]),
        ([products(QUIET, LOUD, correlation=-1)], [0.0, 1.0]),
        ([products(NOTHING, NOTHING)], [0.5, 0.5]),
        ([products(NOTHING, NOTHING, LOUD, NOTHING, NOTHING, NOTHING)], [0, 0, 1.0, 0, 0, 0]),
        ([products(LOUD, LOUD, LOUD, LOUD)], [0.5, 0.5, 0.5, 0.5]),
    ],
    ids=[
        "unmeasured",
        "mono",
        "same",
        "apart",
        "upside-down",
        "somewhat",
        "one-silent",
        "hiss",
        "silence",
        "centre",
        "four",
    ],
)
def test_how_channels_are_mixed(measured: Any, factors: list[float]) -> None:
    assert mixing.mix_of(measured).at(0) == pytest.approx(factors)


def test_a_channel_is_turned_over_only_where_it_cancels() -> None:
    good, bad = products(LOUD, LOUD, correlation=1), products(LOUD, LOUD, correlation=-1)
    mix = mixing.mix_of([good, bad, bad, good, bad])
    assert [mix.at(seconds)[1] for seconds in (0, 9.9, 10, 29, 31, 45, 9999)] == [0.5, 0.5, -0.5, -0.5, 0.5, -0.5, -0.5]
    assert mix.turned == [(10, 30), (40, 50)]
    assert "in parts" in mix.told
    assert "throughout" in mixing.mix_of([bad]).told


TONE = "sine=frequency=440:duration=30,volume=0.5"
FILES = {
    "control": "pan=stereo|c0=c0|c1=c0",
    "upside down": "pan=stereo|c0=c0|c1=-1*c0",
    "one silent": "pan=stereo|c0=0*c0|c1=c0",
    "in its second third": "aeval='val(0)|val(0)*(1-2*gte(t,10)*lt(t,20))':c=stereo",
    "centre of 5.1": "pan=5.1|FC=c0|FL=0*c0|FR=0*c0|LFE=0*c0|BL=0*c0|BR=0*c0",
    "surround upside down": "pan=5.1|FC=0*c0|FL=c0|FR=-1*c0|LFE=0*c0|BL=0*c0|BR=0*c0",
}
LEVELS = """
import numpy as np
from media_kits.audio.recordings import RATE, Recording
from pathlib import Path
answer = []
for path in given[0]:
    samples = np.concatenate(list(Recording(Path(path)).blocks()))
    thirds = [part.std() for part in np.array_split(samples[: 30 * RATE], 3)]
    answer.append([round(float(20 * np.log10(max(part, 1e-9))), 1) for part in thirds])
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("channels")
    made = {}
    for name, channels in FILES.items():
        made[name] = folder / f"{name.replace(' ', '-')}.wav"
        make(made[name], "-f", "lavfi", "-i", f"{TONE},{channels}")
    return made


def test_operators_that_read_audio_hear_every_third_of_each(files: dict[str, Path]) -> None:
    levels = dict(zip(files, inside("audio-events", LEVELS, [str(path) for path in files.values()]), strict=True))
    for name, thirds in levels.items():
        assert thirds == pytest.approx(levels["control"], abs=1.5 if "5.1" not in name else 3.1), (name, levels)


@pytest.mark.thorough
def test_the_proxys_speech_audio_has_the_same_and_tells_what_was_turned(files: dict[str, Path], tmp_path: Path) -> None:
    told = {}
    for name, path in files.items():
        outcome = run("proxy", {"source": path})
        (tmp_path / f"{name}.flac").write_bytes(outcome.files["audio.flac"])
        told[name] = [each["Reason"] for each in outcome.result.get("Warnings", [])]
    made = [str(tmp_path / f"{name}.flac") for name in files]
    levels = dict(zip(files, inside("audio-events", LEVELS, made), strict=True))
    for name, thirds in levels.items():
        assert thirds == pytest.approx(levels["control"], abs=1.5 if "5.1" not in name else 3.1), (name, levels)
    turned = {name for name, reasons in told.items() if "ChannelsCancel" in reasons}
    assert turned == {"upside down", "in its second third", "surround upside down"}, json.dumps(told)


def test_both_channels_of_a_call_can_be_kept(files: dict[str, Path]) -> None:
    kept = run("proxy", {"source": files["one silent"]}, separateChannels=True)
    assert kept.files["audio.flac"][:4] == b"fLaC"
    # STREAMINFO: 20 bits of sample rate, then 3 bits of channels less one
    assert (kept.files["audio.flac"][20] >> 1 & 7) + 1 == 2
    mixed = run("proxy", {"source": files["centre of 5.1"]}, separateChannels=True)
    assert (mixed.files["audio.flac"][20] >> 1 & 7) + 1 == 1
    assert [each["Reason"] for each in mixed.result["Warnings"]] == ["LeftOut"]
