"""Apertium: translation by rules and dictionaries, its programs run one after the other.

Its stream format gives a meaning to some characters; they are escaped on the way in and restored on the way out.
See "Apertium stream format" in Apertium's documentation.
"""

import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from media_kits.translation import pipelines
from media_kits.translation.languages import primary
from media_kits.translation.pipelines import PipelineError, Stage

DECODER = "apertium"
NAME = "apertium"

BATCH = 20_000
"""Characters given to the programs at once: a start takes 0.3 s, and what fails is looked for within one batch."""
SECONDS = 120.0
"""More than a hundred times what a batch takes."""

_SPECIAL = re.compile(r"[\\^$\[\]{}/@<>]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TILDE, _STAND_IN = "~", "\ue07e"
"""The programs keep the tilde for themselves; a private character passes."""
_END = ".[]"
"""Ends each sentence, as Apertium's own `apertium-destxt` does; proves that a translation came out whole."""
_SPACED_MARK = re.compile(r" +([,.;:!?…])")
_OPENED = {"?": "¿", "!": "¡"}
_UNOPENED = str.maketrans("", "", "¿¡")


class Apertium:
    """One installation: the pairs that it translates directly."""

    name = NAME
    rank = 1
    usage: ClassVar[dict[str, Any]] = {}
    """It runs in this very process: nothing is used of somebody else\'s."""

    def __init__(self, models: Path, manifest: dict[str, Any]) -> None:
        """Read which pairs there are; on another kind of machine than it was built for there are none."""
        self.root = models / "apertium"
        self.version = str(manifest.get("version", ""))
        usable = manifest.get("machine") == platform.machine()
        self.modes = {(mode["source"], mode["target"]): mode["file"] for mode in manifest["modes"] if usable}

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return source and target language of what it translates."""
        return tuple(self.modes)

    def translate(self, source: str, target: str, sentences: Sequence[str]) -> list[str | None]:
        """Return the translations; None where the programs cannot digest a sentence. None of them has a line break."""
        mode = (self.root / "modes" / self.modes[source, target]).read_text(encoding="utf-8")
        stages = pipelines.parse_mode(mode, self.root)
        raw = [each for batch in _batches(sentences) for each in _translated(stages, batch)]
        return [
            (_polished(sentence, _marked(text, source, target)) or None) if text else None
            for sentence, text in zip(sentences, raw, strict=True)
        ]

    def provenance(self, source: str, target: str) -> dict[str, Any]:
        """Return which data translated."""
        return {"name": f"apertium {Path(self.modes[source, target]).stem}", "version": self.version}


def _batches(sentences: Sequence[str]) -> list[list[str]]:
    batches: list[list[str]] = []
    room = 0
    for sentence in sentences:
        if len(sentence) > room:
            batches.append([])
            room = BATCH
        batches[-1].append(sentence)
        room -= len(sentence)
    return batches


def _translated(stages: Sequence[Stage], sentences: Sequence[str]) -> list[str | None]:
    """Translate a batch; when something goes wrong, its halves, down to the sentence that is to blame."""
    whole = _attempt(stages, sentences)
    if whole is not None:
        return list(whole)
    if len(sentences) == 1:
        return [None]
    half = len(sentences) // 2
    return _translated(stages, sentences[:half]) + _translated(stages, sentences[half:])


def _attempt(stages: Sequence[Stage], sentences: Sequence[str]) -> list[str] | None:
    content = "".join(f"{_escape(sentence)}{_END}\0" for sentence in sentences)
    try:
        written = pipelines.run(stages, content.encode(), SECONDS).decode()
    except (PipelineError, UnicodeDecodeError):
        return None
    pieces, rest = written.split("\0")[: len(sentences)], written.split("\0")[len(sentences) :]
    if len(pieces) < len(sentences) or any(rest) or not all(piece.endswith(_END) for piece in pieces):
        return None
    return [_restored(piece.removesuffix(_END)) for piece in pieces]


def _escape(text: str) -> str:
    # the dictionaries know the straight apostrophe only
    plain = text.replace("\u2019", "'").replace(_TILDE, _STAND_IN)
    return _SPECIAL.sub(r"\\\g<0>", plain)


def _restored(text: str) -> str:
    return _ESCAPED.sub(r"\1", text).replace(_STAND_IN, _TILDE)


def _polished(sentence: str, text: str) -> str:
    """Mend what rules leave behind: spaces of words that fell away, a small letter at the beginning."""
    text = " ".join(text.split())
    if not _SPACED_MARK.search(sentence):
        text = _SPACED_MARK.sub(r"\1", text)
    if sentence[:1].isupper():
        text = text[:1].upper() + text[1:]
    if "\u2019" in sentence:
        text = text.replace("'", "\u2019")
    return text


def _marked(text: str, source: str, target: str) -> str:
    """Put the marks before questions and exclamations that only Spanish has, or take them away."""
    if primary(target) == "es":
        return _opened(text)
    return text.translate(_UNOPENED) if primary(source) == "es" else text


def _opened(text: str) -> str:
    mark = _OPENED.get(text.rstrip("\"'”’»)")[-1:], "")
    letter = next((place for place, char in enumerate(text) if char.isalnum()), None)
    return text if letter is None or not mark or mark in text else text[:letter] + mark + text[letter:]
