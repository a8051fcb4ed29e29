"""The order of work: hear it through once for speech and language, then a second time for the words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from packing import pack, packs
from recognition import Recogniser, SpokenWord
from speech import Window, windows_of

from media_kits.audio.recordings import RATE, Recording, Samples

SAMPLE_SECONDS = 30
SAMPLES = 4
"""Stretches of speech that the language is told from; they lie spread over the whole, not just at a foreign start."""


@dataclass(frozen=True)
class Outline:
    """What the first hearing found: seconds in all, and samples of the speech, none when nobody speaks."""

    seconds: float
    samples: tuple[Samples, ...]


def outline_of(recording: Recording) -> Outline:
    """Hear the audio through for speech. Memory stays bounded: at most 8 samples are held."""
    held: list[Samples] = []
    stride, spoken, end = 1, 0, 0
    for window in windows_of(recording.blocks()):
        end = window.end
        for sample in _samples_of(window):
            if spoken % stride == 0:
                held.append(sample)
            spoken += 1
            if len(held) == 2 * SAMPLES:
                held, stride = held[::2], stride * 2
    return Outline(end / RATE, tuple(held[:: -(-len(held) // SAMPLES) or 1]))


def words_of(
    recording: Recording,
    recogniser: Recogniser,
    language: str,
    progress: Callable[[float], None],
    hear: Callable[[Window], None] | None = None,
) -> Iterator[SpokenWord]:
    """Yield the words of the whole audio; `progress` is told the seconds that are done, `hear` given all speech."""
    latest = 0.0
    for window in windows_of(recording.blocks()):
        if window.regions:
            if hear:
                hear(window)
            heard = chain.from_iterable(recogniser.words_of(packed, language) for packed in packs(window))
            for word in heard:
                latest = max(latest, word.start)
                yield SpokenWord(word.text, latest, max(latest, word.end), word.probability)
                progress(word.end)
        progress(window.end / RATE)


def _samples_of(window: Window) -> Iterator[Samples]:
    if not window.regions:
        return
    samples, length = pack(window).samples, SAMPLE_SECONDS * RATE
    for start in range(0, len(samples), length):
        if start == 0 or len(samples) - start >= length // 3:
            yield samples[start : start + length].copy()
