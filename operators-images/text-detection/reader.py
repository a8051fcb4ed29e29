"""Reads text in images with PP-OCR, by RapidOCR: lines, their words, and where they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from rapidocr import RapidOCR

from media_kits.vision.sessions import ModelMissingError
from media_operator import cpus

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

TASK = "text-recognition"
FINE, FAST = 1280, 640  # pixels of the longer side in which text is looked for; it is read at full size either way
SLIMMEST = 1 / 40  # height to width of an image; a slimmer one is no line of text, and would be read as one
SHORTEST = 2  # characters; single ones are nearly always texture


@dataclass(frozen=True)
class Word:
    """A word: its text, its score in 0–1, its four corners [4, 2] in pixels, clockwise from the top left."""

    text: str
    score: float
    corners: NDArray[Any]


@dataclass(frozen=True)
class Line:
    """A line of text and its words."""

    text: str
    score: float
    corners: NDArray[Any]
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Reader:
    """A loaded pair of networks: one finds lines, the other reads them."""

    manifest: dict[str, Any]
    engine: RapidOCR
    provider: str

    def lines_of(self, pixels: NDArray[np.uint8], least: float) -> list[Line]:
        """Return the lines of RGB pixels with a score of at least `least`, from top to bottom."""
        if min(pixels.shape[:2]) < SLIMMEST * max(pixels.shape[:2]):
            return []
        found = self.engine(np.ascontiguousarray(pixels[..., ::-1]))
        if found.boxes is None or not found.txts:
            return []
        words = found.word_results if len(found.word_results) == len(found.txts) else ((),) * len(found.txts)
        rows = zip(found.txts, found.scores, found.boxes, words, strict=True)
        return [
            _line(text, score, corners, parts) for text, score, corners, parts in rows if _is_text(text, score, least)
        ]

    @property
    def provenance(self) -> dict[str, Any]:
        """What a result says about the model that made it."""
        return {"name": self.manifest["name"], "files": self.manifest["files"], "provider": self.provider}


def load(models: Path, *, fine: bool) -> Reader:
    """Load the networks of a model folder; raises ModelMissingError when it has none for reading text."""
    manifests = [json.loads(path.read_text("utf-8")) for path in sorted(models.glob("*.json"))]
    manifest = next((manifest for manifest in manifests if manifest.get("task") == TASK), None)
    if manifest is None:
        raise ModelMissingError(f"{models} must hold a model for the task {TASK!r}")
    cuda = "CUDAExecutionProvider" in onnxruntime.get_available_providers()
    settings = {
        "Global.use_cls": False,  # text upside down is rarer than text that the classifier turns by mistake
        "Global.log_level": "critical",
        "Global.return_word_box": True,
        "Global.max_side_len": FINE * 2,
        "Det.limit_type": "max",
        "Det.limit_side_len": FINE if fine else FAST,
        "Det.model_path": str(models / manifest["detection"]),
        "Rec.model_path": str(models / manifest["recognition"]),
        "EngineConfig.onnxruntime.intra_op_num_threads": cpus(),
        "EngineConfig.onnxruntime.use_cuda": cuda,
    }
    return Reader(manifest, RapidOCR(params=settings), "CUDAExecutionProvider" if cuda else "CPUExecutionProvider")


def _is_text(text: str, score: float, least: float) -> bool:
    return score >= least and sum(character.isalnum() for character in text) >= SHORTEST


def _line(text: str, score: float, corners: NDArray[Any], parts: Any) -> Line:
    words = tuple(
        Word(part, float(sure), np.array(box, float)) for part, sure, box in parts if box is not None and part.strip()
    )
    return Line(text.strip(), float(score), np.array(corners, float), words or _split(text, float(score), corners))


def _split(text: str, score: float, corners: NDArray[Any]) -> tuple[Word, ...]:
    """Divide a line's box among its words by their number of characters, where the reader gives no boxes of words."""
    return tuple(
        Word(match[0], score, _slice(corners, match.start() / len(text), match.end() / len(text)))
        for match in re.finditer(r"\S+", text)
    )


def _slice(corners: NDArray[Any], first: float, last: float) -> NDArray[Any]:
    """Return the corners of the part of a box from `first` to `last` of its length."""
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    sides = (corners[0] + top * first, corners[0] + top * last, corners[3] + bottom * last, corners[3] + bottom * first)
    return np.array(sides, float)
