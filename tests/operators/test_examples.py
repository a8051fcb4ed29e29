"""Every operator's examples come out as written down, in the operator's own environment; so does their stub."""

import pytest

from media_insights.catalogue.examples import Case, problems_of
from tests.operators.examples import cases, run_case
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
