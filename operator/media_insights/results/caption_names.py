"""Captions of one language under a name of their own, as Media Insights Engine names them: ``WebCaptions_es``."""

import re

CAPTIONS = "WebCaptions"
_BY_LANGUAGE = re.compile(r"WebCaptions[A-Za-z]*_([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})")
"""Also ``WebCaptionsTranscribeVideo_en`` and ``WebCaptionsTranslate_es``, which are what people had not edited yet."""


def language_in(name: str) -> str:
    """Return the language that the name of a result says, empty for every other name."""
    found = _BY_LANGUAGE.fullmatch(name)
    return found[1] if found else ""


def name_in(language: str) -> str:
    """Return the name of captions in a language."""
    return f"{CAPTIONS}_{language}"


def shape_name(name: str) -> str:
    """Return the result whose shape a result has: of captions in some language, that of captions; else its own."""
    return CAPTIONS if language_in(name) else name
