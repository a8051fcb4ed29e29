"""Defaults, layers, and the words in which a wrong value is refused."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.operator_needs import Access
from media_insights.domain.planning import parameters
from media_insights.domain.planning.parameters import Layer
from tests.unit.builders import operator

integers = st.dictionaries(st.sampled_from("abcd"), st.integers(), max_size=4)
SPEC = operator(
    "x", parameters={name: {"type": "integer"} for name in "bcd"} | {"a": {"type": "integer", "default": 0}}
)


@given(integers, integers)
def test_the_later_layer_wins_key_by_key(workflow: dict[str, int], run: dict[str, int]) -> None:
    found = parameters.values_of(SPEC, Layer("w", workflow), Layer("r", run))
    assert found == {"a": 0} | workflow | run


@given(st.lists(st.sampled_from([None, True, False]), max_size=3), st.booleans())
def test_the_last_layer_that_says_enabled_decides(said: list[bool | None], default: bool) -> None:  # noqa: FBT001
    layers = [Layer("", {} if each is None else {"enabled": each}) for each in said]
    expected = next((each for each in reversed(said) if each is not None), default)
    assert parameters.is_enabled(default, *layers) is expected
    assert "enabled" not in parameters.values_of(SPEC, *layers)


@pytest.mark.parametrize(
    ("values", "path", "message"),
    [
        ({"a": "x"}, "c.a", 'must be a whole number, not the text "x"'),
        ({"zoom": 1}, "c.zoom", "x has no parameter zoom; known: a, b, c, d, enabled"),
        ({"enabled": "no"}, "c.enabled", 'must be true or false, not "no"'),
    ],
)
def test_a_layer_is_refused_at_its_field(values: dict[str, Any], path: str, message: str) -> None:
    (problem,) = parameters.problems_of("x", SPEC, Layer("c", values))
    assert (problem.path, problem.message, problem.reason) == (path, message, "InvalidConfiguration")


def test_a_value_of_the_wrong_type_is_refused_once() -> None:
    spec = operator("x", parameters={"size": {"type": "integer", "enum": [1, 2]}})
    assert len(list(parameters.problems_of("x", spec, Layer("c", {"size": "big"})))) == 1


def test_the_path_leads_into_the_value() -> None:
    spec = operator("x", parameters={"boxes": {"items": {"properties": {"left": {"type": "number"}}}}})
    (problem,) = parameters.problems_of("x", spec, Layer("c", {"boxes": [{"left": 1}, {"left": "1"}]}))
    assert problem.path == "c.boxes[1].left"


WITH_MODELS = operator(
    "shots",
    parameters={"mode": {"type": "string"}, "speech": {"type": "boolean"}, "size": {"type": "integer"}},
    models=[
        {"name": "always"},
        {"name": "network", "neededWhen": {"parameter": "mode", "values": ["accurate", "best"]}},
        {"name": "speakers", "neededWhen": {"parameter": "speech", "values": [True]}},
        {"name": "large", "neededWhen": {"parameter": "size", "values": [1]}},
    ],
)


@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ({"mode": "fast", "speech": False, "size": 2}, {"network", "speakers", "large"}),
        ({"mode": "accurate", "speech": False, "size": 2}, {"speakers", "large"}),
        ({"mode": "best", "speech": True, "size": 1}, set()),
        ({"speech": 1, "size": True}, {"network", "speakers", "large"}),
        ({"size": 1.0}, {"network", "speakers"}),
    ],
)
def test_a_model_that_no_parameter_asks_for_is_left_out(values: Mapping[str, Any], left_out: set[str]) -> None:
    assert parameters.models_left_out(WITH_MODELS, values) == left_out


ASKS = {"network": "Egress", "secret": {"name": "endpoint", "keys": ["KEY"]}, "objectStore": "ReadWrite"}


@pytest.mark.parametrize(
    ("needed", "values", "granted"),
    [
        ({"parameter": "engine", "values": ["endpoint"]}, {"engine": "endpoint"}, True),
        ({"parameter": "engine", "values": ["endpoint"]}, {"engine": "auto"}, False),
        ({"parameter": "engine", "values": ["endpoint"]}, {}, False),
        (None, {"engine": "auto"}, True),
    ],
)
def test_an_operator_reaches_what_it_declares_or_nothing_of_it(
    needed: object,
    values: Mapping[str, Any],
    granted: bool,  # noqa: FBT001
) -> None:
    access = ASKS if needed is None else ASKS | {"neededWhen": needed}
    spec = operator("translate", parameters={"engine": {"type": "string"}}, access=access)
    found = parameters.as_granted(spec, values)
    assert found.access == (spec.access if granted else Access())
    assert found.model_copy(update={"access": spec.access}) == spec
