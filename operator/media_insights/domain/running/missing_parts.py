"""Parts that an operator's environment lacks – a module, a file, data of a library – as one sentence with what to do.

Python and its libraries say it in their own ways, over several lines and in colours; the author of the operator needs
the name of what is missing, and the place where it belongs.
"""

import re
from collections.abc import Callable, Sequence

from media_insights.domain.wording import cut

DEFECT = "defect of the operator: "
"""How the SDK begins the sentence of an exception that an operator did not expect."""
LONGEST_NAME = 200
"""Characters shown of what is missing."""

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_RULES = re.compile(r"([*=_#~-])\1{4,}")
"""Lines of one sign, as libraries frame their messages."""
_EXCEPTION = re.compile(r"^[A-Za-z_][\w.]*(Error|Exception)\b")
_CLASS = r"(?:[\w.]+\.)?"
"""The module of an exception's class, which most of them are written without."""


def plain(text: str) -> str:
    """Return a text without the colours and frames in which programs put their messages."""
    return _RULES.sub(" ", _COLOURS.sub("", text))


def end_of(lines: Sequence[str]) -> Sequence[str]:
    """Return the last exception with the lines after it; none when no exception is told."""
    raised = [place for place, line in enumerate(lines) if _EXCEPTION.match(line)]
    return lines[raised[-1] :] if raised else ()


def missing_in(said: str) -> str:
    """Return what is missing, and what to do, when the exception that ended an operator says so; else nothing.

    ``said`` is the end of its log, or its last sentence. An exception that was caught before, or that another one
    followed, is not why it ended, and a sentence of the operator's own says more than we could.
    """
    lines = [line for line in plain(said).splitlines() if line.strip()]
    if lines and lines[0].startswith(DEFECT):
        lines = [lines[0].removeprefix(DEFECT), *lines[1:]]
    text = "\n".join(end_of(lines))
    for pattern, sentence in _SIGNS:
        found = pattern.match(text)
        if found:
            return sentence(cut(found[1].strip(), LONGEST_NAME))
    return ""


_SIGNS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (
        re.compile(_CLASS + r"(?:ModuleNotFoundError|ImportModuleError)\b[^\n]*?No module named '([^']+)'"),
        lambda name: (
            f"the Python module {name} is not in the operator's environment: add the package that brings it to its "
            "pyproject.toml with an exact version, then run uv lock"
        ),
    ),
    (
        re.compile(_CLASS + r"LookupError:\s+Resource\s+'?([\w./-]+)'?\s+not found"),
        lambda name: (
            f"the data {name} is missing: put it into the operator's folder, and name the place in operator.yaml, for "
            "instance environment: [{name: NLTK_DATA, value: /app/nltk_data}]"
        ),
    ),
    (
        re.compile(_CLASS + r"FileNotFoundError: \[Errno 2\][^:]*: '([^']+)'"),
        lambda name: (
            f"the file {name} is missing: a program finds its inputs under /in, and files of its own folder under /app"
        ),
    ),
)
"""What is written when something is missing → the sentence about it."""
