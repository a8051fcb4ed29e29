"""Inputs that say nothing: what an operator must have, or the one input that can be made of nothing."""

from pathlib import Path

import pytest

from media_insights.catalogue.operator_folders import LocalOperator, operator_in
from media_insights.catalogue.problems import Unusable
from media_insights.local.neutral_inputs import SENTENCE, inputs_of
from tests.operators.runs import OPERATORS


def shipped(name: str) -> LocalOperator:
    return operator_in(OPERATORS / name)


@pytest.mark.parametrize(
    ("operator", "given"),
    [
        ("label-detection", {"frames": "grey.png"}),
        ("transcribe", {"audio": "silence.wav"}),
        ("audio-events", {"audio": "silence.wav"}),
        ("entities", {"text": "sentence.txt"}),
        ("translate", {"text": "sentence.txt"}),
        ("key-phrases", {"text": "sentence.txt"}),
    ],
)
def test_an_operator_is_given_what_can_be_made_of_nothing(tmp_path: Path, operator: str, given: dict[str, str]) -> None:
    made = inputs_of(shipped(operator), {}, tmp_path)
    assert {name: path.name for name, path in made.items()} == given
    assert all(path.read_bytes() for path in made.values())


def test_what_the_caller_gives_is_enough_where_all_is_optional(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(SENTENCE)
    assert inputs_of(shipped("entities"), {"text": own}, tmp_path) == {"text": own}


def test_what_is_not_made_of_nothing_is_asked_for_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="translate-captions reads written, which is not made of nothing: give --in wri"):
        inputs_of(shipped("translate-captions"), {}, tmp_path)
