"""Wording: lists, suggestions and values as parts of users' sentences."""

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_LONGEST_NAME = 253
"""Characters of a name that are compared: comparing takes time with each of them."""


def either(names: Iterable[str]) -> str:
    """Return ``A``, ``A or B``, ``A, B or C``."""
    return _joined(list(names), "or")


def both(names: Iterable[str]) -> str:
    """Return ``A``, ``A and B``, ``A, B and C``."""
    return _joined(list(names), "and")


def probable(wrong: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return the known name that a wrong one is probably meant to be, empty when none is near."""
    near = difflib.get_close_matches(wrong[:_LONGEST_NAME].lower(), sorted(set(known)), n=1, cutoff=likeness)
    return near[0] if near else ""


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return ``; did you mean X?`` when a known name is near, else the known names, else nothing."""
    names = sorted(set(known))
    near = probable(wrong, names)
    if near:
        return f"; did you mean {near}?"
    return f"; known: {', '.join(names)}" if names else ""


def nearest(wrong: str, known: Iterable[str]) -> str:
    """Return the three known names that are most like a wrong one, whatever the case of their letters, in words."""
    written = {name.lower(): name for name in sorted(known)}
    near = difflib.get_close_matches(wrong[:_LONGEST_NAME].lower(), written, n=3, cutoff=0.0)
    return both(written[name] for name in near)


def shown(value: Any) -> str:
    """Return a value as JSON, cut to a length that fits a sentence."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return cut(text, 80)


def printable(text: str) -> str:
    """Return a text on one line in which nothing steers a terminal or hides what stands there.

    Names, keys and sentences come from users, files and operators. Every space becomes one blank; control characters,
    marks that change the direction of writing and the like are shown by their numbers, as :func:`visible` does.
    """
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    """Return a text with its lines, tabs and spaces; all else that is not printable is written as Python does."""
    return "\n".join(line if line.isprintable() else "".join(map(_visible, line)) for line in text.split("\n"))


def one_entry(text: str) -> str:
    """Return a text of which each line after the first is indented: no name in it looks like a line of its own."""
    return visible(text).replace("\n", "\n  ")


def is_visible(char: str) -> bool:
    """Return whether a terminal shows a character as itself: no control, nothing that turns or hides text."""
    return char.isprintable() or char in _JOINERS or unicodedata.category(char) == "Zs"


def harmless(text: str) -> str:
    """Return a text for files that other programs read: what would steer one becomes the mark of a lost character.

    These are control characters, and marks that turn the writing of all that follows. Those that are part of writing
    (joiners, the marks of Arabic and Hebrew for one direction, soft hyphens) stay.
    """
    return text if text.isprintable() else _STEERING.sub(_LOST, text)


def json_visible(document: str) -> str:
    """Return a JSON document that means the same, in which everything that is not visible is escaped."""
    return document if document.isprintable() else "".join(map(_json_visible, document))


def cut(text: str, length: int) -> str:
    """Return the text, or its beginning and an ellipsis: at most ``length`` characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def a(noun: str) -> str:
    """Return the noun with its article: ``an Audio``, ``a Video``."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


_JOINERS = "\u200c\u200d"
"""They join letters: not printable by Unicode's definition, and spelling in several languages and in emoji."""
_STEERING = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # control characters; a line may end as DOS ends it
    r"|[\u2028\u2029]"  # ends of lines and paragraphs
    r"|[\u202a-\u202e\u2066-\u2069]"  # embeddings, overrides, isolates: they count until another one ends them (UAX 9)
)
_LOST = "\ufffd"


def _visible(char: str) -> str:
    return char if char == "\t" or is_visible(char) else char.encode("unicode_escape").decode()


def _json_visible(char: str) -> str:
    return char if char in "\r\n\t" or is_visible(char) else json.dumps(char)[1:-1]


def _joined(names: list[str], word: str) -> str:
    return f" {word} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
