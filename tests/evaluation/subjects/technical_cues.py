"""technical-cues: black, bars, silence to the millisecond; loudness of the standard's signals; films without cues."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures.spans import Span, largest_error
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth
from tests.operators import media
from tests.operators.demo import demo_clip
from tests.operators.films import X264, make
from tests.operators.sounds import noise, silence, wav

OPERATOR = "technical-cues"
RATES = ("24", "25", "30000/1001", "50")
PLAN = (
    ("testsrc2", 30),
    ("color=black", 20),
    ("testsrc2", 45),
    ("smptehdbars", 50),
    ("testsrc2", 35),
    ("color=black", 60),
    ("testsrc2", 25),
)
"""Sources and how many pictures of each."""
KINDS = {"BlackFrames": "color=black", "ColorBars": "smptehdbars"}
SILENCES = ((0.7, 1.3), (2.15, 0.8), (1.0, 3.0))
"""Seconds of noise, then of silence."""
WITHOUT = ("bikes", "carphone", "bigbuckbunny", "globe")


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the worst error of an edge, of loudness, and cues told where there are none."""
    films = [(rate, _film(bench, rate)) for rate in RATES]
    results = [(rate, bench.run(OPERATOR, {"media": film}).result) for rate, film in films]
    for kind in KINDS:
        worst = max(largest_error(_true(kind, rate), _cues(result, kind)) for rate, result in results)
        yield Figure(
            OPERATOR, f"largest error of an edge, {kind}", worst, f"{len(RATES)} films of different rates", "ms", 0
        )
    yield Figure(
        OPERATOR, "largest error of an edge, Silence", _silence_error(bench), f"{len(SILENCES)} silences", "ms", 0
    )
    signals = truth("loudness")
    errors = [_loudness_error(bench, signal) for signal in signals]
    yield Figure(
        OPERATOR, "largest error of integrated loudness", max(errors), f"{len(signals)} signals of EBU Tech 3341", "LU"
    )
    real = [demo_clip().path, *(media.fetch(name) for name in WITHOUT)]
    false = sum(
        len(_cues(bench.run(OPERATOR, {"media": path}).result, kind))
        for path in real
        for kind in (*KINDS, "EndCredits")
    )
    yield Figure(OPERATOR, "black, bars or credits told in films without", false, f"{len(real)} films", digits=0)


def _film(bench: Bench, rate: str) -> Path:
    sources = ";".join(
        f"{source}{_first(source)}s=320x180:r={rate},trim=end_frame={count},format=yuv420p[{number}]"
        for number, (source, count) in enumerate(PLAN)
    )
    labels = "".join(f"[{number}]" for number in range(len(PLAN)))
    return make(bench.made("film.mp4"), "-filter_complex", f"{sources};{labels}concat=n={len(PLAN)}", "-r", rate, *X264)


def _first(source: str) -> str:
    return ":" if "=" in source else "="


def _true(kind: str, rate: str) -> list[Span]:
    """Return where cues of this kind are, in whole milliseconds as results have them."""
    found: list[Span] = []
    at = 0
    for source, count in PLAN:
        if source == KINDS[kind]:
            found.append((round(1000 * at / Fraction(rate)), round(1000 * (at + count) / Fraction(rate))))
        at += count
    return found


def _cues(result: Any, kind: str) -> list[Span]:
    return [
        (segment["StartTimestampMillis"], segment["EndTimestampMillis"])
        for segment in result["Segments"]
        if segment["TechnicalCueSegment"]["Type"] == kind
    ]


def _silence_error(bench: Bench) -> float:
    samples: list[float] = []
    true: list[Span] = []
    at = 0.0
    for loud, quiet in SILENCES:
        samples += noise(loud) + silence(quiet)
        true.append((1000 * (at + loud), 1000 * (at + loud + quiet)))
        at += loud + quiet
    return largest_error(true, _cues(bench.run(OPERATOR, {"media": wav(samples)}, seconds=at).result, "Silence"))


def _loudness_error(bench: Bench, signal: dict[str, Any]) -> float:
    tones = [f"pow(10,{level}/20)*sin(2*PI*1000*t)" for level, _ in signal["parts"]]
    inputs = [
        part
        for tone, (_, seconds) in zip(tones, signal["parts"], strict=True)
        for part in ("-f", "lavfi", "-i", f"aevalsrc='{tone}|{tone}':d={seconds}:s=48000:c=stereo")
    ]
    labels = "".join(f"[{number}:a]" for number in range(len(tones)))
    path = make(bench.made("signal.flac"), *inputs, "-filter_complex", f"{labels}concat=n={len(tones)}:v=0:a=1")
    found = bench.run(OPERATOR, {"media": path}).result["Loudness"]["IntegratedLufs"]
    return abs(float(found) - float(signal["lufs"]))
