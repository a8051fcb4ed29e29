"""Variables of an operator's environment: what the catalogue says, and what workflows may set."""

import pytest

from media_insights.domain.planning.parameters import Layer, problems_of
from media_insights.domain.planning.variables import variables_of
from tests.unit.builders import operator

SPEC = operator(
    "x",
    parameters={"role": {"type": "string"}, "most": {"type": "integer", "default": 3}, "deep": {"type": "boolean"}},
    environment=[
        {"name": "NLTK_DATA", "value": "/app/nltk_data"},
        {"name": "translateRole", "parameter": "role"},
        {"name": "MOST", "parameter": "most"},
        {"name": "DEEP", "parameter": "deep"},
    ],
)


def test_values_are_those_of_the_catalogue_and_of_parameters_and_none_where_there_is_none() -> None:
    found = variables_of(SPEC, {"most": 3, "deep": True})
    assert found == {"NLTK_DATA": "/app/nltk_data", "MOST": "3", "DEEP": "true"}
    assert variables_of(SPEC, {"role": "arn:x"})["translateRole"] == "arn:x"


@pytest.mark.parametrize("value", ["a {{workflow.uid}}", "a\0b"])
def test_a_parameter_that_becomes_a_variable_holds_only_what_one_can_hold(value: str) -> None:
    (problem,) = problems_of("x", SPEC, Layer("spec.configuration.x", {"role": value}))
    assert str(problem).startswith("spec.configuration.x.role: becomes an environment variable, which cannot hold")


def test_a_workflow_sets_no_variable_that_no_parameter_gives() -> None:
    (problem,) = problems_of("x", SPEC, Layer("spec.configuration.x", {"NLTK_DATA": "elsewhere"}))
    assert "x has no parameter NLTK_DATA" in str(problem)
