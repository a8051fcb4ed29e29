"""A model that cannot be used is told by its file."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.embedding.encoder import Encoder
from media_insights.errors import InvalidQuery
from media_insights.search.questions import ModelQuestions
from tests.conformance.api.sentences import write_model

GOOD: dict[str, Any] = {"task": "sentence-embedding", "decoder": "e5-q4", "sha256": "a" * 64, "file": "model.bin"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"[]", "is no JSON object"),
        (json.dumps(GOOD | {"sha256": 5}).encode(), "does not say sha256"),
        (json.dumps({name: GOOD[name] for name in ("task", "decoder")}).encode(), "does not say sha256 and file"),
    ],
)
def test_a_broken_manifest_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "model.json").write_bytes(content)
    questions = ModelQuestions(tmp_path, "run make models")
    for ask in (questions.model, lambda: questions.vector_of("a calm sea")):
        with pytest.raises(InvalidQuery, match=told) as refused:
            ask()
        assert str(tmp_path / "model.json") in str(refused.value)


def test_a_manifest_that_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.json").mkdir()
    with pytest.raises(InvalidQuery, match="cannot be read"):
        ModelQuestions(tmp_path, "run make models").model()


def test_sentences_get_the_vectors_of_what_is_found_and_not_of_questions(tmp_path: Path) -> None:
    questions = ModelQuestions(write_model(tmp_path), "run make models")
    encoder = Encoder.of(next(questions.folder.glob("*.bin")))
    expected = [encoder.embeddings_of([text], "passage")[0].astype("<f2").tobytes() for text in ("abba", "baab")]
    assert questions.sentence_vectors(["abba", "baab"]) == b"".join(expected)
    assert questions.sentence_vectors([]) == b""
    assert expected[0] != encoder.embeddings_of(["abba"], "query")[0].astype("<f2").tobytes()


def test_the_model_is_what_its_manifest_says(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(json.dumps(GOOD))
    (tmp_path / "other.json").write_text("{}")
    assert ModelQuestions(tmp_path, "run make models").model() == "a" * 64
