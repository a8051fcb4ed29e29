"""Films whose format or clock changes on the way: the same events at the same times in whatever is made of them.

What is right is known by construction (`clocks`): the flash and the beep of each part, and the length of both.
"""

import functools
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest

from tests.operators import clocks, media
from tests.operators.clocks import ODD, Odd
from tests.operators.runs import Outcome, inside, run
from tests.operators.sounds import RATE, samples_of
from tests.operators.synchrony import pictures_of

MADE = {
    "proxy": "proxy.mp4",
    "transcode": "transcoded.mp4",
    "loudness-normalization": "normalized.mp4",
    "hls": "hls.m3u8",
}
CHANGING = tuple(odd for odd in ODD if odd.warned or "clock" in odd.name or "edit" in odd.name)
WHITE = 128
"""Mean of either half from which on a frame is a flash: white, with bars at its sides where its shape is another."""

LOUD = 0.05
NEAR = 0.1
"""Seconds: two frames, and what an encoder of audio puts before its first sample."""


@functools.cache
def made(odd: Odd) -> Path:
    """Return the film, made once for all operators."""
    return odd.make(Path(tempfile.mkdtemp(prefix="clocks-")))


@functools.cache
def outcome_of(operator: str, odd: Odd) -> Outcome:
    return run(operator, {"media" if operator == "technical-cues" else "source": made(odd)})


def flashes_in(path: Path) -> list[float]:
    shown = pictures_of(path)
    bright = [False, *(min(each.left, each.right) > WHITE for each in shown)]
    return [each.time for each, (before, now) in zip(shown, pairwise(bright), strict=True) if now and not before]


def beeps_in(path: Path) -> list[float]:
    """Return when the audio becomes loud; the quietest is at -23 LUFS on average."""
    samples = samples_of(path, "-af", "aresample=async=1:first_pts=0")
    loud = [at / RATE for at, sample in enumerate(samples) if abs(sample) > LOUD]
    return [two for one, two in pairwise([-1.0, *loud]) if two - one > 0.3]


def reasons(outcome: Outcome) -> list[str]:
    return [each["Reason"] for each in outcome.result.get("Warnings", [])]


def assert_true(odd: Odd, operator: str, folder: Path) -> Outcome:
    outcome = outcome_of(operator, odd)
    assert outcome.exit_code == 0, outcome.sentence
    for name, content in outcome.files.items():
        (folder / name).write_bytes(content)
    assert flashes_in(folder / MADE[operator]) == pytest.approx(odd.moments, abs=NEAR)
    assert beeps_in(folder / MADE[operator]) == pytest.approx(odd.moments, abs=NEAR)
    copied = operator == "loudness-normalization" and "picture" in odd.name  # the video stays as it is
    assert ("FormatChanges" in reasons(outcome)) == (odd.warned and not copied)
    assert "TimesDisagree" not in reasons(outcome)
    return outcome


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_the_proxy_keeps_times_length_and_rate(odd: Odd, tmp_path: Path) -> None:
    result = assert_true(odd, "proxy", tmp_path).result
    assert beeps_in(tmp_path / "audio.flac") == pytest.approx(odd.moments, abs=NEAR)
    assert result["Source"]["DurationMillis"] == pytest.approx(1000 * odd.seconds, abs=250)
    assert result["ProxyEncode"]["durationMillis"] == pytest.approx(1000 * odd.seconds, abs=250)
    assert not odd.rate or result["ProxyEncode"]["frameRate"] == odd.rate
    assert result["Frames"]["Count"] >= odd.seconds


@pytest.mark.parametrize("odd", CHANGING[::2], ids=lambda odd: odd.name)
@pytest.mark.parametrize("operator", ["transcode", "loudness-normalization", "hls"])
def test_whatever_is_made_keeps_times(operator: str, odd: Odd, tmp_path: Path) -> None:
    assert_true(odd, operator, tmp_path)


@pytest.mark.parametrize("odd", CHANGING[1::2], ids=lambda odd: odd.name)
def test_cues_are_at_the_times_of_the_film(odd: Odd) -> None:
    outcome = outcome_of("technical-cues", odd)
    told = [
        (each["TechnicalCueSegment"]["Type"], each["StartTimestampMillis"], each["EndTimestampMillis"])
        for each in outcome.result["Segments"]
    ]
    first, second = (1000 * moment for moment in odd.moments)
    silences = [(start, end) for kind, start, end in told if kind == "Silence"]
    wanted = [(0, first), (first + 200, second), (second + 200, 1000 * odd.seconds)]
    assert [time for each in silences for time in each] == pytest.approx(
        [time for each in wanted for time in each], abs=150
    )
    frozen = [(start, end) for kind, start, end in told if kind == "Freeze"]
    assert all(one[1] <= other[0] for one, other in pairwise(frozen))
    assert outcome.result["VideoMetadata"][0]["DurationMillis"] == pytest.approx(1000 * odd.seconds, abs=250)
    assert ("FormatChanges" in reasons(outcome)) == odd.warned


HEARD = """
from media_kits.audio.recordings import RATE, Recording
import numpy as np, pathlib
samples = np.concatenate(list(Recording(pathlib.Path(given[0])).blocks()))
loud = np.flatnonzero(abs(samples) > 0.1) / RATE
beeps = [float(at) for at, before in zip(loud, [-1, *loud]) if at - before > 0.3]
answer = {"beeps": beeps, "seconds": len(samples) / RATE}
"""


@pytest.mark.parametrize(
    "name",
    ["nothing changes", "the sound gets fewer channels", "the sound gets another rate", "the clock jumps an hour ahead",
     "the clock jumps back an hour", "the sound comes late"],
)  # fmt: skip
def test_what_is_heard_is_heard_at_the_time_of_the_film(name: str) -> None:
    odd = next(each for each in ODD if each.name == name)
    heard = inside("audio-events", HEARD, str(made(odd)))
    assert heard["beeps"] == pytest.approx(odd.moments, abs=NEAR)
    assert heard["seconds"] == pytest.approx(odd.seconds, abs=0.2)


def test_a_header_is_not_believed(tmp_path: Path) -> None:
    """A recorder of a browser writes no length, and damaged headers write any."""
    voice = tmp_path / "voice.webm"
    arguments = ("-f", "lavfi", "-i", "sine=d=3", "-c:a", "libopus", "-f", "webm", "-live", "1")
    media.ffmpeg(*arguments, voice)
    result = run("proxy", {"source": voice}).result
    assert result["Source"]["DurationMillis"] == pytest.approx(3000, abs=50)


def test_what_could_not_be_decoded_is_told(tmp_path: Path) -> None:
    film = bytearray(clocks.part(tmp_path / "part.ts").read_bytes())
    for at in range(len(film) // 3 // 188 * 188, len(film), 188):  # packets stay, what is in them is lost
        film[at + 40 : at + 188] = bytes(148)
    outcome = run("technical-cues", {"media": bytes(film)})
    assert outcome.exit_code == 66 or "TimesDisagree" in reasons(outcome)
