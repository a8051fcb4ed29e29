"""The trace of a recording: probabilities and level of each hundredth of a second, from audio of any length.

A minute of audio is held at a time, with some seconds on either side so that the network hears no edge; what stays
is 8 bytes a frame, 23 MB for eight hours.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from detection import FRAME, Listener

from media_kits.audio.recordings import RATE, Samples

Halves = np.ndarray[Any, np.dtype[np.float16]]

WINDOW = 60 * RATE
CONTEXT = 4 * RATE
FLOOR = -120.0
"""Decibels of digital silence."""
MILLIS_PER_FRAME = FRAME * 1000 // RATE


@dataclass(frozen=True)
class Trace:
    """Frames of 10 ms: `probabilities` (frames, 3) of speech, singing, music; `levels` in dB below full scale."""

    probabilities: Halves
    levels: Halves
    samples: int

    @property
    def millis(self) -> int:
        """Return how long the recording is."""
        return round(self.samples * 1000 / RATE)


def trace_of(blocks: Iterable[Samples], listener: Listener, heard: Callable[[int], None]) -> Trace:
    """Listen to a recording; `heard` is told the seconds so far."""
    probabilities: list[Halves] = [np.zeros((0, 3), np.float16)]
    levels: list[Halves] = [np.zeros(0, np.float16)]
    samples = 0
    for before, window, after in _windows(blocks):
        found = listener.probabilities(np.concatenate([before, window, after]))
        first = len(before) // FRAME
        kept = levels_of(window)
        probabilities.append(found[first : first + len(kept)].astype(np.float16))
        levels.append(kept)
        samples += len(window)
        heard(samples // RATE)
    return Trace(np.concatenate(probabilities), np.concatenate(levels), samples)


def levels_of(samples: Samples) -> Halves:
    """Return the root mean square of each frame in dBFS, less any constant offset, which nobody hears."""
    frames = -(-len(samples) // FRAME)
    padded = np.zeros(frames * FRAME, np.float32)
    padded[: len(samples)] = samples
    if len(samples) % FRAME:
        padded[len(samples) :] = samples[-(len(samples) % FRAME) :].mean()
    deviations = padded.reshape(frames, FRAME).std(axis=1)
    levels: Halves = (20 * np.log10(np.maximum(deviations, 10 ** (FLOOR / 20)))).astype(np.float16)
    return levels


def _windows(blocks: Iterable[Samples]) -> Iterator[tuple[Samples, Samples, Samples]]:
    """Yield (context before, window, context after); windows join without a gap."""
    before, held, length = np.zeros(0, np.float32), [np.zeros(0, np.float32)], 0
    for block in blocks:
        held.append(block)
        length += len(block)
        while length >= WINDOW + CONTEXT:
            joined = np.concatenate(held)
            window, rest = joined[:WINDOW], joined[WINDOW:]
            yield before, window, rest[:CONTEXT]
            before, held, length = window[-CONTEXT:], [rest], len(rest)
    if length:
        yield before, np.concatenate(held), np.zeros(0, np.float32)
