"""The order of work: hear it through once for speech and language, then a second time for the words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from gaps import gaps_in, holding
from languages import Languages, Sample
from packing import pack, packs
from recognition import Recogniser, SpokenWord
from speech import Region, Window, windows_of

from media_kits.audio.recordings import RATE, Recording

SAMPLE_SECONDS = 30
SAMPLES = 4
"""Stretches of speech that the language is told from; they lie spread over the whole, not just at a foreign start."""


@dataclass(frozen=True)
class Outline:
    """What the first hearing found: seconds in all, and samples of the speech, none when nobody speaks."""

    seconds: float
    samples: tuple[Sample, ...]


def outline_of(recording: Recording) -> Outline:
    """Hear the audio through for speech. Memory stays bounded: at most 8 samples are held."""
    held: list[Sample] = []
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


@dataclass(frozen=True)
class Listener:
    """Who hears the audio: the model, and in which language; what is told the seconds done, or given all speech."""

    recogniser: Recogniser
    languages: Languages
    progress: Callable[[float], None]
    hear: Callable[[Window], None] | None = None


def words_of(recording: Recording, listener: Listener, gaps: list[Region]) -> Iterator[SpokenWord]:
    """Yield the words of the whole audio. What is speech and has no words goes to `gaps`."""
    latest = 0.0
    for window in windows_of(recording.blocks()):
        if window.regions:
            if listener.hear:
                listener.hear(window)
            for word in _heard(window, listener, gaps):
                latest = max(latest, word.start)
                yield replace(word, start=latest, end=max(latest, word.end))
                listener.progress(word.end)
        listener.progress(window.end / RATE)


def _heard(window: Window, listener: Listener, gaps: list[Region]) -> Iterator[SpokenWord]:
    """Yield the words of a window, the speech of each language for itself."""
    for part, language in listener.languages.parts_of(window):
        words = _heard_in(language, part, listener.recogniser, gaps)
        told = language if listener.languages.are_told_apart else None
        yield from (replace(word, language=told) for word in words)


def _heard_in(language: str, window: Window, recogniser: Recogniser, gaps: list[Region]) -> Iterator[SpokenWord]:
    """Yield the words of a window in one language. What has none is heard a second time, for itself."""
    for packed in packs(window):
        words = list(recogniser.words_of(packed, language))
        for gap in gaps_in(packed.regions, words):
            held = holding(gap, words)
            heard = _spanned(gap, held)
            again = list(recogniser.words_apart(pack(replace(window, regions=(heard,))), language))
            gaps += gaps_in([heard], again) if again else [gap]
            words = [*(word for word in words if not again or word not in held), *again]
        yield from sorted(words, key=attrgetter("start"))


def _spanned(gap: Region, held: Sequence[SpokenWord]) -> Region:
    """Return the gap with all of the words that last throughout it: they are heard anew."""
    starts, ends = ([round(getattr(word, side) * RATE) for word in held] for side in ("start", "end"))
    return Region(min([gap.start, *starts]), max([gap.end, *ends]))


def _samples_of(window: Window) -> Iterator[Sample]:
    if not window.regions:
        return
    packed, length = pack(window), SAMPLE_SECONDS * RATE
    for start in range(0, len(packed.samples), length):
        if start == 0 or len(packed.samples) - start >= length // 3:
            stretch = Region(start, min(start + length, len(packed.samples)))
            yield Sample(packed.whole_of(stretch), packed.samples[start : stretch.end].copy())
