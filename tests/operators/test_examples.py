"""Every operator's examples come out as written down, in the operator's own environment; so does their stub."""

import pytest

from tests.operators.comparison import Expectation, differences
from tests.operators.examples import Case, cases, problems_of, run_case
from tests.operators.runs import OPERATORS

CASES = cases()
FIRST = [case for case in CASES if case is next(other for other in CASES if other.operator == case.operator)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_example_comes_out_as_written_down(case: Case) -> None:
    problems = problems_of(case, run_case(case))
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("case", FIRST, ids=str)
def test_stub_emits_the_first_example(case: Case) -> None:
    outcome = run_case(case, STUB="1")
    assert (outcome.exit_code, outcome.files) == (0, case.expected)


def test_every_operator_has_an_example() -> None:
    manifests = {path.parent.name: path.read_text("utf-8") for path in OPERATORS.glob("[!_]*/operator.yaml")}
    operators = {name for name, text in manifests.items() if "\n  suspend: true" not in text}
    assert operators == {case.operator for case in CASES}


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
