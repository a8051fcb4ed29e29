"""Whether a workflow may run."""

from datetime import UTC, datetime

import pytest

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.domain.deciding.decide_workflow import decide_workflow
from tests.unit.builders import CATALOGUE, workflow

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stages", "status", "reason", "operators"),
    [
        ("a: proxy; b: labels transcribe", "True", "Valid", 3),
        ("a: proxy; b: lables", "False", "UnknownOperator", 2),
        ("a: shots", "False", "UnmetInput", 1),
    ],
)
def test_a_workflow_is_judged_and_its_operators_counted(stages: str, status: str, reason: str, operators: int) -> None:
    entry = MediaWorkflow.model_validate(
        {"metadata": {"name": "w", "generation": 2}, "spec": workflow(stages).model_dump(by_alias=True)}
    )
    decision = decide_workflow(entry, CATALOGUE, NOW)
    assert decision.status is not None
    (condition,) = decision.status.conditions
    assert (condition.status, condition.reason) == (status, reason)
    assert (decision.status.operators, decision.status.observed_generation) == (operators, 2)
