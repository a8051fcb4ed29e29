"""A collection of labels: one JSON file in the object store, read here as an input and never written.

`{"Id": …, "Version": …, "Model": {"name", "sha256"}, "Examples": [{"ExampleId", "Label", "Source", "Embedding"}]}`. It
is a user's file, so nothing in it is believed before it was checked.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_operator import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MAX_BYTES = 2**27
MAX_EXAMPLES = 10_000


@dataclass(frozen=True)
class KnownExamples:
    """Examples, each by its label, its source, and its vector, in the same order."""

    name: str
    version: int
    labels: list[str]
    sources: list[str]
    vectors: NDArray[np.float32]
    """[examples, dimension]."""

    @property
    def provenance(self) -> dict[str, Any]:
        """What a result says about the collection that it was compared with."""
        return {"Id": self.name, "Version": self.version, "ExampleCount": len(self.labels)}

    def similarities(self, vectors: Any) -> list[list[float]]:
        """Return the cosine of each vector and each example. Raises UnusableInput for vectors of another length."""
        if self.labels and vectors.shape[1] != self.vectors.shape[1]:
            raise UnusableInput(f"images have {vectors.shape[1]} numbers, the collection's {self.vectors.shape[1]}")
        found: list[list[float]] = (np.asarray(vectors, np.float32) @ self.vectors.T).tolist() if self.labels else []
        return found or [[] for _ in range(len(vectors))]


def read_labels(path: Path, model: dict[str, Any]) -> KnownExamples:
    """Read a collection whose vectors are of one model. Raises UnusableInput, naming the field, for anything else."""
    body = _object_of(path)
    examples = body.get("Examples")
    if not isinstance(examples, list) or len(examples) > MAX_EXAMPLES or not all(map(_is_example, examples)):
        raise UnusableInput(
            f"the collection's Examples must be a list of at most {MAX_EXAMPLES} with Label, Source and Embedding"
        )
    _demand_same_model(body, model, examples)
    version = body.get("Version", 0)
    return KnownExamples(
        name=str(body.get("Id", "")),
        version=version if type(version) is int and version >= 0 else 0,
        labels=[each["Label"] for each in examples],
        sources=[each["Source"] for each in examples],
        vectors=_vectors(examples),
    )


def _object_of(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MAX_BYTES:
        raise UnusableInput(f"the collection has {path.stat().st_size} bytes; at most {MAX_BYTES} are read")
    try:
        body = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnusableInput(f"the collection is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise UnusableInput(f"the collection must be one JSON object, not a {type(body).__name__}")
    return body


def _is_example(each: object) -> bool:
    if not isinstance(each, dict) or not all(isinstance(each.get(name), str) for name in ("Label", "Source")):
        return False
    vector = each.get("Embedding")
    return isinstance(vector, list) and bool(vector) and all(map(_is_number, vector))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _demand_same_model(body: dict[str, Any], ours: dict[str, Any], examples: list[dict[str, Any]]) -> None:
    """Vectors of two networks lie in two spaces: comparing them gives numbers that mean nothing."""
    model = body.get("Model")
    theirs = model if isinstance(model, dict) else {}
    if examples and theirs.get("sha256") != ours["sha256"]:
        raise UnusableInput(
            f"the collection was taught with the model {theirs.get('name', 'unknown')!r} "
            f"({str(theirs.get('sha256', ''))[:12]}), the images were read by {ours['name']!r} ({ours['sha256'][:12]}"
            "): teach its examples again"
        )


def _vectors(examples: list[dict[str, Any]]) -> NDArray[np.float32]:
    lengths = {len(each["Embedding"]) for each in examples}
    if len(lengths) > 1:
        raise UnusableInput(f"the collection's embeddings have different lengths: {sorted(lengths)}")
    return np.array([each["Embedding"] for each in examples], np.float32).reshape(
        len(examples), max(lengths, default=0)
    )
