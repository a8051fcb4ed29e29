"""Answers of Amazon Comprehend about one text: of its calls, or lines of its jobs' output.

Shapes: https://docs.aws.amazon.com/comprehend/latest/APIReference/. Offsets count characters of the one text.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from media_insights.imports.shaping import Content, Shaped, number_in
from media_insights.results.comprehension import Entities, KeyPhrases, LanguageIdentification, Sentiment

UNKNOWN = "und"
"""Comprehend's answers do not say the language; MIE's do."""
MEMBERS = ("Entities", "KeyPhrases", "SentimentScore", "Languages")
_OWN = ("Mentions", "Count")
"""Members that only our own key phrases have."""


def results_of_text(member: str, content: Content) -> Iterator[Shaped]:
    """Yield the result that an answer with this member is."""
    own = {"LanguageCode": UNKNOWN} | {name: value for name, value in content.items() if name not in _PLACES}
    match member:
        case "Entities":
            found = _with_numbers(content[member])
            yield Shaped("entities", Entities, _paged(content, "Entities", found) | own | {"Entities": found})
        case "KeyPhrases":
            found = _with_numbers(content[member])
            phrases = found if _is_ours(found) else _phrases(found)
            yield Shaped(
                "key_phrases", KeyPhrases, _paged(content, "KeyPhrases", found) | own | {"KeyPhrases": phrases}
            )
        case "SentimentScore":
            yield Shaped("sentiment", Sentiment, {"Results": [], "Sentences": []} | own)
        case _:
            own.pop("LanguageCode")
            yield Shaped("languageIdentification", LanguageIdentification, {"Segments": []} | own)


_PLACES = frozenset({"File", "Line", "Index"})
"""Which text of a batch it was."""


def text_of(content: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what distinguishes the texts of a batch."""
    return tuple(content.get(name) for name in sorted(_PLACES))


def _paged(content: Content, member: str, found: Any) -> Content:
    """Return the answer as a line of a job's output, which existing readers parse; one that is there already stays."""
    return {"Results": [json.dumps({member: found, "File": content.get("File", "text")}, ensure_ascii=False)]}


def _with_numbers(mentions: Any) -> Any:
    """Return mentions whose scores are numbers, as the line has them; what is no score is found by the check."""
    if not isinstance(mentions, list):
        return mentions
    return [
        each | {"Score": number_in(each, "Score")} if isinstance(each, dict) and _is_digits(each.get("Score")) else each
        for each in mentions
    ]


def _is_digits(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?([eE]-?[0-9]{1,3})?", value) is not None


def _is_ours(phrases: Any) -> bool:
    return isinstance(phrases, list) and any(isinstance(each, dict) and set(_OWN) <= each.keys() for each in phrases)


def _phrases(mentions: Any) -> Any:
    """Return the different phrases, the most frequent first, each with its mentions; its score is its surest one's."""
    if not isinstance(mentions, list) or not all(isinstance(each, dict) for each in mentions):
        return mentions
    found: dict[str, list[Content]] = {}
    for each in mentions:
        found.setdefault(str(each.get("Text", "")).casefold(), []).append(each)
    phrases = [{**own[0], "Score": _surest(own), "Count": len(own), "Mentions": own} for own in found.values()]
    return sorted(phrases, key=lambda each: -each["Count"])


def _surest(mentions: list[Content]) -> Any:
    try:
        return max(float(each["Score"]) for each in mentions)
    except (KeyError, TypeError, ValueError):
        return mentions[0].get("Score")  # its shape is checked afterwards, and says where
