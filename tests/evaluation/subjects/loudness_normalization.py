"""loudness-normalization: how far what it writes is from the target, measured by ffmpeg's ebur128 and not by itself."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.evaluation.figures import Figure
from tests.evaluation.running import Bench
from tests.operators import media

OPERATOR = "loudness-normalization"
RECORDINGS = {"two-cities": 44, "conversation": 30, "saxophone": 16, "bigbuckbunny": 5}
TARGETS = (-23, -16)
INTEGRATED = re.compile(r"I:\s+(-?[0-9.]+) LUFS")


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the mean and the worst distance from the target."""
    errors = [
        abs(loudness_of(_levelled(bench, name, seconds, target)) - target)
        for name, seconds in RECORDINGS.items()
        for target in TARGETS
    ]
    size = f"{len(RECORDINGS)} recordings to {len(TARGETS)} targets"
    yield Figure(OPERATOR, "mean distance from the target", sum(errors) / len(errors), size, "LU")
    yield Figure(OPERATOR, "largest distance from the target", max(errors), size, "LU")


def loudness_of(path: Path) -> float:
    """Return the integrated loudness in LUFS, as ffmpeg's ebur128 sums it up at the end."""
    command = [
        media.fetch("ffmpeg"),
        "-nostdin",
        "-hide_banner",
        "-i",
        path,
        "-map",
        "0:a",
        "-af",
        "ebur128",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(
        [str(word) for word in command], check=True, capture_output=True, text=True, timeout=300
    ).stderr
    return float(INTEGRATED.findall(said)[-1])


def _levelled(bench: Bench, name: str, seconds: float, target: int) -> Path:
    answer = bench.run(OPERATOR, {"source": media.fetch(name)}, {"targetLufs": target}, seconds=seconds)
    return next(path for path in (answer.file("normalized.m4a"), answer.file("normalized.mp4")) if path.is_file())
