"""text-embedding: sentences of one meaning are near in every language, and each has its place and its time."""

from typing import Any

import pytest

from tests.operators.runs import Outcome, run
from tests.operators.translations import SENTENCES
from tests.operators.vectors import Vectors, vectors_of

pytestmark = pytest.mark.slow


def vectors(outcome: Outcome) -> Vectors:
    return vectors_of(outcome.result["File"], outcome.files[outcome.result["File"]["Name"]])


def embedded(*sentences: str) -> Vectors:
    return vectors(run("text-embedding", {"text": "\n".join(sentences).encode()}))


def test_the_nearest_sentence_is_the_translation() -> None:
    english, spanish, _ = zip(*SENTENCES, strict=True)
    english_vectors, spanish_vectors = embedded(*english), embedded(*spanish)
    nearest = [spanish_vectors.nearest(row, english_vectors) for row in range(len(spanish))]
    assert sum(row == found for row, found in enumerate(nearest)) >= len(spanish) - 1, nearest


def test_each_vector_has_the_length_one() -> None:
    found = embedded("The river has flooded the old town.", "川が旧市街にあふれました。", "!? 7")
    assert [found.cosine(row, row) for row in range(3)] == pytest.approx([1, 1, 1], abs=0.002)


def test_a_sentence_of_a_transcript_has_its_place_and_its_time() -> None:
    words = ["Hello", "there.", "It", "rains."]
    items: list[dict[str, Any]] = [
        {"type": "pronunciation", "start_time": at, "end_time": at + 0.5, "alternatives": [{"content": word}]}
        for at, word in enumerate(words)
    ]
    text = " ".join(words)
    results = {"language_code": "en", "transcripts": [{"transcript": text}], "items": items}
    outcome = run("text-embedding", {"transcript": {"results": results}})
    found = outcome.result["Embeddings"]
    assert [(each["Text"], each["Index"], each["StartTime"], each["EndTime"]) for each in found] == [
        ("Hello there.", 0, 0, 1.5),
        ("It rains.", 1, 2, 3.5),
    ]
    assert all(text[each["BeginOffset"] : each["EndOffset"]] == each["Text"] for each in found)
    assert len(vectors(outcome).rows) == 2


@pytest.mark.thorough
def test_the_same_text_gives_the_same_vector_whatever_stands_beside_it() -> None:
    alone = embedded("The river has flooded the old town.")
    long = embedded("The river has flooded the old town.", *(f"Number {number} is here." for number in range(40)))
    assert alone.cosine(0, 0, long) == pytest.approx(1, abs=0.001)


def test_a_text_without_sentences_has_no_vectors() -> None:
    outcome = run("text-embedding", {"text": b"... !"})
    assert (outcome.exit_code, outcome.result["Embeddings"]) == (0, [])
    assert vectors(outcome).rows == []


def test_a_text_that_is_too_long_is_refused() -> None:
    outcome = run("text-embedding", {"text": b"word. " * 350_000})
    assert outcome.exit_code == 66
    assert "2000000" in outcome.sentence
