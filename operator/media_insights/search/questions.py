"""Questions as vectors: the model of sentences, loaded when it is first asked, once for a process.

The same network made the vectors of what is found (the operator ``text-embedding``), so that both can be compared.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from media_insights.errors import InvalidQuery
from media_insights.search.calibrations import calibration_of
from media_insights.search.likeness import centred

if TYPE_CHECKING:
    from media_insights.embedding.encoder import Encoder

TASK, DECODER = "sentence-embedding", "e5-q4"
REMEMBERED = 256
"""Questions whose vectors are kept: each page of an answer asks again."""
SENTENCES = 4096
"""Sentences whose vectors are kept, 3 MB: after each edit of an asset, all of its edited ones are indexed again."""
LONGEST = 1000
"""Characters of a question that are read."""
_loading = threading.Lock()


class Questions(Protocol):
    """What turns a question into a vector. Raises InvalidQuery, which says what is missing, where it cannot."""

    def model(self) -> str:
        """Return the SHA-256 of its model."""

    def vector_of(self, text: str) -> Sequence[float]:
        """Return the vector of a question, of the length 1."""

    def sentence_vectors(self, texts: Sequence[str]) -> bytes:
        """Return the vectors of sentences that questions find, row by row, as the operator writes them."""


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """Nothing can be found by its meaning here."""

    reason: str

    def model(self) -> str:
        """Raise InvalidQuery with the reason."""
        raise InvalidQuery(self.reason)

    def vector_of(self, text: str) -> Sequence[float]:  # noqa: ARG002 - the protocol's
        """Raise InvalidQuery with the reason."""
        raise InvalidQuery(self.reason)

    def sentence_vectors(self, texts: Sequence[str]) -> bytes:  # noqa: ARG002 - the protocol's
        """Raise InvalidQuery with the reason."""
        raise InvalidQuery(self.reason)


NOTHING = NoQuestions("nothing is found by its meaning here")


def model_of(questions: Questions) -> str:
    """Return the SHA-256 of the model of questions; empty where there is none."""
    try:
        return questions.model()
    except InvalidQuery:
        return ""


@dataclass(frozen=True, slots=True)
class ModelQuestions:
    """The model in a folder, as ``make models`` builds it for text-embedding: a manifest and its file."""

    folder: Path
    advice: str
    """How the model gets there, as a sentence."""

    def model(self) -> str:
        """Return the SHA-256 that its manifest says."""
        return str(self._manifest()["sha256"])

    def vector_of(self, text: str) -> Sequence[float]:
        """Return the vector of a question, as it is compared: without the mean of questions where that was measured."""
        manifest = self._manifest()
        return _vector(self._encoder(manifest), manifest["sha256"], text[:LONGEST])

    def sentence_vectors(self, texts: Sequence[str]) -> bytes:
        """Return the vectors of sentences, each computed alone: the same whatever it is computed with."""
        encoder = self._encoder(self._manifest())
        return b"".join(_sentence(encoder, text) for text in texts)

    def _encoder(self, manifest: dict[str, Any]) -> "Encoder":
        with _loading:  # half a gigabyte is not loaded twice by two threads
            return _encoder(self.folder / manifest["file"])

    def _manifest(self) -> dict[str, Any]:
        paths = sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []
        found = [_manifest_in(path) for path in paths]
        fitting = [each for each in found if (each.get("task"), each.get("decoder")) == (TASK, DECODER)]
        if len(fitting) != 1:
            held = "holds none" if not fitting else f"holds {len(fitting)}"
            raise InvalidQuery(f"meaning needs one model of sentences, and {self.folder} {held}: {self.advice}")
        return fitting[0]


def _manifest_in(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InvalidQuery(f"meaning needs the manifest {path}, which cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise InvalidQuery(f"meaning needs the manifest {path}, which is no JSON object")
    missing = [name for name in ("sha256", "file") if not (isinstance(found.get(name), str) and found[name])]
    if found.get("task") == TASK and missing:
        raise InvalidQuery(f"meaning needs the manifest {path}, which does not say {' and '.join(missing)}")
    return found


@lru_cache(maxsize=1)
def _encoder(path: Path) -> "Encoder":
    try:
        from media_insights.embedding.encoder import Encoder  # noqa: PLC0415 - needs numpy, and only who asks needs it
        from media_insights.embedding.packed import DamagedModelError  # noqa: PLC0415
    except ImportError as error:
        raise InvalidQuery("meaning is computed with numpy: pip install 'media-insights[embedding]'") from error
    try:
        return Encoder.of(path)
    except (OSError, ValueError, DamagedModelError) as error:
        raise InvalidQuery(f"the model of sentences {path} cannot be read: {error}") from error


@lru_cache(maxsize=SENTENCES)
def _sentence(encoder: "Encoder", text: str) -> bytes:
    found: bytes = encoder.embeddings_of([text], "passage")[0].astype("<f2").tobytes()
    return found


@lru_cache(maxsize=REMEMBERED)
def _vector(encoder: "Encoder", model: str, text: str) -> tuple[float, ...]:
    found, measured = encoder.embeddings_of([text], "query")[0], calibration_of(model)
    return tuple((centred(found, measured.questions) if measured else found).tolist())
