"""Silences stretches of an audio track, to the sample, by silence or a tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from media_kits.video import derivatives, ffmpeg
from media_operator.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from media_kits.video.finished import Finished
    from media_kits.video.opening import Opened

RATE = 48_000
BLOCK = RATE // 10
"""Samples looked at together; the last block is filled up with silence: by one fewer than a block at most."""

RAMP = 0.005
"""Seconds in which the audio fades before a stretch and comes back after it, so that nothing clicks."""

TONE, LEVEL = 1000, 0.1
"""Pitch of the tone in Hz, and its peak (-20 dBFS)."""

Stretches = list[tuple[float, float]]


def silence(opened: Opened, stretches: Stretches, target: Path, *, beep: bool) -> Finished:
    """Write the audio as AAC without the stretches, which are ascending and apart from each other, in seconds.

    Raises UnusableInput when there is no audio.
    """
    audio = opened.source.audio
    if audio is None:
        raise UnusableInput("the file has no audio that can be decoded")
    channels = 1 if derivatives.layout(audio) == "mono" else 2
    filters = f"{derivatives.playable(audio)},apad=pad_len={BLOCK - 1}"
    # fmt: off
    decoding = [*opened.arguments, "-map", f"0:{audio.number}", "-af", filters, *derivatives.until(),
                "-f", "s16le", "pipe:1", *opened.unused(audio)]
    encoding = ["-f", "s16le", "-ar", str(RATE), "-ac", str(channels), "-i", "pipe:0", *derivatives.CLEAN,
                "-c:a", "aac", "-b:a", f"{64 * channels}k", "-movflags", "+faststart", "-f", "mp4", str(target)]
    # fmt: on
    blocks = opened.blocks(decoding, 2 * channels * BLOCK, what="audio")
    return ffmpeg.feed(encoding, _silenced(blocks, channels, stretches, beep=beep))


def _silenced(blocks: Iterator[bytes], channels: int, stretches: Stretches, *, beep: bool) -> Iterator[bytes]:
    first = 0
    for number, block in enumerate(blocks):
        start, end = number * BLOCK / RATE, (number + 1) * BLOCK / RATE
        while first < len(stretches) and stretches[first][1] + RAMP < start:
            first += 1
        here = _touching(stretches, first, end)
        yield _changed(block, channels, start, here, beep=beep) if here else block


def _touching(stretches: Stretches, first: int, end: float) -> Sequence[tuple[float, float]]:
    last = first
    while last < len(stretches) and stretches[last][0] - RAMP < end:
        last += 1
    return stretches[first:last]


def _changed(
    block: bytes, channels: int, start: float, stretches: Sequence[tuple[float, float]], *, beep: bool
) -> bytes:
    samples = np.frombuffer(block, np.int16).reshape(-1, channels).astype(np.float64)
    times = start + np.arange(len(samples)) / RATE
    kept = _gain_at(times, stretches)[:, None]
    tone = LEVEL * 32767 * np.sin(2 * np.pi * TONE * times)[:, None] if beep else 0.0
    return np.rint(samples * kept + tone * (1 - kept)).astype(np.int16).tobytes()


def _gain_at(times: NDArray[np.float64], stretches: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return the share of the audio that is kept at each time: 0 inside of stretches, 1 away from them."""
    kept = np.ones_like(times)
    for start, end in stretches:
        away = np.maximum(start - times, times - end)
        kept = np.minimum(kept, np.clip(away / RAMP, 0.0, 1.0))
    return kept
