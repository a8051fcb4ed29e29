"""What is silenced in the audio: terms of parameters, of a file, of names that were found; and when they are said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from covering import stretches_of
from targets import needed
from words import matches_of, said_in, terms_of

from media_operator import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

    from media_operator import Operator

MAX_FILE = 2**20


@dataclass(frozen=True)
class Silenced:
    """How often something was silenced, and when, in seconds; `wanted` is whether anything was to be."""

    count: int
    stretches: tuple[tuple[float, float], ...]
    wanted: bool = True


NOTHING = Silenced(0, (), wanted=False)


def is_wanted(parameters: dict[str, Any]) -> bool:
    """Whether anything is to be silenced."""
    return bool(parameters["words"] or parameters["wordsFile"] or parameters["entityTypes"])


def silenced_of(operator: Operator) -> Silenced:
    """Return what is to be silenced. Raises BadParameters when there is no transcript to find it in."""
    parameters, padding = operator.parameters, operator.parameters["wordPadding"]
    said = said_in(needed(operator, "transcript", "silencing words"))
    file = operator.input("terms")
    lines = [*parameters["words"], *(_lines(file) if file else [])]
    named: list[tuple[float, float]] = []
    if parameters["entityTypes"]:
        found = needed(operator, "entities", "entityTypes")
        chosen = [one for one in found.get("Entities", ()) if one.get("Type") in parameters["entityTypes"]]
        named = [(one["StartTime"], one["EndTime"]) for one in chosen if "StartTime" in one and "EndTime" in one]
        # A name that was found once is silenced wherever it is said.
        lines += [str(one.get("Text", "")) for one in chosen]
    times = sorted({*matches_of(terms_of(lines), said), *named})
    stretches = stretches_of((max(0.0, start - padding), end + padding) for start, end in times)
    return Silenced(len(times), tuple(stretches))


def _lines(path: Path) -> list[str]:
    """Return the lines of a file of terms; of a table with commas or tabs, its first column."""
    size = path.stat().st_size
    if size > MAX_FILE:
        raise UnusableInput(f"the file of words has {size} bytes; at most {MAX_FILE} are read")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableInput(f"the file of words is not text in UTF-8 (byte {error.start})") from error
    return [re.split(r"[,;\t]", line, maxsplit=1)[0].strip().strip('"') for line in text.splitlines()]
