"""Problems of documents: what is wrong and where, in one sentence: ``Labels[3].Label.Confidence is 'high': …``."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import ErrorDetails

MOST_SHOWN = 60
"""Characters of a wrong value that are shown."""


def sentence_of(problems: Sequence[ErrorDetails]) -> str:
    """Return the sentence about the deepest problem, which is the most precise one, and how many others there are."""
    deepest = max(problems, key=lambda each: len(each["loc"]))
    place = path_of(deepest["loc"])
    if deepest["type"] == "missing":
        said = f"{place} is missing"
    else:
        said = f"{place or 'the document'} is {_shown(deepest['input'])}: {deepest['msg'].lower()}"
    return said + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else "")


def path_of(places: Sequence[int | str]) -> str:
    """Return ``Labels[3].Name``."""
    text = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in places)
    return text.removeprefix(".")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 3] + "…"
