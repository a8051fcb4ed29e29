"""Reads text in images with PP-OCR, by RapidOCR: lines, their words, and where they are."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidocr import RapidOCR

from media_kits.vision.sessions import UNFIT, UNREADABLE, ModelMissingError, has_gpu_build, require_gpu
from media_operator import BadParameters, WrongModels, cpus, manifests_in
from media_operator.devices import CUDA, DEVICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

TASK = "text-recognition"
SHIPPED = ("latin", "chinese", "japanese")
"""What a model reads whose manifest has no `scripts`, as the one that ships."""
FINE, FAST = 1280, 640  # pixels of the longer side in which text is looked for; it is read at full size either way
SLIMMEST = 1 / 40  # height to width of an image; a slimmer one is no line of text, and would be read as one
SHORTEST = 2  # characters; single ones are nearly always texture
_WHITE = np.full((64, 64, 3), 255, np.uint8)


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
        with _usable(self.manifest):
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
        known = {key: self.manifest[key] for key in ("name", "sha256", "files") if key in self.manifest}
        return known | {"provider": self.provider}


@cache  # a process may work on many items
def load(models: Path, script: str, *, fine: bool) -> Reader:
    """Load the networks of a model folder that read a script, once a process; any, when it is empty.

    Raises ModelMissingError when there are none for reading text, BadParameters when none reads the script, WrongModels
    for files that are no networks of this kind.
    """
    manifest = manifest_for(_manifests_of(models), script)
    settings = {
        "Global.use_cls": False,  # text upside down is rarer than text that the classifier turns by mistake
        "Global.log_level": "critical",
        "Global.return_word_box": True,
        "Global.max_side_len": FINE * 2,
        "Det.limit_type": "max",
        "Det.limit_side_len": FINE if fine else FAST,
        "Det.model_path": _file(models, manifest, "detection"),
        "Rec.model_path": _file(models, manifest, "recognition"),
        "Rec.rec_keys_path": _dictionary(models, manifest),
        "EngineConfig.onnxruntime.intra_op_num_threads": cpus(),
    }

    def load_on(provider: str) -> RapidOCR:
        return RapidOCR(params={**settings, "EngineConfig.onnxruntime.use_cuda": provider == CUDA})

    with _usable(manifest):
        engine, provider = DEVICES.open_model(load_on, _attempt, gpu=has_gpu_build())
    return Reader(manifest, engine, provider)


@contextmanager
def _usable(manifest: dict[str, Any]) -> Iterator[None]:
    """Raise WrongModels where ONNX Runtime cannot use a model: RapidOCR opens each network when it is first asked."""
    try:
        yield
    except (*UNREADABLE, *UNFIT) as error:
        raise WrongModels(
            f"the model {manifest.get('name')!r} cannot be used; networks of PP-OCR that find and read lines are "
            f"right: {error}"
        ) from error


def _attempt(engine: RapidOCR) -> None:
    """Find lines in an image, and read one: RapidOCR opens each network when it is first used, and each falls back."""
    engine(_WHITE)
    engine(_WHITE, use_det=False)
    engine.use_det = True  # what a call says holds for those that follow
    for part in (engine.text_det, engine.text_rec):
        require_gpu(part.session.session)


def _manifests_of(models: Path) -> list[dict[str, Any]]:
    manifests = manifests_in(models, TASK)
    if not manifests:
        raise ModelMissingError(f"{models} must hold a model for the task {TASK!r}")
    return manifests


def manifest_for(manifests: Sequence[dict[str, Any]], script: str) -> dict[str, Any]:
    """Return the first manifest that reads a script, the first of all for none. Raises BadParameters for a new one."""
    for manifest in manifests:
        if not script or script in manifest.get("scripts", SHIPPED):
            return manifest
    known = sorted({each for manifest in manifests for each in manifest.get("scripts", SHIPPED)})
    raise BadParameters(
        f"script: no model here reads {script!r}; there are {', '.join(known)}, and others can be mounted"
    )


def _dictionary(models: Path, manifest: dict[str, Any]) -> str | None:
    """Return the file with the characters of a network, a line each; None when they are in the network's own file."""
    return _file(models, manifest, "dictionary") if "dictionary" in manifest else None


def _file(models: Path, manifest: dict[str, Any], field: str) -> str:
    """Return the file that a field names. Raises WrongModels where there is none: the reader would try to fetch one."""
    path = models / manifest[field]
    if not path.is_file():
        raise WrongModels(f"{field} of the model {manifest.get('name')!r}: there is no file {path.name!r} beside it")
    return str(path)


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
