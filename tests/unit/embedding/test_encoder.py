"""Vectors have the length 1, do not depend on what stands beside a text, and a long text is read in windows."""

from pathlib import Path

import numpy as np
import pytest

from media_insights.embedding.encoder import Encoder
from media_insights.embedding.packed import DamagedModelError
from tests.unit.embedding import made


@pytest.fixture
def encoder(tmp_path: Path) -> Encoder:
    (tmp_path / "model.bin").write_bytes(made.model())
    return Encoder.of(tmp_path / "model.bin")


def test_a_vector_has_the_length_one(encoder: Encoder) -> None:
    found = encoder.embeddings_of(["ab", "", "a" * 100], "query")
    assert found.shape == (3, made.WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_no_text_has_no_vector(encoder: Encoder) -> None:
    assert encoder.embeddings_of([], "query").shape == (0, made.WIDTH)


def test_a_text_has_its_own_vector_whatever_stands_beside_it(encoder: Encoder) -> None:
    together = encoder.embeddings_of(["ab", "b a b a b a", "a"], "passage")
    alone = [encoder.embeddings_of([text], "passage")[0] for text in ("ab", "b a b a b a", "a")]
    assert together == pytest.approx(np.array(alone), abs=1e-5)


def test_what_is_sought_and_what_is_found_differ(encoder: Encoder) -> None:
    query, passage = (encoder.embeddings_of(["ab"], role)[0] for role in ("query", "passage"))
    assert not np.allclose(query, passage, atol=1e-3)


def test_the_order_of_words_counts(encoder: Encoder) -> None:
    one, other = encoder.embeddings_of(["a b", "b a"], "query")
    assert not np.allclose(one, other, atol=1e-3)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"ONNX" + bytes(100), made.model()[:200]])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content or b"\0")
    with pytest.raises(DamagedModelError, match="sentence embedding model"):
        Encoder.of(tmp_path / "model.bin")
