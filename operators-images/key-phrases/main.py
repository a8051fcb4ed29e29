"""key-phrases: what a text is about, in its own words."""

from collections import defaultdict
from typing import Any

from noun_phrases import Phrase, Reader, reader_in
from ranking import Neighbours, scores

from media_kits.text.moments import Moments
from media_kits.text.reading import language_of, page_of, unread
from media_kits.text.sentences import batches_of
from media_kits.text.texts import Text, read_text
from media_operator import Operator, run

MODEL = "en-core-web-sm"

BATCH = 64
"""Sentences read at once: memory stays bounded, however long the text."""

Mentions = dict[tuple[str, ...], list[Phrase]]
"""A phrase's words in base form → where it stands, in the order of the text."""


def main(operator: Operator) -> dict[str, Any]:
    """Return MIE's `key_phrases` (each mention, in the order of the text), and the different phrases by weight."""
    text = read_text(operator, "transcript", "text")
    if (told := unread(operator, text, "phrases are looked for in")) is not None:
        return _result(operator, text, []) | told
    reader = reader_in(operator.models / MODEL)
    mentions, neighbours = _read(operator, reader, text.text)
    counts = {words: len(found) for words, found in mentions.items()}
    weighed = scores(counts, neighbours.weights())
    least, most = operator.parameters.get("minWeight", 0.1), operator.parameters["maxPhrases"]
    chosen = [(mentions[words], weight) for words, weight in weighed.items() if weight >= least][:most]
    moments = Moments(text.text, text.transcript)
    listed = [_listed(text.text, moments, found, weight) for found, weight in chosen]
    return _result(operator, text, listed) | {"Model": reader.provenance}


def _read(operator: Operator, reader: Reader, text: str) -> tuple[Mentions, Neighbours]:
    mentions: defaultdict[tuple[str, ...], list[Phrase]] = defaultdict(list)
    neighbours = Neighbours()
    for batch in batches_of(text, BATCH, "en"):
        for read in reader.read(batch):
            neighbours.add(read.words)
            for phrase in read.phrases:
                if phrase.score >= operator.parameters["minScore"]:
                    mentions[phrase.words].append(phrase)
        operator.progress(batch[-1][0], len(text))
    return mentions, neighbours


def _listed(text: str, moments: Moments, found: list[Phrase], weight: float) -> dict[str, Any]:
    """Return a phrase as it stands where it is first mentioned, and all its mentions."""
    mentions = [_mention(text, phrase) | moments.of(phrase.begin, phrase.end) for phrase in found]
    return {**mentions[0], "Weight": round(weight, 4), "Count": len(mentions), "Mentions": mentions}


def _mention(text: str, phrase: Phrase) -> dict[str, Any]:
    said = text[phrase.begin : phrase.end]
    return {"Text": said, "Score": round(phrase.score, 4), "BeginOffset": phrase.begin, "EndOffset": phrase.end}


def _result(operator: Operator, text: Text, phrases: list[dict[str, Any]]) -> dict[str, Any]:
    mentions = sorted((each for phrase in phrases for each in phrase["Mentions"]), key=lambda it: it["BeginOffset"])
    page = page_of(operator, text, "KeyPhrases", mentions)
    return {"LanguageCode": language_of(text), "Results": [page], "KeyPhrases": phrases}


if __name__ == "__main__":
    run(main)
