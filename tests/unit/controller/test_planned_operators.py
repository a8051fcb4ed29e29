"""Which operators an execution's status lists."""

import pytest

from media_insights.controller.planned_operators import objects_in, operators_in


def test_an_alias_counts_as_its_operator_and_what_is_none_as_nothing() -> None:
    operators = [{"name": "proxy"}, {"name": "loud", "operator": "transcode"}, {"name": 7}, "odd"]
    assert list(operators_in({"stages": [{"operators": operators}, "odd", {}]})) == ["proxy", "transcode"]


@pytest.mark.parametrize("value", [None, 7, "text", {"a": {}}, ["text", None]])
def test_what_holds_no_objects_is_empty(value: object) -> None:
    assert objects_in(value) == []
