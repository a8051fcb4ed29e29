"""A made model of sentences, and vectors in the format of NumPy: what search by meaning and by pictures needs."""

import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from media_insights.embedding.encoder import Encoder
from media_insights.embedding.packed import Packed
from tests.unit.embedding import made

ABOUT = "abba"
"""What the sentence with a vector is about; its words say something else."""
MODEL = hashlib.sha256(made.model()).hexdigest()


def write_model(cache: Path) -> Path:
    """Write the model into a cache; return its folder there."""
    folder = cache / "models/text-embedding"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "made.bin").write_bytes(made.model())
    manifest = {"task": "sentence-embedding", "decoder": "e5-q4", "file": "made.bin", "sha256": MODEL}
    (folder / "made.json").write_text(json.dumps(manifest))
    return folder


def text_vectors() -> bytes:
    """Return the vector of a question about the sentence."""
    encoder = Encoder(Packed(np.frombuffer(made.model(), np.uint8)))
    return npy(encoder.embeddings_of([ABOUT], "query").tolist())


def npy(rows: Sequence[Sequence[float]]) -> bytes:
    """Return rows as a file of vectors."""
    content = io.BytesIO()
    np.save(content, np.asarray(rows, "<f2"))
    return content.getvalue()
