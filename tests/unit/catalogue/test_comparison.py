"""Comparing JSON with tolerances by path."""

import pytest

from media_insights.catalogue.comparison import Expectation, differences


@pytest.mark.parametrize(
    ("expected", "found", "wanted", "count"),
    [
        pytest.param({"a": 1}, {"a": 1.0000001}, {}, 0, id="numbers are equal within a millionth"),
        pytest.param({"a": 1}, {"a": 2}, {}, 1, id="other numbers differ"),
        pytest.param({"a": [{"b": 1}]}, {"a": [{"b": 1.4}]}, {"tolerance": {"a.*.b": 0.5}}, 0, id="tolerance by path"),
        pytest.param({"a": [{"c": 1}]}, {"a": [{"c": 1.4}]}, {"tolerance": {"a.*.b": 0.5}}, 1, id="only that path"),
        pytest.param({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"ignore": ["b"]}, 0, id="ignored"),
        pytest.param({"a": 1}, {}, {}, 1, id="missing"),
        pytest.param({}, {"a": 1}, {}, 1, id="not expected"),
        pytest.param({"a": ["x"]}, {"a": ["y", "x"]}, {"contains": ["a"]}, 0, id="contains"),
        pytest.param({"a": ["x"]}, {"a": ["y"]}, {"contains": ["a"]}, 1, id="does not contain"),
        pytest.param({"a": True}, {"a": 1}, {}, 1, id="true is not one"),
    ],
)
def test_comparison(expected: object, found: object, wanted: dict[str, object], count: int) -> None:
    assert len(list(differences(expected, found, Expectation.of(wanted)))) == count
