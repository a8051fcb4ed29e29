"""What is wrong with a value, in plain words: what would be right, and what was there instead."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from media_insights.domain.planning.schema_errors import sentence_of


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({"type": "integer"}, 1.5, "must be a whole number, not 1.5"),
        ({"type": "boolean"}, "yes", 'must be true or false, not the text "yes"'),
        ({"type": ["string", "null"]}, 3, "must be text or null, not 3"),
        ({"type": "array", "items": {"type": "string"}}, ["a", 1], "must be text, not 1"),
        ({"minimum": 1}, 0, "must be at least 1, not 0"),
        ({"exclusiveMaximum": 1}, 1, "must be less than 1, not 1"),
        ({"enum": ["auto", "en"]}, "de", 'must be "auto" or "en", not "de"'),
        ({"pattern": "^[a-z]+$"}, "A1", 'must match ^[a-z]+$, not "A1"'),
        ({"maxLength": 3}, "long", "must have at most 3 characters, not 4"),
        ({"maximum": 1}, 2, "must be at most 1, not 2"),
        ({"exclusiveMinimum": 1}, 1, "must be more than 1, not 1"),
        ({"multipleOf": 2}, 3, "must be a multiple of 2, not 3"),
        ({"const": "a"}, "b", 'must be "a", not "b"'),
        ({"enum": ["fast", "good"]}, "god", 'must be "fast" or "good", not "god"; did you mean good?'),
        ({"minLength": 3}, "no", "must have at least 3 characters, not 2"),
        ({"minItems": 2}, [1], "must have at least 2 entries, not 1"),
        ({"maxItems": 1}, [1, 2], "must have at most 1 entries, not 2"),
        ({"uniqueItems": True}, [1, 1], "must not repeat an entry: [1, 1]"),
        ({"required": ["left", "top"]}, {"left": 1}, "lacks top"),
        ({"properties": {"a": {}}, "additionalProperties": False}, {"b": 1}, 'has a key that is not known: "b"'),
    ],
)
def test_a_wrong_value_is_refused_in_plain_words(schema: dict[str, Any], value: object, sentence: str) -> None:
    (error,) = Draft202012Validator(schema).iter_errors(value)
    assert sentence_of(error) == sentence


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2)
)


@given(st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"]), values)
def test_every_error_of_type_is_a_sentence(kind: str, value: Any) -> None:
    for error in Draft202012Validator({"type": kind}).iter_errors(value):
        assert sentence_of(error).startswith("must be ")
