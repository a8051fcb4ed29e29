"""Sizes of values are checked before anything else is."""

from typing import Any

import pytest

from media_insights.domain.planning import sizes
from media_insights.domain.planning.sizes import MOST_CHARACTERS, MOST_ITEMS, MOST_LEVELS

DEEP: Any = [[[[[1]]]]]


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({}, 5, ""),
        ({"maxItems": 2}, [1, 2], ""),
        ({"maxItems": 2}, [1, 2, 3], "must have at most 2 entries, not 3"),
        ({"maxItems": 10**9}, [0] * (MOST_ITEMS + 1), f"must have at most {MOST_ITEMS} entries, not {MOST_ITEMS + 1}"),
        ({"maxLength": 3}, "four", "must have at most 3 characters, not 4"),
        ({}, "x" * (MOST_CHARACTERS + 1), f"must have at most {MOST_CHARACTERS} characters, not {MOST_CHARACTERS + 1}"),
        ({"maxProperties": 1}, {"a": 1, "b": 2}, "must have at most 1 entries, not 2"),
        ({}, [[0] * 6000, [0] * 6000], f"must have at most {MOST_ITEMS} entries in all, not more"),
        ({}, ["x" * (MOST_CHARACTERS + 1)], f"must have no text of more than {MOST_CHARACTERS} characters"),
        ({}, {"x" * (MOST_CHARACTERS + 1): 1}, f"must have no text of more than {MOST_CHARACTERS} characters"),
        ({}, DEEP[0], ""),
        ({}, DEEP, f"must not be nested more than {MOST_LEVELS} levels deep"),
    ],
)
def test_row(schema: dict[str, Any], value: Any, sentence: str) -> None:
    problem = sizes.problem_of("spec.x", schema, value)
    assert (problem.message if problem else "") == sentence
    assert problem is None or (problem.path, problem.reason) == ("spec.x", "InvalidConfiguration")
