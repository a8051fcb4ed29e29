"""Which label an image gets from examples, and how often such an answer is right when the examples are tried."""

from math import inf

import pytest

from media_insights.domain.nearest_examples import (
    LabelRule,
    LabelTrial,
    NearestLabel,
    answer_of,
    confidence_of,
    trials_of,
)

RULE = LabelRule(neighbours=3, floor=0.6)
LABELS = ("goal", "goal", "studio", "studio")


@pytest.mark.parametrize(
    ("similarities", "label"),
    [
        ((0.9, 0.8, 0.1, 0.1), "goal"),
        ((0.1, 0.1, 0.61, 0.2), "studio"),  # one example is enough where no other is near
        ((0.59, 0.5, 0.4, 0.1), None),  # nothing is alike enough
        ((0.95, 0.1, 0.62, 0.61), "goal"),  # one that is very alike outweighs two that hardly are
        ((0.8, 0.1, 0.8, 0.1), None),  # as much speaks for one as for the other
        ((), None),
    ],
)
def test_the_nearest_decide_and_unknown_is_an_answer(similarities: tuple[float, ...], label: str | None) -> None:
    answer = answer_of(similarities, LABELS, RULE)
    assert (answer.label if answer else None) == label


def test_only_so_many_are_asked() -> None:
    similarities = (0.9, 0.7, 0.7, 0.7)
    labels = ("goal", "studio", "studio", "studio")
    alone = answer_of(similarities, labels, LabelRule(1, 0.6))
    assert alone == NearestLabel("goal", 1.0, 0.9)
    assert answer_of(similarities, labels, LabelRule(4, 0.6)) is not None


def test_an_answer_says_how_much_its_examples_agree_and_how_alike_the_nearest_is() -> None:
    answer = answer_of((0.9, 0.1, 0.7, 0.1), LABELS, RULE)
    assert answer is not None
    assert (answer.label, answer.similarity) == ("goal", 0.9)
    assert answer.agreement == pytest.approx(0.75, abs=0.001)


def rows(*groups: int, within: float = 0.9, between: float = 0.1) -> list[list[float]]:
    """Return how alike examples are, of labels that have so many examples each."""
    labels = [label for label, count in enumerate(groups) for _ in range(count)]
    return [[within if one == other else between for other in labels] for one in labels]


def test_each_example_is_hidden_in_turn() -> None:
    labels = ("goal", "goal", "studio", "studio", "studio")
    found = trials_of(rows(2, 3), labels, "abcde", RULE)
    assert found == {"goal": LabelTrial(2, 2, 2), "studio": LabelTrial(3, 3, 3)}


def test_what_has_one_example_cannot_be_tried() -> None:
    found = trials_of(rows(2, 1), ("goal", "goal", "studio"), "abc", RULE)
    assert found["studio"] == LabelTrial(examples=1, answered=0, right=0)
    assert (found["studio"].precision, found["studio"].recall, found["studio"].expected) == (None, 0.0, 0.5)


def test_examples_of_one_source_do_not_judge_each_other() -> None:
    labels = ("goal", "goal", "studio", "studio")
    frames = trials_of(rows(2, 2), labels, ("film", "film", "a.jpg", "b.jpg"), RULE)
    assert frames["goal"] == LabelTrial(examples=2, answered=0, right=0)
    assert frames["studio"] == LabelTrial(examples=2, answered=2, right=2)


def test_labels_that_are_taken_for_each_other_are_found_out() -> None:
    found = trials_of(rows(4), ("goal", "goal", "goal", "corner"), "abcd", RULE)
    assert found["goal"] == LabelTrial(examples=3, answered=4, right=3)
    assert found["goal"].precision == 0.75
    assert found["corner"].recall == 0


@pytest.mark.parametrize(
    ("trial", "expected"),
    [(LabelTrial(0), 0.5), (LabelTrial(3, 3, 3), 0.8), (LabelTrial(10, 10, 10), 11 / 12), (LabelTrial(2, 2, 0), 0.25)],
)
def test_few_right_answers_prove_little(trial: LabelTrial, expected: float) -> None:
    assert trial.expected == pytest.approx(expected)
    assert confidence_of(NearestLabel("goal", 0.5, 0.9), {"goal": trial}) == pytest.approx(50 * expected)


def test_what_is_exactly_as_alike_as_the_floor_counts() -> None:
    assert answer_of((0.6,), ("goal",), RULE) == NearestLabel("goal", 1.0, 0.6)
    assert answer_of((-inf,), ("goal",), RULE) is None
