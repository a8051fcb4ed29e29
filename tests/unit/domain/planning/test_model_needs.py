"""Which models a run does without, by its parameters."""

from collections.abc import Mapping
from typing import Any

import pytest

from media_insights.domain.planning.model_needs import models_left_out
from tests.unit.builders import operator

SPEC = operator(
    "shots",
    parameters={"mode": {"type": "string"}, "voices": {"type": "boolean"}, "size": {"type": "integer"}},
    models=[
        {"name": "always"},
        {"name": "network", "neededWhen": {"parameter": "mode", "values": ["accurate", "best"]}},
        {"name": "speakers", "neededWhen": {"parameter": "voices", "values": [True]}},
        {"name": "large", "neededWhen": {"parameter": "size", "values": [1]}},
    ],
)


@pytest.mark.parametrize(
    ("parameters", "left_out"),
    [
        ({"mode": "fast", "voices": False, "size": 2}, {"network", "speakers", "large"}),
        ({"mode": "accurate", "voices": False, "size": 2}, {"speakers", "large"}),
        ({"mode": "best", "voices": True, "size": 1}, set()),
        ({"voices": 1, "size": True}, {"network", "speakers", "large"}),
        ({"size": 1.0}, {"network", "speakers"}),
    ],
)
def test_models_left_out(parameters: Mapping[str, Any], left_out: set[str]) -> None:
    assert models_left_out(SPEC, parameters) == left_out
