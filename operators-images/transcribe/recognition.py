"""Whisper through CTranslate2: which language, and which words when."""

import bisect
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import BatchedInferencePipeline
from packing import Packed
from repetition import BOUND, bound_of, has_no_room, ratio_of
from speech import Region
from whisper_model import NAMES, model_in

from media_kits.audio.recordings import RATE, Samples
from media_operator import BadParameters

BEAMS = 5
TEMPERATURES = (0.0, 0.4, 0.8)

NO_SPEECH = 0.6
UNSURE = -1.0
"""Mean log-probability of a segment's tokens below which Whisper guesses."""
STRETCH = 30 * RATE
"""Samples that Whisper hears at a time."""
SHORT = 10 * RATE
"""Samples in which a decoder that repeats itself has no room for it."""
AT_ONCE = 8
"""Stretches that a GPU hears together."""
UNSPACED = frozenset({"bo", "ja", "km", "lo", "my", "th", "yue", "zh"})
"""Languages that are written without spaces between words."""
MUMBLED = 0.25
"""Mean probability of a segment's words below which it is noise put into words."""


@dataclass(frozen=True)
class SpokenWord:
    """A word as Whisper writes it (leading space, punctuation). Seconds of the whole audio; probability 0 to 1."""

    text: str
    start: float
    end: float
    probability: float
    matched: bool = False
    """Whether the vocabulary filter marked it."""
    speaker: str | None = None
    """Who says it, where speakers are told apart."""
    channel: str | None = None
    """On which channel it is said, where channels are transcribed apart."""
    sureness: float = 0.0
    """Mean log-probability of all that was written down together with it."""
    language: str | None = None
    """In which language, where several are told apart."""


