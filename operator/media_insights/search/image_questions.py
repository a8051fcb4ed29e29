"""Words that images are compared with: the text half of the model whose image half made the images' vectors."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from media_insights.errors import MediaInsightsError, NotInstalled

if TYPE_CHECKING:
    from media_insights.embedding.text_half import TextHalf

TASK = "image-embedding"
REMEMBERED = 256
"""Texts whose vectors are kept."""
LONGEST = 1000
"""Characters of a text that are read."""
_NEEDED = ("file", "tokenizer", "length")
_FolderState = tuple[tuple[str, int, int], ...]
"""Path, bytes and time of change of each file: what was loaded of another state is not used."""
_loading = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageQuestion:
    """A text as images are compared with it."""

    model: str
    """SHA-256 of the image half: whose vectors it can be compared with."""
    vector: tuple[float, ...]
    floor: float
    """The least cosine that is an answer: that of a text and an image is far below that of two images."""


class ImageQuestions(Protocol):
    """What turns a text into a question for images; NotInstalled says what is missing where it cannot."""

    def question_of(self, text: str) -> ImageQuestion:
        """Return the question."""


@dataclass(frozen=True, slots=True)
class NoImageQuestions:
    """Nothing here knows words and images."""

    reason: str

    def question_of(self, text: str) -> ImageQuestion:  # noqa: ARG002 - the protocol's
        """Raise NotInstalled with the reason."""
        raise NotInstalled(self.reason)


NO_TEXTS = NoImageQuestions("no model here knows words and images: an image is found by another image only")


@dataclass(frozen=True, slots=True)
class DeclaredDigest:
    """What a folder must be, and how that is computed."""

    declared: str
    """``sha256:…``."""
    digest_of: Callable[[Path], str]
    """Reads every file, so that it is asked once for each state of the folder."""


@dataclass(frozen=True, slots=True)
class MountedImageQuestions:
    """The folder that is mounted for image-embedding: its manifest says under `text` what the text half is."""

    folder: Path
    digest: DeclaredDigest | None = None
    """None: the folder may hold anything."""

    def question_of(self, text: str) -> ImageQuestion:
        """Return the question. Raises NotInstalled for a folder without a text half, or one that cannot be used."""
        state = _state_of(self.folder)
        if self.digest:
            _check_digest(self.digest, self.folder, state)
        manifest = self._manifest()
        vector = _vector(self._half(manifest["text"], state), text[:LONGEST])
        if len(vector) != manifest.get("dimension"):
            raise NotInstalled(
                f"the text half of the model {manifest.get('name')!r} gives {len(vector)} numbers, and its image half "
                f"{manifest.get('dimension')}: take both from the same model"
            )
        return ImageQuestion(
            model=_sha256_in(self.folder, manifest, state),
            vector=vector,
            floor=float(manifest["text"]["floor"]),
        )

    def _manifest(self) -> dict[str, Any]:
        found = [each for path in sorted(self.folder.glob("*.json")) if (each := _object_in(path)).get("task") == TASK]
        if len(found) != 1:
            raise NotInstalled(f"{self.folder} must hold one manifest of the task {TASK}, and holds {len(found)}")
        manifest, text = found[0], found[0].get("text")
        if not isinstance(text, dict) or not all(text.get(name) for name in _NEEDED):
            raise NotInstalled(
                f"the model {manifest.get('name')!r} knows no words: `text` of its manifest must name its text half, "
                f"with {', '.join(_NEEDED)}"
            )
        if not isinstance(text.get("floor"), (int, float)):
            raise NotInstalled(
                f"text.floor of the model {manifest.get('name')!r} is missing: the least cosine of a text and an image "
                "that is an answer"
            )
        return manifest

    def _half(self, text: dict[str, Any], state: _FolderState) -> "TextHalf":
        with _loading:  # half a gigabyte is not loaded twice by two threads
            return _text_half(self.folder, json.dumps(text, sort_keys=True), state)


def _state_of(folder: Path) -> _FolderState:
    """Return what changes when a folder is filled anew, be it under the same manifest: each file, size and time."""
    try:
        found = [(str(path), path.stat()) for path in sorted(folder.rglob("*")) if path.is_file()]
    except OSError as error:  # it is being filled
        raise NotInstalled(f"the files of {folder} cannot be read: {error}") from error
    return tuple((path, stat.st_size, stat.st_mtime_ns) for path, stat in found)


def _check_digest(digest: DeclaredDigest, folder: Path, state: _FolderState) -> None:
    with _loading:
        try:
            found = _digest_of(digest.digest_of, folder, state)
        except MediaInsightsError as error:
            raise NotInstalled(f"no image is found by words: {error}") from error
    if found != digest.declared:
        raise NotInstalled(
            f"{folder} has the digest {found}, and {digest.declared} is declared: mount that, or declare this"
        )


@lru_cache(maxsize=4)
def _digest_of(digest_of: Callable[[Path], str], folder: Path, state: _FolderState) -> str:  # noqa: ARG001 - a part of the key
    return digest_of(folder)


def _object_in(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise NotInstalled(f"the manifest {path} cannot be read: {error}") from error
    return found if isinstance(found, dict) else {}


def _sha256_in(folder: Path, manifest: dict[str, Any], state: _FolderState) -> str:
    """Return what results name the model by: the SHA-256 that its manifest says, or that of its file."""
    said = manifest.get("sha256")
    return said if isinstance(said, str) and said else _sha256_of(folder / str(manifest.get("file")), state)


@lru_cache(maxsize=4)
def _sha256_of(path: Path, state: _FolderState) -> str:  # noqa: ARG001 - a part of the key
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise NotInstalled(f"the image half {path} cannot be read: {error}") from error


@lru_cache(maxsize=1)
def _text_half(folder: Path, text: str, state: _FolderState) -> "TextHalf":  # noqa: ARG001 - a part of the key
    try:
        from media_insights.embedding.text_half import TextHalf, UnfitTextHalfError  # noqa: PLC0415 - for who asks only
    except ImportError as error:
        raise NotInstalled(
            "texts are compared with images by ONNX Runtime: pip install 'media-insights[image-text]'; on a cluster "
            "the image `search` has it"
        ) from error
    _vector.cache_clear()  # else vectors would keep the former half in memory
    try:
        return TextHalf.of(folder, json.loads(text))
    except UnfitTextHalfError as error:
        raise NotInstalled(str(error)) from error


@lru_cache(maxsize=REMEMBERED)
def _vector(half: "TextHalf", text: str) -> tuple[float, ...]:
    from media_insights.embedding.text_half import UnfitTextHalfError  # noqa: PLC0415 - it is loaded already

    try:
        return tuple(half.vector_of(text).tolist())
    except UnfitTextHalfError as error:
        raise NotInstalled(str(error)) from error
