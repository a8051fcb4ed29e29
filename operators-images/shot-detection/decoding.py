"""Small pictures of a film, decoded by a guarded ffmpeg: local files and known demuxers only, bounded buffers."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from media_operator import UnusableInput, cpus

Thumb = NDArray[np.uint8]
"""One picture as planes Y, U, V of 27 rows and 48 columns."""

ROWS, COLUMNS = 27, 48
BYTES = 3 * ROWS * COLUMNS
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,mxf,asf,ogg,gif,m4v,h264,hevc"
MAX_SECONDS = 12 * 3600
STREAM = re.compile(r"^  Stream #0:(\d+)\S*: Video: (\w+).*?, (\d+)x(\d+)[ ,](.*)$", re.MULTILINE)
RATE = re.compile(r"([\d.]+) fps")
BOILERPLATE = re.compile("Error opening|At least one output|Last message repeated")
NTSC = {round(Fraction(n * 1000, 1001), 2): Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)}


@dataclass(frozen=True)
class Film:
    """The video stream that is looked at; `rate` is constant, in pictures a second."""

    path: Path
    number: int
    codec: str
    width: int
    height: int
    rate: Fraction


def film_of(path: Path) -> Film:
    """Return the film in `path`. Raises UnusableInput when there is none that can be decoded."""
    done = subprocess.run([*_guarded(path)], check=False, capture_output=True, text=True, errors="replace", timeout=300)
    found = STREAM.search(done.stderr)
    if found is None:
        raise UnusableInput(f"the film cannot be opened: {_last_words(done.stderr)}")
    rate = RATE.search(found[5])
    return Film(path, int(found[1]), found[2], int(found[3]), int(found[4]), _exact(rate[1] if rate else "25"))


def thumbs_of(film: Film) -> Iterator[Thumb]:
    """Yield every picture of the film at its constant rate. Raises UnusableInput when the first cannot be decoded."""
    filters = f"fps={film.rate}:start_time=0,scale={COLUMNS}:{ROWS}:flags=area,format=yuv444p"
    # fmt: off
    command = [*_guarded(film.path), "-map", f"0:{film.number}", "-vf", filters, "-t", str(MAX_SECONDS),
               "-f", "rawvideo", "pipe:1"]
    # fmt: on
    with tempfile.TemporaryFile() as messages:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=messages)
        count = 0
        try:
            while child.stdout is not None and len(raw := child.stdout.read(BYTES)) == BYTES:
                count += 1
                yield np.frombuffer(raw, np.uint8).reshape(3, ROWS, COLUMNS)
        finally:
            child.kill()
            child.wait()
        if count == 0:
            messages.seek(0)
            raise UnusableInput(f"no picture could be decoded: {_last_words(messages.read().decode(errors='replace'))}")


def _guarded(path: Path) -> list[str]:
    # fmt: off
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-max_alloc", str(2**30),
            "-filter_threads", str(cpus()), "-protocol_whitelist", "file,pipe", "-format_whitelist", CONTAINERS,
            "-max_streams", "100", "-max_pixels", str(2**26), "-threads", str(cpus()), "-i", f"file:{path}"]
    # fmt: on


def _exact(rate: str) -> Fraction:
    # ffmpeg prints 29.97 for 30000/1001; anything outside 1 to 240 is a header's claim, not a film's rate.
    number = min(max(round(float(rate), 2), 1.0), 240.0)
    return next((exact for shown, exact in NTSC.items() if abs(float(shown) - number) < 0.006), Fraction(str(number)))


def _last_words(messages: str) -> str:
    lines = [re.sub(r"^\[[^\]]*\]\s*", "", line).strip() for line in messages.splitlines()]
    wanted = (line for line in reversed(lines) if line and not BOILERPLATE.search(line))
    return next(wanted, "it is not a film")[:200]
