"""waveform.dat: how loud the audio is at every time, as editors draw it; version 2 of the format of audiowaveform.

A header of 24 bytes – version, flags (1: 8 bits), sample rate, samples of a point, points, channels: four bytes each,
little endian – then for each point the least and the greatest sample, each a signed byte. peaks.js and waveform-data
read it (https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md).
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from media_kits.video import ffmpeg
from media_operator import UnusableInput

FILE = "waveform.dat"
VERSION, EIGHT_BITS = 2, 1
RATE = 16_000
SAMPLES = 320
"""Of one point: 50 points a second; two hours are 720 kB. Coarser ones are made of these."""
_MIDDLE = 128
"""Silence in unsigned bytes."""


def write(audio: Path, target: Path) -> None:
    """Write the waveform of the speech audio, several channels of which count as one."""
    points = b"".join(_points(audio))
    header = struct.pack("<iIiiIi", VERSION, EIGHT_BITS, RATE, SAMPLES, len(points) // 2, 1)
    target.write_bytes(header + points)


def _points(audio: Path) -> Iterator[bytes]:
    padded = f"aformat=channel_layouts=mono,asetnsamples=n={SAMPLES}:p=1"
    arguments = ["-i", f"file:{audio}", "-af", padded, "-ar", str(RATE), "-c:a", "pcm_u8", "-f", "u8", "pipe:1"]
    try:
        for block in ffmpeg.blocks(arguments, SAMPLES, what="audio"):
            yield struct.pack("bb", min(block) - _MIDDLE, max(block) - _MIDDLE)
    except UnusableInput:  # a track without a single sample: nothing is drawn
        return