class Recogniser:
    """A loaded Whisper model, on the accelerator if there is one."""

    def __init__(self, folder: Path, vocabulary: Sequence[str]) -> None:
        """Load the model in `folder`. Raises BadParameters when the image holds no such model."""
        if not (folder / "model.bin").is_file():
            held = sorted(path.parent.name for path in folder.parent.glob("*/model.bin"))
            raise BadParameters(f"model: {folder.name!r} is not among the models here ({', '.join(held) or 'none'})")
        self.hotwords = ", ".join(vocabulary) or None
        self.model, provider = model_in(folder)
        self._demand_short(len(vocabulary))
        self.provenance = _provenance(folder, NAMES[provider])

    def demand(self, parameter: str, language: str) -> None:
        """Raise BadParameters when the model does not know the language (an English-only one knows just `en`)."""
        known = self.model.supported_languages
        if language not in known:
            raise BadParameters(f"{parameter}: {language!r} is not known to this model; it knows {', '.join(known)}")

    def _demand_short(self, terms: int) -> None:
        """Raise BadParameters when the vocabulary is longer than Whisper takes: the rest would be unheard."""
        room = self.model.max_length // 2 - 1
        taken = len(self.model.hf_tokenizer.encode(f" {self.hotwords or ''}", add_special_tokens=False).ids)
        if taken > room:
            fitting = max(1, terms * room // taken)
            raise BadParameters(f"vocabulary: these {terms} terms are too many for the model; about {fitting} fit")

    def languages_in(self, samples: Samples) -> dict[str, float]:
        """Return the probability of each language, of the first 30 seconds of some speech."""
        return dict(self.model.detect_language(samples)[2])

    def words_of(self, packed: Packed, language: str) -> Iterator[SpokenWord]:
        """Yield the words of packed speech, in order, with the times they have in the whole audio."""
        yield from _words_in(packed, language, self._segments(packed, language))

    def words_apart(self, packed: Packed, language: str) -> Iterator[SpokenWord]:
        """Yield the words of packed speech as `words_of` does, heard in short stretches: what was left out is found.

        What is said again there was said again: made-up words have no time, and are left out for that.
        """
        yield from _words_in(packed, language, self._short_segments(packed, language))

    def _short_segments(self, packed: Packed, language: str) -> Iterator[tuple[Any, float]]:
        for short in packed.stretches(SHORT):
            alone = packed.samples[short.start : short.end]
            heard = self._heard(self.model, alone, language, compression_ratio_threshold=None)
            yield from ((segment, short.start / RATE) for segment in heard)

    def _segments(self, packed: Packed, language: str) -> Iterator[tuple[Any, float]]:
        """Yield segments, and the seconds by which they are later than they say.

        On a GPU, stretches of long audio are heard together, without the trials that Whisper makes where it is
        unsure; a stretch in which it is, or is silent, is heard again by itself, as all are on a CPU.
        """
        if not self.provenance["provider"].startswith("CUDA") or len(packed.samples) <= STRETCH:
            yield from ((segment, 0.0) for segment in self._heard(self.model, packed.samples, language))
            return
        stretches = list(packed.stretches(STRETCH))
        for stretch, found in zip(stretches, self._heard_together(packed.samples, stretches, language), strict=True):
            if found and not any(_is_doubtful(segment, language) for segment in found):
                yield from ((segment, 0.0) for segment in found)
            else:
                alone = packed.samples[stretch.start : stretch.end]
                again = self._heard(self.model, alone, language)
                yield from ((segment, stretch.start / RATE) for segment in again)

    def _heard_together(self, samples: Samples, stretches: Sequence[Region], language: str) -> list[list[Any]]:
        """Return the segments of each stretch."""
        clips = [{"start": each.start / RATE, "end": each.end / RATE} for each in stretches]
        pipeline = BatchedInferencePipeline(self.model)
        found: list[list[Any]] = [[] for _ in stretches]
        starts = [each.start / RATE for each in stretches]
        for segment in self._heard(pipeline, samples, language, batch_size=AT_ONCE, clip_timestamps=clips):
            # `seek` is the start of its stretch in hundredths of a second, rounded down
            found[bisect.bisect_right(starts, (segment.seek + 1) / 100) - 1].append(segment)
        return found

    def _heard(self, model: Any, samples: Samples, language: str, **options: Any) -> Iterable[Any]:
        segments: Iterable[Any]
        segments, _ = model.transcribe(
            samples,
            language=language,
            beam_size=BEAMS,
            temperature=TEMPERATURES,
            no_speech_threshold=NO_SPEECH,
            log_prob_threshold=UNSURE,
            condition_on_previous_text=False,  # with it, one mistake is repeated to the end of the video
            word_timestamps=True,
            hotwords=self.hotwords,
            **{"compression_ratio_threshold": bound_of(language), **options},
        )
        return segments


def _words_in(packed: Packed, language: str, segments: Iterable[tuple[Any, float]]) -> Iterator[SpokenWord]:
    for segment, shift in segments:
        if not _is_guess(segment):
            for word in whole_words(segment.words, language):
                start, end = packed.times_of(word.start + shift, word.end + shift)
                yield replace(word, start=start, end=end, sureness=float(segment.avg_logprob))


def whole_words(pieces: Iterable[Any], language: str) -> Iterator[SpokenWord]:
    """Yield the words of a segment: "3" and ".5", "twenty" and "-one" are one, as no space stands between them.

    It lasts from the first piece to the last and has the least probability. Scripts without spaces keep their pieces.
    """
    held: SpokenWord | None = None
    for piece in pieces:
        word = SpokenWord(piece.word, float(piece.start), float(piece.end), float(piece.probability))
        if held and language not in UNSPACED and not word.text[:1].isspace():
            text, sure = held.text + word.text, min(held.probability, word.probability)
            held = replace(held, text=text, end=max(held.end, word.end), probability=sure)
            continue
        if held:
            yield held
        held = word
    if held:
        yield held


def _is_doubtful(segment: Any, language: str) -> bool:
    """Return whether Whisper would try again what it heard at temperature 0, or would leave it out."""
    return bool(segment.compression_ratio > bound_of(language)) or _is_guess(segment)


def _is_guess(segment: Any) -> bool:
    words = [word.probability for word in segment.words or ()]
    return (
        not words
        or segment.avg_logprob < UNSURE
        or _is_made_up(segment)
        or float(np.mean(words)) < MUMBLED
        or (segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < UNSURE / 2)
    )


def _is_made_up(segment: Any) -> bool:
    """Return whether a segment repeats itself and nobody can have said that; repetition alone is no reason."""
    durations = [float(word.end - word.start) for word in segment.words]
    return ratio_of(segment.text) > BOUND and has_no_room(segment.text, durations)


def _provenance(folder: Path, provider: str) -> dict[str, Any]:
    manifest = folder.with_name(f"{folder.name}.json")
    known = json.loads(manifest.read_bytes()) if manifest.is_file() else {}
    return {"name": folder.name, "sha256": known.get("sha256") or _digest(folder / "model.bin"), "provider": provider}


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file: what nobody has pinned is named by what it is."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
