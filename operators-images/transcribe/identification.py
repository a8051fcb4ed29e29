"""Which languages are spoken: what the parameters say, or what the model hears, in one language or in several."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np
from channels import Recordings
from languages import Heard, Languages, Sample, only, spoken_in
from packing import Packed, packs
from recognition import Recogniser
from speech import Region, windows_of
from transcription import Outline

from media_kits.audio.recordings import RATE, Recording
from media_operator import BadParameters, Operator, Reason

SPAN = 8 * RATE
"""Samples of speech that a language is told from where it may change."""
EXCLUDED = 0.1
"""Probability up to which a sample of speech that is surely in one language is told not to be in another."""


@dataclass(frozen=True)
class Identified:
    """The language by channel, and the probabilities of languages, the likeliest first; none where it was given."""

    spoken: Mapping[str | None, Languages]
    scores: Sequence[tuple[str, float]] = ()

    @property
    def main(self) -> str:
        """The likeliest language; the one that was given."""
        return self.scores[0][0] if self.scores else next(iter(self.spoken.values())).codes[0]


def identify(operator: Operator, recogniser: Recogniser, recordings: Recordings, outline: Outline) -> Identified:
    """Return which languages are spoken. Raises BadParameters for contradictions and for unknown languages."""
    parameters = operator.parameters
    wanted, options = parameters["language"], parameters["languageOptions"]
    several = parameters.get("identifyMultipleLanguages", False)
    if several:
        _demand_freedom(wanted, parameters.get("region", ""))
    if wanted != "auto":
        recogniser.demand("language", wanted)
        return Identified(dict.fromkeys(recordings, only(wanted)))
    for option in options:
        recogniser.demand("languageOptions", option)
    if several:
        return _several(recogniser, recordings, options)
    heard = [_heard(recogniser, sample, options) for sample in outline.samples]
    scores = _ranked(heard)
    _warn_of_others(operator, heard, scores[0][0])
    return Identified(dict.fromkeys(recordings, only(scores[0][0])), scores)


def _demand_freedom(language: str, region: str) -> None:
    if language != "auto":
        raise BadParameters(f"identifyMultipleLanguages: language is {language!r}; auto is right where it may change")
    if region:
        raise BadParameters(f"region: {region!r} is of one language; with identifyMultipleLanguages it must be empty")


def _several(recogniser: Recogniser, recordings: Recordings, options: Sequence[str]) -> Identified:
    spoken, everywhere = {}, []
    hear = partial(_heard, recogniser, options=options)
    for channel, recording in recordings.items():
        stretches, finer = _heard_through(hear, recording)
        everywhere += stretches
        if stretches:
            codes = tuple(dict.fromkeys(spoken_in(stretches).codes))
            spoken[channel] = spoken_in(finer, codes)
    scores = _ranked(everywhere)
    return Identified({channel: spoken.get(channel, only(scores[0][0])) for channel in recordings}, scores)


def _heard_through(hear: Callable[[Sample], Heard], recording: Recording) -> tuple[list[Heard], list[Heard]]:
    """Return all stretches of the speech, and the same with those in parts that may hold two languages.

    Which languages there are is more surely heard in stretches; where they change, in what stands between silences.
    """
    stretches: list[Heard] = []
    finer: list[list[Heard]] = []
    before: Sequence[Sample] = ()
    for whole, parts in _stretches_of(recording):
        heard = hear(whole)
        changes = bool(stretches) and stretches[-1].likeliest != heard.likeliest
        if changes and len(finer[-1]) < len(before):
            finer[-1] = [hear(part) for part in before]
        is_divided = len(parts) > 1 and (changes or not heard.is_sure())
        finer.append([hear(part) for part in parts] if is_divided else [heard])
        stretches.append(heard)
        before = parts
    return stretches, list(chain.from_iterable(finer))


def _stretches_of(recording: Recording) -> Iterator[tuple[Sample, Sequence[Sample]]]:
    """Yield all speech in stretches of some seconds, cut in silence where there is some, and in what it divides."""
    for window in windows_of(recording.blocks()):
        for packed in packs(window) if window.regions else ():
            for stretch in packed.stretches(SPAN):
                yield _sample_of(packed, stretch), [_sample_of(packed, part) for part in packed.regions_in(stretch)]


def _sample_of(packed: Packed, part: Region) -> Sample:
    return Sample(packed.whole_of(part), packed.samples[part.start : part.end])


def _heard(recogniser: Recogniser, sample: Sample, options: Sequence[str]) -> Heard:
    """Return the probabilities of languages in some speech, of `options` alone if there are any."""
    every = recogniser.languages_in(sample.samples)
    return Heard(sample.region, len(sample.samples), {code: every[code] for code in options or every})


def _ranked(heard: Sequence[Heard]) -> list[tuple[str, float]]:
    codes = heard[0].probabilities
    mean = {code: float(np.mean([each.probabilities[code] for each in heard])) for code in codes}
    return sorted(mean.items(), key=lambda pair: -pair[1])


def _warn_of_others(operator: Operator, heard: Sequence[Heard], language: str) -> None:
    """Say in the result that samples are in other languages than the one in which everything is written down."""
    others = [each for each in heard if each.is_sure() and each.probabilities[language] <= EXCLUDED]
    if others:
        codes = ", ".join(dict.fromkeys(each.likeliest for each in others))
        said = f"other languages seem to be spoken too ({codes}), and everything was written down as {language!r}"
        start, end = min(each.region.start for each in others), max(each.region.end for each in others)
        advice = "identifyMultipleLanguages tells languages apart"
        operator.warn(Reason.OTHER_LANGUAGES, f"{said}; {advice}", start / RATE, end / RATE)
