"""How a collection of labels changes."""

import math

import pytest

from media_insights.domain import custom_labels
from media_insights.domain.custom_labels import DEFAULT_RULE, Example, LabelCollection, tried, with_example, without
from media_insights.domain.nearest_examples import LabelTrial
from media_insights.domain.stored_collection import EmbeddingModel
from media_insights.errors import InvalidObject, WrongState

MODEL = EmbeddingModel(name="net", sha256="a" * 64)
EMPTY = LabelCollection(id="sports", kind="labels", created="2026-05-01T12:00:00Z")
GOAL, STUDIO = Example.of(" goal ", "goal.jpg", (0.6, 0.8)), Example.of("studio", "studio.jpg", (1.0, 0.0))


def taught(*examples: Example) -> LabelCollection:
    found = EMPTY
    for each in examples:
        found = with_example(found, MODEL, each)
    return found


def test_an_example_is_known_by_its_vector() -> None:
    found = taught(GOAL, STUDIO)
    assert (found.labels, found.version, found.model) == ({"goal": 1, "studio": 1}, 2, MODEL)
    assert found.counts == {"Examples": 2, "Labels": 2}
    again = with_example(found, MODEL, Example.of("goal", "goal.jpg", (0.6, 0.8)))
    assert again is found, "the same image taught again changes nothing"


def test_the_same_image_has_the_label_that_it_was_taught_last() -> None:
    found = taught(GOAL, Example.of("corner", "goal.jpg", (0.6, 0.8)))
    assert (found.labels, found.version) == ({"corner": 1}, 2)


def test_a_file_reads_as_it_was_written() -> None:
    found = taught(GOAL, STUDIO)
    written = found.to_json()
    assert LabelCollection.model_validate(written) == found
    assert set(written["Examples"][0]) == {"ExampleId", "Label", "Source", "Embedding"}
    assert not {"Request", "Requests", "Faces"} & set(written)


def test_vectors_of_another_model_are_refused() -> None:
    with pytest.raises(WrongState, match=r"holds embeddings of net .* make a new collection"):
        with_example(taught(GOAL), EmbeddingModel(name="other", sha256="b" * 64), STUDIO)
    assert taught().model is None


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    """JSON writes it as null, and no collection with one could be read again."""
    with pytest.raises(WrongState, match="numbers are not all finite: sports cannot hold it"):
        taught(Example.of("goal", "goal.jpg", (number, 0.1)))


def test_vectors_of_two_lengths_are_refused_also_where_one_model_is_said_to_have_made_them() -> None:
    with pytest.raises(WrongState, match=r"holds vectors of 2 numbers, but this image was read as 3"):
        taught(GOAL, Example.of("studio", "studio.jpg", (0.1, 0.2, 0.3)))


def test_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom_labels, "MOST_EXAMPLES", 1)
    with pytest.raises(WrongState, match="holds 1 examples, which is the most"):
        taught(GOAL, STUDIO)
    assert taught(GOAL, Example.of("corner", "goal.jpg", (0.6, 0.8))).labels == {"corner": 1}


def test_labels_and_examples_are_taken_out() -> None:
    found = taught(GOAL, STUDIO)
    assert without(found, label="goal").labels == {"studio": 1}
    assert without(found, example=STUDIO.example_id).labels == {"goal": 1}
    empty = without(without(found, label="goal"), label="studio")
    assert (empty.examples, empty.model, empty.version) == ((), None, 4)
    with pytest.raises(WrongState, match=r"sports holds no 'gaol'; it holds goal, studio"):
        without(found, label="gaol")
    with pytest.raises(WrongState, match=r"holds no example f00; it holds nothing"):
        without(EMPTY, example="f00")


def test_a_blank_label_is_none() -> None:
    with pytest.raises(InvalidObject, match="cannot be blank"):
        Example.of(" ", "a.jpg", (1.0,))


def test_examples_are_tried_by_label_and_source() -> None:
    found = tried(taught(GOAL, STUDIO), [[1.0, 0.6], [0.6, 1.0]], DEFAULT_RULE)
    assert found == {"goal": LabelTrial(1, 1, 0), "studio": LabelTrial(1, 1, 0)}
