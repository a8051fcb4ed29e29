"""Captions by language, as operators written for MIE ask for them: ``WebCaptions_es``."""

import re
from collections.abc import Callable
from typing import Any

NAME = re.compile(r"WebCaptions_([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})")
Read = Callable[[str], Any]
"""Returns a result by its name, None when there is none."""


def captions_in(name: str, read: Read) -> Any:
    """Return the captions that a name asks for: translated ones, else those of what is said in that language."""
    asked = NAME.fullmatch(name)
    if asked is None:
        return None
    return _translated(asked[1], read("TranslateWebCaptions")) or _spoken(asked[1], read)


def _translated(language: str, result: Any) -> Any:
    entries = result.get("CaptionsCollection") if isinstance(result, dict) else None
    for each in entries or ():
        if isinstance(each, dict) and each.get("TargetLanguageCode") == language and "WebCaptions" in each:
            return {"WebCaptions": each["WebCaptions"]}
    return None


def _spoken(language: str, read: Read) -> Any:
    transcript = read("TranscribeVideo")
    spoken = transcript.get("results") if isinstance(transcript, dict) else None
    told = str(spoken.get("language_code") or "") if isinstance(spoken, dict) else ""
    return read("WebCaptions") if told.partition("-")[0] == language.partition("-")[0] else None
