"""What a schema of a parameter may say, and that tenants' values cannot hold whoever validates them."""

from typing import Any

import pytest

from media_insights.domain.planning.parameter_schemas import errors_of, unusable_in


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$"}, ""),
        ({"pattern": "(a+)+$"}, ""),
        ({"pattern": "^(?!plan$).*"}, ".pattern: is no pattern that is matched in bounded time: look-around"),
        ({"pattern": r"(a)\1"}, ".pattern: is no pattern that is matched in bounded time: backreferences"),
        ({"pattern": "(" * 9}, ".pattern: is no pattern that is matched in bounded time: unclosed group"),
        ({"pattern": "((a{0,100}){0,100}){0,10}b"}, ".pattern: repeats too often"),
        ({"pattern": "a" * 501}, ".pattern: must have at most 500 characters, not 501"),
        ({"items": [{"not": {"pattern": "(?=a)"}}]}, ".items.0.not.pattern: is no pattern"),
        ({"type": "object", "propertyNames": {"pattern": r"\1"}}, ".propertyNames.pattern: is no pattern"),
        ({"$ref": "http://127.0.0.1:9/x"}, ".$ref: is not understood in parameters: write the schema out"),
        ({"items": {"$ref": "#"}}, ".items.$ref: is not understood in parameters"),
        ({"patternProperties": {"(a+)+$": {}}}, ".patternProperties: is not understood in parameters: say propertyN"),
        ({"properties": {"$ref": {"type": "string"}, "pattern": {"type": "string"}}}, ""),
        ({"enum": [{"pattern": "("}], "default": {"pattern": "("}}, ""),
    ],
)
def test_a_schema_is_refused_for_what_could_hold_its_reader(schema: dict[str, Any], expected: str) -> None:
    found = [f"{path}: {sentence}" for path, sentence in unusable_in(schema)]
    assert len(found) == bool(expected)
    assert all(each.startswith(expected) for each in found)


@pytest.mark.parametrize(
    ("pattern", "value", "matches"),
    [
        ("^[a-z]+$", "abc", True),
        ("^[a-z]+$", "abc\n", False),
        ("b", "abc", True),
        ("^\\S+$", "a\ud800", False),
        ("(a|aa)+$", "a" * 65_536 + "!", False),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 65_536, False),
        ("(?!x)", "x", False),
    ],
    ids=ascii,
)
def test_values_meet_patterns_in_time_that_grows_with_the_text_alone(pattern: str, value: str, matches: bool) -> None:  # noqa: FBT001
    assert (list(errors_of({"pattern": pattern}, value)) == []) is matches


def test_what_is_no_text_meets_no_pattern() -> None:
    assert list(errors_of({"pattern": "^a$"}, 3)) == []
