"""text-embedding: a vector for each sentence, by which sentences of a like meaning are found in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from encoder import Encoder

from media_kits.text.moments import Moments
from media_kits.text.reading import language_of
from media_kits.text.sentences import batches_of
from media_kits.text.texts import read_text
from media_operator import Operator, UnusableInput, manifests_in, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FILE = "text-embeddings.npy"
TASK = "sentence-embedding"
AT_ONCE = 32
"""Sentences computed between two reports of progress."""
MAX_CHARACTERS = 2_000_000

Sentence = tuple[int, int]
"""Where a sentence begins and ends in its text."""


def main(operator: Operator) -> dict[str, Any]:
    """Write the vectors to a file of their own; return each sentence with its place, its time and its row there."""
    text = read_text(operator, "transcript", "text")
    if len(text.text) > MAX_CHARACTERS:
        raise UnusableInput(f"the text has {len(text.text)} characters; {MAX_CHARACTERS} can be embedded")
    manifest = _manifest(operator.models)
    sentences = list(_sentences(text.text, text.language or ""))
    vectors = _embedded(operator, manifest, [text.text[begin:end] for begin, end in sentences])
    with operator.output(FILE) as target, target.open("wb") as stream:
        np.save(stream, vectors.astype("<f2"))
    moments = Moments(text.text, text.transcript)
    return {
        "LanguageCode": language_of(text),
        "Embeddings": [
            {"Text": text.text[begin:end], "Index": row, "BeginOffset": begin, "EndOffset": end}
            | moments.of(begin, end)
            for row, (begin, end) in enumerate(sentences)
        ],
        "File": _described(vectors),
        "Model": {"name": manifest["name"], "sha256": manifest["sha256"], "provider": "numpy"},
    }


def _sentences(text: str, language: str) -> Iterator[Sentence]:
    for batch in batches_of(text, AT_ONCE, language):
        for offset, sentence in batch:
            if any(map(str.isalnum, sentence)):
                yield offset + len(sentence) - len(sentence.lstrip()), offset + len(sentence.rstrip())


def _embedded(operator: Operator, manifest: dict[str, Any], texts: Sequence[str]) -> np.ndarray[Any, Any]:
    rows = np.zeros((len(texts), manifest["dimension"]), np.float32)
    if not texts:
        return rows
    encoder = Encoder.of(operator.models / manifest["file"])
    for start in range(0, len(texts), AT_ONCE):
        batch = texts[start : start + AT_ONCE]
        rows[start : start + len(batch)] = encoder.embeddings_of(batch, "passage")
        operator.progress(start + len(batch), len(texts))
    return rows


def _described(vectors: np.ndarray[Any, Any]) -> dict[str, Any]:
    rows, dimension = vectors.shape
    return {"Name": FILE, "Format": "npy", "ElementType": "float16", "Rows": rows, "Dimension": dimension}


def _manifest(models: Path) -> dict[str, Any]:
    fitting = [each for each in manifests_in(models, TASK) if each.get("decoder") == "e5-q4"]
    if not fitting:
        raise FileNotFoundError(f"{models} must hold a model for {TASK!r} by 'e5-q4', and has none")
    return dict(fitting[0])


if __name__ == "__main__":
    run(main)
