"""summary: what a recording or text is about, its topics and chapters, told by a language model of your choice."""

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

from answers import Reading, schema_of, without_bounds
from condensing import Condensed, chapters_in, condensed, extent
from passages import Chunk, chunks_of, passages_of
from reading import Budget, Reader, Wishes

from media_kits.http.client import Patience
from media_kits.http.completions import MOST_BYTES, Chat, Errand, endpoint_of
from media_kits.text.reading import language_of
from media_kits.text.texts import read_text
from media_operator import Operator, run

SECRET = "summary-endpoint"  # noqa: S105 - its name
ERRAND = Errand("summary", refusal="summarise this", too_long="lower chunkTokens")


def main(operator: Operator) -> dict[str, Any]:
    """Return summary, topics and chapters. No text: an empty summary, and nobody is asked."""
    text = read_text(operator, "transcript", "text")
    language = operator.parameters["language"] or language_of(text)
    passages = passages_of(text)
    if not text.text.strip():
        note = "the text is empty"
        return {"LanguageCode": language, "Summary": "", "Topics": [], "Chapters": [], "Note": note}
    reader = _reader(operator)
    chunks = list(chunks_of(passages, operator.parameters["chunkTokens"]))
    _demand_affordable(reader, chunks)
    done = count(1)

    def read(material: str, chunk: Chunk) -> Reading:
        reading = reader.read(material, chunk)
        operator.progress(min(next(done), len(chunks)), len(chunks))
        return reading

    material = "the transcript of a recording" if text.transcript else "a text"
    found = condensed(material, passages, operator.parameters["chunkTokens"], read)
    return {"LanguageCode": language, **_sections_of(found), **_provenance(reader.chat)}


def _reader(operator: Operator) -> Reader:
    parameters = operator.parameters
    wishes = Wishes(parameters["language"], parameters["maxWords"], parameters["maxTopics"], parameters["maxChapters"])
    schema = schema_of(wishes.topics, wishes.chapters)
    patience = Patience(seconds=parameters["requestSeconds"], most_bytes=MOST_BYTES)
    endpoint = endpoint_of(os.environ, SECRET)
    chat = Chat(endpoint, ERRAND, patience, parameters["answerTokens"], without_bounds(schema))
    return Reader(chat, wishes, schema, Budget(parameters["tokenBudget"]))


def _demand_affordable(reader: Reader, chunks: list[Chunk]) -> None:
    """Raise BadParameters before the first request when the last one would be too many.

    Reading the chapters of several chunks takes less than half of what reading the chunks takes.
    """
    first = sum(map(reader.cost_of, chunks))
    reader.budget.demand(first if len(chunks) == 1 else first * 3 // 2)


def _sections_of(found: Condensed) -> dict[str, Any]:
    chapters = [
        {"Title": title, "Summary": summary, **_times(when.start, when.end)}
        for title, summary, when in chapters_in(found.reading, found.passages)
    ]
    return {"Summary": found.reading.summary, "Topics": list(_topics(found)), "Chapters": chapters}


def _topics(found: Condensed) -> Iterator[dict[str, Any]]:
    for topic in found.reading.topics:
        about = {"Name": topic.name} | ({"Description": topic.description} if topic.description else {})
        first, last = topic.first, topic.last
        if first is None or last is None or not 0 <= first <= last < len(found.passages):
            yield about
        else:
            when = extent(found.passages[first : last + 1])
            yield about | _times(when.start, when.end)


def _times(start: float | None, end: float | None) -> dict[str, float]:
    return {} if start is None or end is None else {"StartTime": start, "EndTime": end}


def _provenance(chat: Chat) -> dict[str, Any]:
    usage, model = chat.usage, chat.endpoint.model
    version = {"version": usage.model} if usage.model not in ("", model) else {}
    return {
        "Model": {"name": model, **version, "provider": chat.endpoint.host},
        "Usage": {"Requests": usage.requests, "PromptTokens": usage.prompt, "CompletionTokens": usage.completion},
    }


if __name__ == "__main__":
    run(main)
