"""Finds where somebody speaks, in audio of any length, holding two minutes of it at a time (Silero VAD)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from media_kits.audio.recordings import RATE, Samples

WINDOW_SECONDS = 120
TAIL_SECONDS = 40
"""A window ends in the widest silence near its end, so that no word is cut in two."""

PADDING = round(0.4 * RATE)
"""Samples kept around speech: the detector is late at soft beginnings, and Whisper wants a breath of silence."""

OPTIONS = VadOptions(threshold=0.5, min_speech_duration_ms=200, min_silence_duration_ms=500, speech_pad_ms=0)


@dataclass(frozen=True)
class Region:
    """A stretch of speech, in samples from the start of the audio."""

    start: int
    end: int


@dataclass(frozen=True)
class Window:
    """Up to two minutes of audio that begin at sample `start`, and where in them somebody speaks."""

    start: int
    samples: Samples
    regions: tuple[Region, ...]

    @property
    def end(self) -> int:
        """Return the sample after the last."""
        return self.start + len(self.samples)

    def audio_of(self, start: int, end: int) -> Samples:
        """Return the samples between two positions of the whole audio."""
        return self.samples[start - self.start : end - self.start]


def windows_of(blocks: Iterable[Samples]) -> Iterator[Window]:
    """Yield the whole audio as windows of at most two minutes, each with its speech."""
    start, held, length = 0, [], 0
    for block in blocks:
        held.append(block)
        length += len(block)
        if length >= WINDOW_SECONDS * RATE:
            window = _shortened(_window(start, held))
            start, held = window.end, [np.concatenate(held)[len(window.samples) :]]
            length = len(held[0])
            yield window
    if length:
        yield _window(start, held)


def _window(start: int, held: Sequence[Samples]) -> Window:
    samples = np.concatenate(held)
    found = get_speech_timestamps(samples, OPTIONS)
    return Window(start, samples, tuple(Region(start + it["start"], start + it["end"]) for it in found))


def _shortened(window: Window) -> Window:
    """Cut the window in its last long silence; what comes after belongs to the next."""
    tail = window.end - TAIL_SECONDS * RATE
    edges = [tail, *(edge for it in window.regions for edge in (it.start, it.end) if edge > tail), window.end]
    inside = any(it.start <= tail < it.end for it in window.regions)
    silences = list(zip(edges[inside::2], edges[inside + 1 :: 2], strict=False))
    widest = max(silences, key=lambda it: it[1] - it[0], default=(window.end, window.end))
    cut = sum(widest) // 2
    regions = tuple(Region(it.start, min(it.end, cut)) for it in window.regions if it.start < cut)
    return Window(window.start, window.samples[: cut - window.start], regions)
