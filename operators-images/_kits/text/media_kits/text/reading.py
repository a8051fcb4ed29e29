"""What an operator for English answers when there is nothing to read, and the page that MIE's readers parse."""

import json
from collections.abc import Sequence
from typing import Any

from media_kits.text.english import is_english
from media_kits.text.texts import Text
from media_operator import Operator, Reason


def language_of(text: Text) -> str:
    """Return the language that the transcript says; of a text file ``en`` or ``und``, as its function words tell."""
    return text.language or ("en" if is_english(text.text) else "und")


def unread(operator: Operator, text: Text, what: str, languages: Sequence[str] = ("en",)) -> dict[str, str] | None:
    """Return what a result says of a text in which an operator finds nothing; None when it can read it.

    A text in another language than these is left out, which is a warning; that a text is empty is a `Note`. `what` says
    what is done in them.
    """
    if not text.text.strip():
        return {"Note": "the text is empty"}
    language = language_of(text)
    if language.split("-")[0] in languages:
        return None
    told = "is not English" if language == "und" else f"is in the language {language!r}"
    known = "English" if tuple(languages) == ("en",) else f"the languages {', '.join(languages)}"
    operator.warn(Reason.LEFT_OUT, f"the text {told}; {what} {known} only")
    return {}


def page_of(operator: Operator, text: Text, name: str, mentions: Sequence[dict[str, Any]]) -> str:
    """Return one page of Comprehend's job output, as MIE stores it: JSON as text, the mentions under `name`.

    Times are left out, which Comprehend does not know.
    """
    plain = [{key: value for key, value in each.items() if not key.endswith("Time")} for each in mentions]
    file = "transcript.txt" if text.transcript else str(operator.context.get("source", {}).get("fileName", "text"))
    return json.dumps({name: plain, "File": file}, ensure_ascii=False)
