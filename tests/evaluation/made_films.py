"""Films whose size, rate, length and sound are known by construction: `truth/made-films.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.evaluation.running import Bench
from tests.evaluation.truths import truth
from tests.operators.films import make, tone

ENCODERS = {
    "h264": ("-c:v", "libx264", "-preset", "ultrafast"),
    "hevc": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"),
    "vp9": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
}
ONE, TEN, DARKEST = 20, 10, 16
"""Luminance for each one (left half) and each ten (right half) of a picture's number, above the darkest."""


@dataclass(frozen=True)
class MadeFilm:
    """A film in which each picture tells its number, below 210, by two shades that no encoder confuses."""

    path: Path
    facts: Mapping[str, Any]

    @cached_property
    def picture(self) -> Fraction:
        """Milliseconds of a picture."""
        return 1000 / Fraction(self.facts["rate"])

    @property
    def milliseconds(self) -> float:
        """How long all pictures last."""
        return float(self.facts["pictures"] * self.picture)


def made_films(bench: Bench) -> Iterator[MadeFilm]:
    """Make each film and yield it."""
    for facts in truth("made-films"):
        yield MadeFilm(_written(facts, bench.made(f"film.{facts['suffix']}")), facts)


def _written(facts: Mapping[str, Any], target: Path) -> Path:
    seconds = float(facts["pictures"] / Fraction(facts["rate"]))
    size = "x".join(map(str, facts["size"]))
    shades = f"'{DARKEST}+if(lt(X,W/2),{ONE}*mod(N,10),{TEN}*floor(N/10))'"
    graph = f"nullsrc=s={size}:r={facts['rate']}:d={seconds + 1},geq=lum={shades}:cb=128:cr=128"
    pictures = ("-f", "lavfi", "-i", graph)
    codecs = (*ENCODERS[facts["video"]], "-pix_fmt", "yuv420p", "-c:a", facts["audio"], "-ar", str(facts["hertz"]))
    return make(target, *pictures, *tone(seconds, facts["channels"]), "-frames:v", str(facts["pictures"]), *codecs)
