"""The trace of a recording: probabilities and level over time, from audio of any length.

A minute of audio is held at a time, with some seconds on either side so that a network hears no edge; what stays of
the shipped network is 8 bytes a frame, 23 MB for eight hours.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any, Protocol

import numpy as np

from media_kits.audio.recordings import RATE, Samples

Halves = np.ndarray[Any, np.dtype[np.float16]]

FRAME = RATE // 100
"""Samples from one level to the next."""
WINDOW = 60 * RATE
CONTEXT = 4 * RATE
FLOOR = -120.0
"""Decibels of digital silence."""
MILLIS_PER_LEVEL = FRAME * 1000 // RATE


@dataclass(frozen=True)
class Stretch:
    """Samples of a part of a recording, and those before and after it; the parts join without a gap."""

    before: Samples
    samples: Samples
    after: Samples


class Listener(Protocol):
    """A loaded network that hears how probable something is."""

    @property
    def columns(self) -> int:
        """Return of how many kinds of event it says how probable they are."""

    @property
    def step_millis(self) -> float:
        """Return the time from one of its answers to the next."""

    def hear(self, stretches: Iterable[Stretch]) -> Iterator[Samples]:
        """Yield [steps, columns] from 0 to 1, which join to those of the whole recording; the last may be too long."""


@dataclass(frozen=True)
class Trace:
    """`probabilities` (steps, columns) of kinds of event, `levels` in dB below full scale, one each 10 ms."""

    probabilities: Halves
    levels: Halves
    samples: int
    step_millis: float

    @property
    def millis(self) -> int:
        """Return how long the recording is."""
        return round(self.samples * 1000 / RATE)


def trace_of(blocks: Iterable[Samples], listener: Listener, heard: Callable[[int], None]) -> Trace:
    """Listen to a recording; `heard` is told the seconds so far."""
    levels: list[Halves] = [np.zeros(0, np.float16)]
    samples = 0

    def measured() -> Iterator[Stretch]:
        nonlocal samples
        for stretch in _stretches(blocks):
            yield stretch
            levels.append(levels_of(stretch.samples))
            samples += len(stretch.samples)
            heard(samples // RATE)

    found = [np.zeros((0, listener.columns), np.float16)]
    found += (probabilities.astype(np.float16) for probabilities in listener.hear(measured()))
    steps = ceil(samples * 1000 / RATE / listener.step_millis)
    return Trace(np.concatenate(found)[:steps], np.concatenate(levels), samples, listener.step_millis)


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


def _stretches(blocks: Iterable[Samples]) -> Iterator[Stretch]:
    before, held, length = np.zeros(0, np.float32), [np.zeros(0, np.float32)], 0
    for block in blocks:
        held.append(block)
        length += len(block)
        while length >= WINDOW + CONTEXT:
            joined = np.concatenate(held)
            window, rest = joined[:WINDOW], joined[WINDOW:]
            yield Stretch(before, window, rest[:CONTEXT])
            before, held, length = window[-CONTEXT:], [rest], len(rest)
    if length:
        yield Stretch(before, np.concatenate(held), np.zeros(0, np.float32))
