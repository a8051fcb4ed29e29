"""What is to be read, and in which language: a file of the user's, a translation of this run, or what was said."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_kits.text.texts import read_text
from media_operator import BadParameters, Operator, UnusableInput

AUTO, DEFAULT = "auto", "en"
MAX_BYTES = 32 * 2**20
"""Of captions as JSON: many times what a day of talk has."""


@dataclass(frozen=True)
class Chosen:
    """A list of captions, or a text, and its language."""

    content: Any
    language: str


def captions_to_read(operator: Operator) -> Chosen:
    """Return a file's captions, else translated ones, else those of this run; none where there are none.

    Raises UnusableInput when they have no WebCaptions, BadParameters when the run has other languages than wanted.
    """
    wanted = operator.parameters["language"]
    if path := operator.input("written"):
        return _captions_in(path, wanted)
    translated = _translated(operator.json("translations"), wanted)
    if translated is not None:
        return translated
    path = operator.input("captions")
    return _captions_in(path, wanted) if path else Chosen([], _or(wanted, DEFAULT))


def text_to_read(operator: Operator) -> Chosen:
    """Return the translation of this run where that is in the language wanted, else the text; empty where none is.

    Raises UnusableInput when the translation is none.
    """
    wanted = operator.parameters["language"]
    translation = operator.json("translation")
    if translation is not None:
        chosen = _translation_in(translation)
        if wanted in {AUTO, chosen.language}:
            return chosen
    text = read_text(operator, "text").text if operator.input("text") else ""
    return Chosen(text, _or(wanted, DEFAULT))


def _translation_in(result: Any) -> Chosen:
    try:
        return Chosen(str(result["TranslatedText"]), str(result["TargetLanguageCode"]))
    except (KeyError, TypeError) as error:
        raise UnusableInput(f"the translation is no result of translate ({error!r})") from error


def _captions_in(path: Path, wanted: str) -> Chosen:
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the captions are larger than {MAX_BYTES} bytes")
    try:
        content = json.loads(path.read_bytes())
        return Chosen(content["WebCaptions"], _or(wanted, str(content.get("LanguageCode") or DEFAULT)))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableInput(f"the captions are no JSON with WebCaptions ({error})") from error


def _translated(result: Any, wanted: str) -> Chosen | None:
    """Return the captions of the language, the first of all for `auto`; None for the language that was translated."""
    entries = result.get("CaptionsCollection") if isinstance(result, dict) else None
    if not isinstance(entries, list) or not entries:
        return None
    try:
        by_language = {str(entry["TargetLanguageCode"]): entry["WebCaptions"] for entry in entries}
    except (KeyError, TypeError) as error:
        raise UnusableInput(f"the translated captions are no result of translate-captions ({error!r})") from error
    for language, captions in by_language.items():
        if wanted in {AUTO, language}:
            return Chosen(captions, language)
    if wanted.split("-", maxsplit=1)[0] == result.get("SourceLanguageCode"):
        return None
    raise BadParameters(
        f"language: {wanted!r} is none of the captions of this run: "
        f"{', '.join([*by_language, str(result.get('SourceLanguageCode'))])}"
    )


def _or(wanted: str, otherwise: str) -> str:
    return otherwise if wanted == AUTO else wanted
