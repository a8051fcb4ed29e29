"""Names that mean something to a terminal, a log or a markup language."""

import unicodedata

HOSTILE = (
    "[/b].mp4",
    "[red]x.mp4",
    "\x1b]0;title\x07.mp4",
    "\x1b[2Jgone.mp4",
    "\x9b31mred.mp4",
    "nul\x00.mp4",
    "two\nlines.mp4",
    "back\rover.mp4",
    "form\x0cfeed.mp4",
    "group\x1dseparator.mp4",
    "line\u2028separator.mp4",
    "cod\u202e4pm.exe.mp4",
    "isolate\u2066x.mp4",
    "bell\x07\x08.mp4",
    "tag\U000e0041.mp4",
)


def is_harmless(text: str) -> bool:
    """Return whether a terminal only shows it: no control but a line's end, nothing that turns or hides text."""
    return all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text)
