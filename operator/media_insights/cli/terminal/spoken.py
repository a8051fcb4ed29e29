"""What was said or written, from stored results: transcript, what it is about, its mood, names and translations.

Nothing here fails: a result of another shape tells less.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.cli.terminal import loose
from media_insights.cli.terminal.loose import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the whole is about, and its topics by name."""

    text: str
    topics: tuple[str, ...]


def digest_of(results: Results) -> Digest | None:
    """Return what a language model made of the text; None when none was asked."""
    result = loose.of(results, "summary")
    text = loose.text(result.get("Summary"))
    topics = (loose.text(topic.get("Name")) for topic in loose.items(result, "Topics"))
    return Digest(text=text, topics=tuple(filter(None, topics))) if text else None


def mood_of(results: Results) -> str:
    """Return for instance ``neutral (81 %)``; nothing when no text was judged."""
    result = loose.of(results, "sentiment")
    mood = loose.text(result.get("Sentiment"))
    score = loose.number(loose.mapping(result, "SentimentScore").get(mood.capitalize()))
    return f"{mood.lower()} ({100 * score:.0f} %)" if mood and score else ""


def transcript_of(results: Results) -> tuple[str, str] | None:
    """Return what was said and its language, None when nobody listened."""
    result = loose.of(results, "TranscribeVideo") or loose.of(results, "TranscribeAudio")
    said = result.get("results")
    if not isinstance(said, Mapping):
        return None
    texts = [loose.text(each.get("transcript")) for each in loose.items(said, "transcripts")]
    return " ".join(text for text in texts if text), loose.text(said.get("language_code"))


def entities_of(results: Results) -> list[tuple[str, str, int]]:
    """Return text, type and count of the entities, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    pages = loose.of(results, "entities").get("Results")
    for page in pages if isinstance(pages, list) else ():
        try:
            found = json.loads(page) if isinstance(page, str) else page
        except ValueError:
            continue
        for entity in loose.items(found if isinstance(found, Mapping) else {}, "Entities"):
            counts[(loose.text(entity.get("Text")), loose.text(entity.get("Type")))] += 1
    return [(text, type_, count) for (text, type_), count in counts.most_common() if text]


def translation_of(results: Results) -> tuple[str, str] | None:
    """Return the translated text, and its language and what it is worth; None when nothing was translated."""
    result = loose.of(results, "Translate")
    text = loose.text(result.get("TranslatedText"))
    return (text, _translated(result)) if text else None


def translated_captions_of(results: Results) -> list[str]:
    """Return the languages of translated captions, and what each is worth."""
    return [_translated(each) for each in loose.items(loose.of(results, "TranslateWebCaptions"), "CaptionsCollection")]


def captions_of(results: Results) -> int:
    """Return the number of captions."""
    return len(loose.items(loose.of(results, "WebCaptions"), "WebCaptions"))


def _translated(result: Mapping[str, Any]) -> str:
    """Return for instance ``es, a rule-based draft``."""
    draft = ", a rule-based draft" if result.get("Engine") == "apertium" else ""
    return (loose.text(result.get("TargetLanguageCode")) or "?") + draft
