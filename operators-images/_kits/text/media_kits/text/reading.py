"""What an operator for English answers when there is nothing to read, and the page that MIE's readers parse."""

import json
from collections.abc import Sequence
from typing import Any

from media_kits.text.english import is_english
from media_kits.text.texts import Text
from media_operator.operators import Operator


def language_of(text: Text) -> str:
    """Return the language that the transcript says; of a text file ``en`` or ``und``, as its function words tell."""
    return text.language or ("en" if is_english(text.text) else "und")


def note_of(text: Text, what: str) -> str:
    """Return why an English operator finds nothing, ``""`` when it can read; `what` says what is done in English."""
    if not text.text.strip():
        return "the text is empty"
    language = language_of(text)
    if language == "en":
        return ""
    told = "is not English" if language == "und" else f"is in the language {language!r}"
    return f"the text {told}; {what} English only"


def page_of(operator: Operator, text: Text, name: str, mentions: Sequence[dict[str, Any]]) -> str:
    """Return one page of Comprehend's job output, as MIE stores it: JSON as text, the mentions under `name`.

    Times are left out, which Comprehend does not know.
    """
    plain = [{key: value for key, value in each.items() if not key.endswith("Time")} for each in mentions]
    file = "transcript.txt" if text.transcript else str(operator.context.get("source", {}).get("fileName", "text"))
    return json.dumps({name: plain, "File": file}, ensure_ascii=False)
