"""Sounds that tests make: WAV files from samples."""

import array
import io
import math
import random
import tempfile
import wave
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.operators import media

RATE = 16_000


def wav(samples: Iterable[float], channels: int = 1) -> bytes:
    """Return a 16-bit WAV file of samples from -1 to 1, interleaved when there are several channels."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array.array("h", (round(max(-1, min(1, it)) * 32_767) for it in samples)).tobytes())
    return target.getvalue()


def samples_of(path: Path, *filters: str) -> list[float]:
    """Return the samples of any sound file, mono at 16 kHz, after ffmpeg's `filters` (`-af` …)."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "samples"
        media.ffmpeg("-i", path, *filters, "-ac", "1", "-ar", str(RATE), "-f", "s16le", raw)
        return [value / 32_768 for value in array.array("h", raw.read_bytes())]


def silence(seconds: float) -> list[float]:
    """Return digital silence."""
    return [0.0] * round(seconds * RATE)


def noise(seconds: float, loudness: float = 0.1) -> list[float]:
    """Return white noise, the same each time."""
    lots = random.Random(1)  # noqa: S311 - no secret, just noise
    return [lots.gauss(0, loudness) for _ in range(round(seconds * RATE))]


def melody(notes: Sequence[float], seconds_each: float = 0.5) -> list[float]:
    """Return plucked notes (fundamental frequencies in Hz) with three overtones."""
    times = [index / RATE for index in range(round(seconds_each * RATE))]
    return [
        0.25 * math.exp(-3 * time) * sum(math.sin(2 * math.pi * note * part * time) / part for part in (1, 2, 3, 4))
        for note in notes
        for time in times
    ]
