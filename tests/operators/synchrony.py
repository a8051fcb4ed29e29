"""Films that flash in their right half and beep at the same moments, and when a film does so: for sound and picture.

Times are read as a player shows them, from the time stamps, and counted from the earlier of the two streams.
"""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.operators import media
from tests.operators.films import X264, make
from tests.operators.sounds import RATE, samples_of

SECONDS = 6.0
MOMENTS = (1.2, 3.0, 4.8)
"""When a flash and a beep begin, in seconds; each lasts a fifth of one."""
PLAIN, BRIGHT = 0x60, 0xC0
"""Grey of the picture, and a level between it and a flash's white."""
LOUD = 0.2
"""A beep's peak is 0.5."""


@dataclass(frozen=True)
class Shown:
    """One picture of a film: when it is shown in seconds, and the mean level, 0–255, of its left and right half."""

    time: float
    left: int
    right: int


def film(target: Path, *, picture: str = "null", late_picture: float = 0.0, late_sound: float = 0.0) -> Path:
    """Make the film, 320x180 at 25/s, in Matroska.

    `picture` are filters that it also passes, with whatever rate they leave. A stream that begins late has nothing
    before: what it shows is where it was, and what would have come earlier is not there.
    """
    now = "+".join(f"between(t,{moment - 0.001},{moment + 0.199})" for moment in MOMENTS)
    flash = f"drawbox=x=iw/2:w=iw/2:h=ih:color=white:t=fill:enable='{now}'"
    seen = f"color=c=0x{PLAIN:x}{PLAIN:x}{PLAIN:x}:s=320x180:r=25:d={SECONDS},{flash},{picture}"
    heard = f"aevalsrc='0.5*sin(2*PI*1000*t)*({now})':d={SECONDS}:s=48000"
    return make(
        target,
        *("-f", "lavfi", "-i", f"{seen},select='gte(t,{late_picture - 0.001})'"),
        *("-f", "lavfi", "-i", f"{heard},aselect='gte(t,{late_sound - 0.001})'"),
        *("-copyts", "-fps_mode", "vfr", *X264, "-c:a", "pcm_s16le"),
    )


def pictures_of(path: Path) -> list[Shown]:
    """Return every picture of a film."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "raw"
        halves = "scale=2:1:flags=area,format=gray,showinfo"
        command = f"{media.fetch('ffmpeg')} -i {path} -vf {halves} -fps_mode passthrough -f rawvideo {raw}".split()
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stderr
        levels = raw.read_bytes()
    times = [float(time) for time in re.findall(r"pts_time:(\S+)", said)]
    return [Shown(time, levels[2 * at], levels[2 * at + 1]) for at, time in enumerate(times)]


def flashes_in(pictures: Sequence[Shown]) -> list[float]:
    """Return when the right half becomes bright."""
    return [two.time for one, two in pairwise(pictures) if one.right < BRIGHT <= two.right]


def beeps_in(path: Path) -> list[float]:
    """Return when the sound becomes loud after at least a tenth of a second of quiet."""
    samples = samples_of(path, "-af", "aresample=async=1:first_pts=0")
    loud = [at / RATE for at, sample in enumerate(samples) if abs(sample) > LOUD]
    return [two for one, two in pairwise([-1.0, *loud]) if two - one > 0.1]
