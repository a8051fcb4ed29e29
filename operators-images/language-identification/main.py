"""language-identification: the languages of a text, as a whole and part by part."""

from collections.abc import Iterator
from typing import Any

from identification import Identifier, identifier_of

from media_kits.text.moments import Moments
from media_kits.text.sentences import batches_of
from media_kits.text.texts import read_text
from media_operator import Operator, run

ENOUGH_LETTERS = 40
"""A part is made of sentences until it has so many letters: fewer tell little about the language."""


def main(operator: Operator) -> dict[str, Any]:
    """Return Comprehend's Languages of the whole, and Segments: runs of text in one language, with their times."""
    text = read_text(operator, "transcript", "text")
    identifier = identifier_of(*operator.parameters["languages"])
    least = operator.parameters["minScore"]
    moments = Moments(text.text, text.transcript)
    segments = [
        {"LanguageCode": code, "Score": round(score, 4), "BeginOffset": begin, "EndOffset": end}
        | moments.of(begin, end)
        for begin, end, code, score in _joined(_judged(identifier, text.text))
    ]
    languages = [
        {"LanguageCode": code, "Score": round(score, 4)}
        for code, score in identifier.languages_of(text.text)
        if score >= least
    ]
    return {"Languages": languages, "Segments": segments} | _note(text.text)


Segment = tuple[int, int, str, float]


def _judged(identifier: Identifier, text: str) -> Iterator[Segment]:
    for begin, end in _parts(text):
        if ranked := identifier.languages_of(text[begin:end]):
            yield begin, end, *ranked[0]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    begin = end = 0
    for batch in batches_of(text, 1):
        offset, sentence = batch[0]
        end = offset + len(sentence)
        if sum(map(str.isalpha, text[begin:end])) >= ENOUGH_LETTERS or sentence.endswith("\n\n"):
            yield begin, end
            begin = end
    if begin < end:
        yield begin, end


def _joined(segments: Iterator[Segment]) -> Iterator[Segment]:
    waiting: Segment | None = None
    for begin, end, code, score in segments:
        if waiting and waiting[2] == code:
            weight = (end - begin) / (end - waiting[0])
            waiting = (waiting[0], end, code, waiting[3] * (1 - weight) + score * weight)
            continue
        if waiting:
            yield waiting
        waiting = (begin, end, code, score)
    if waiting:
        yield waiting


def _note(text: str) -> dict[str, str]:
    return {} if any(map(str.isalpha, text)) else {"Note": "the text holds no letters"}


if __name__ == "__main__":
    run(main)
