"""transcribe: words read aloud, under noise, through a telephone; a call, and who speaks; nine languages; no words."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures import error_rates, retrieval
from tests.evaluation.measures.error_rates import NONE, Errors
from tests.evaluation.running import Answer, Bench
from tests.evaluation.truths import truth
from tests.evaluation.turns import turns_of
from tests.operators import diarization, media, sounds

OPERATOR = "transcribe"
HARDER = {
    "under noise of 10 dB less": lambda source, target: _under_noise(source, target, decibels=10),
    "through a telephone's band": lambda source, target: media.ffmpeg(
        "-i", source, "-af", "highpass=f=300,lowpass=f=3400", "-ar", "8000", target
    ),
    "in an echoing room": lambda source, target: media.ffmpeg(
        "-i", source, "-af", "aecho=0.8:0.7:37|83|131:0.5|0.35|0.25", target
    ),
}

SPEAKERS = {"language": "en", "speakerLabels": True}


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield word error rates, errors about who speaks, language accuracy, and words that nobody said."""
    speech = truth("speech")
    clean = _together(bench, speech["english"])
    yield _rate("word error rate, English prose read aloud", clean)
    for name, change in HARDER.items():
        yield _rate(f"word error rate, the same {name}", _together(bench, speech["english"], change))
    yield _rate("word error rate, English telephone call", _together(bench, speech["conversation"]))
    yield from _speakers(bench, speech["conversation"][0])
    yield from _languages(bench, speech["languages"])
    said = {name: text_of(heard(bench, media.fetch(name))) for name in speech["speechless"]}
    made_up = sum(len(error_rates.words_of(text)) for text in said.values())
    yield Figure(OPERATOR, "words made up in music without speech", made_up, f"{len(said)} recordings", digits=0)


def heard(bench: Bench, recording: Path, seconds: float = 0) -> Answer:
    """Return what the operator makes of a recording with its default parameters."""
    return bench.run(OPERATOR, {"audio": recording}, seconds=seconds)


def text_of(answer: Answer) -> str:
    """Return the whole transcript."""
    return str(answer.result["results"]["transcripts"][0]["transcript"])


def _together(bench: Bench, cases: Iterable[dict[str, Any]], change: Any = None) -> Errors:
    total = NONE
    for case in cases:
        recording = media.fetch(case["media"])
        if change:
            changed = bench.made(f"{case['media']}.wav")
            change(recording, changed)
            recording = changed
        total += _errors(case, text_of(heard(bench, recording, case["seconds"])))
    return total


def _errors(case: dict[str, Any], text: str) -> Errors:
    compare = error_rates.letter_errors if case.get("script") == "unspaced" else error_rates.word_errors
    return error_rates.least([compare(said, text) for said in case["said"]])


def _languages(bench: Bench, cases: list[dict[str, Any]]) -> Iterator[Figure]:
    answers = [heard(bench, media.fetch(case["media"])) for case in cases]
    told = [
        (case["language"], answer.result["results"].get("language_code"))
        for case, answer in zip(cases, answers, strict=True)
    ]
    size = f"{len(told)} clips of 1 to 6 s in {len({language for language, _ in told})} languages"
    yield Figure(OPERATOR, "spoken language, share that is right", retrieval.accuracy(told), size)
    total = NONE
    for case, answer in zip(cases, answers, strict=True):
        total += _errors(case, text_of(answer))
    yield Figure(
        OPERATOR,
        "error rate by word (Chinese, Japanese: letter), those clips, language not given",
        total.rate,
        f"{total.length} words or letters",
    )


def _speakers(bench: Bench, case: dict[str, Any]) -> Iterator[Figure]:
    answer = bench.run(OPERATOR, {"audio": media.fetch(case["media"])}, SPEAKERS, seconds=case["seconds"])
    told = answer.result["results"]["speaker_labels"]["segments"]
    found = [(it["start_time"], it["end_time"], it["speaker_label"]) for it in told]
    true = turns_of(media.fetch(case["turns"]))
    errors = diarization.errors_of(true, found)
    size = f"{case['seconds']} s, {len(true)} turns of {len({who for _, _, who in true})} persons"
    yield Figure(OPERATOR, "diarization error rate, English telephone call", errors.rate, size, digits=3)
    yield Figure(OPERATOR, "time given to the wrong speaker, English telephone call", errors.confused, size, digits=3)


def _rate(measure: str, errors: Errors) -> Figure:
    return Figure(OPERATOR, measure, errors.rate, f"{errors.length} words", digits=3)


def _under_noise(source: Path, target: Path, *, decibels: float) -> None:
    voice = sounds.samples_of(source)
    level = math.sqrt(sum(sample * sample for sample in voice) / len(voice)) / 10 ** (decibels / 20)
    noise = sounds.noise(len(voice) / sounds.RATE, level)
    target.write_bytes(sounds.wav(one + other for one, other in zip(voice, noise, strict=True)))
