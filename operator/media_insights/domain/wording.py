"""Wording: lists, suggestions and values as parts of users' sentences."""

import difflib
import json
from collections.abc import Iterable
from typing import Any


def either(names: Iterable[str]) -> str:
    """Return ``A``, ``A or B``, ``A, B or C``."""
    return _joined(list(names), "or")


def both(names: Iterable[str]) -> str:
    """Return ``A``, ``A and B``, ``A, B and C``."""
    return _joined(list(names), "and")


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return ``; did you mean X?`` when a known name is near, else the known names, else nothing."""
    names = sorted(set(known))
    near = difflib.get_close_matches(wrong.lower(), names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known: {', '.join(names)}" if names else ""


def shown(value: Any) -> str:
    """Return a value as JSON, cut to a length that fits a sentence."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return cut(text, 80)


def cut(text: str, length: int) -> str:
    """Return the text, or its beginning and an ellipsis: at most ``length`` characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def a(noun: str) -> str:
    """Return the noun with its article: ``an Audio``, ``a Video``."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _joined(names: list[str], word: str) -> str:
    return f" {word} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
