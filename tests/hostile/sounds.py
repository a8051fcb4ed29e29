"""Odd recordings."""

import struct
from functools import cache
from pathlib import Path

from tests.hostile.oddities import Oddity
from tests.operators import media
from tests.operators.films import X264, make, pattern, tone
from tests.operators.sounds import silence, wav


@cache
def sounds() -> tuple[Oddity, ...]:
    """Return the odd recordings."""
    return (
        Oddity("half of a recording", lambda _: _half(media.fetch("two-cities").read_bytes()), "answer"),
        Oddity("a recording of no samples", lambda _: wav([])),
        Oddity("a recording of one sample", lambda _: wav([0.5])),
        Oddity("a recording that claims eight hours", _claims_hours),
        Oddity("twelve channels", lambda _: wav(silence(1) * 12, channels=12), "answer"),
        Oddity("one sample a second", _slow),
        Oddity("a film without sound", lambda folder: make(folder / "mute.mp4", *pattern(1), *X264)),
        Oddity("a photograph", lambda _: media.fetch("astronaut")),
        Oddity(
            "high resolution",
            lambda folder: make(folder / "high.wav", *tone(1), "-ar", "192000", "-c:a", "pcm_s24le"),
            "answer",
        ),
        Oddity("tags and then noise", lambda _: b"ID3\x04\x00\x00\x00\x00\x0f\x76" + bytes(range(256)) * 40),
    )


def _half(content: bytes) -> bytes:
    return content[: len(content) // 8]  # the header still claims the whole


def _claims_hours(_: Path) -> bytes:
    recording = bytearray(wav(silence(1)))
    size = 8 * 3600 * 32_000
    recording[4:8] = struct.pack("<I", size + 36)
    recording[40:44] = struct.pack("<I", size)
    return bytes(recording)


def _slow(_: Path) -> bytes:
    recording = bytearray(wav(silence(0.01)))
    recording[24:28] = struct.pack("<I", 1)
    recording[28:32] = struct.pack("<I", 2)
    return bytes(recording)
