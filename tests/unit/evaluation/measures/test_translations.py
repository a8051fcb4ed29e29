import pytest

from tests.evaluation.measures.translations import chrf


def test_the_same_sentence_is_100_and_another_nearly_nothing() -> None:
    assert chrf(["The cat sleeps."], ["The cat sleeps."]) == pytest.approx(100)
    assert chrf(["xyz"], ["The cat sleeps."]) < 5


def test_the_value_is_sacrebleus() -> None:
    # sacrebleu 2.6: `sacrebleu -m chrf`, signature nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no
    assert chrf(["ab c"], ["ab d"]) == pytest.approx(38.89, abs=0.01)
