"""`--set` reads YAML 1.2 scalars, and says how to write one that it cannot read."""

from typing import Any

import pytest

from media_insights.cli.terminal.assignments import configuration_of, value_of
from media_insights.cli.terminal.failures import Failure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60", 60),
        ("-3", -3),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("true", True),
        ("False", False),
        ("null", None),
        ("no", "no"),  # Norwegian, not false
        ("on", "on"),
        ("1:30", "1:30"),  # not sexagesimal
        ("007", "007"),
        ("2026-01-02", "2026-01-02"),
        ("", ""),
        ("Alice: a name", "Alice: a name"),
        ("a=b", "a=b"),
        ("[Alice, 2, no]", ["Alice", 2, "no"]),
        ("{a: 1}", {"a": 1}),
        ('"60"', "60"),
    ],
)
def test_a_value_is_a_yaml_1_2_scalar(text: str, value: Any) -> None:
    found = value_of(text)

    assert found == value
    assert type(found) is type(value)


def test_assignments_are_merged_and_the_last_one_wins() -> None:
    found = configuration_of(
        ["transcribe.language=no", "proxy.x=1", "transcribe.language=en", "transcribe.enabled=true"]
    )

    assert found == {"transcribe": {"language": "en", "enabled": True}, "proxy": {"x": 1}}


@pytest.mark.parametrize("text", ["foo", "foo=1", "foo.=1", ".bar=1", "Foo.bar=1", "foo.bar", ""])
def test_what_is_no_assignment_is_told_how_to_be_one(text: str) -> None:
    with pytest.raises(Failure, match=r"OPERATOR\.KEY=VALUE") as failure:
        configuration_of([text])

    assert failure.value.code == 2


def test_a_list_that_never_ends_is_refused() -> None:
    with pytest.raises(Failure, match="not YAML"):
        configuration_of(["a.b=[1, 2"])
