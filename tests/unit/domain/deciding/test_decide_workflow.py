"""Whether a workflow may run."""

from datetime import UTC, datetime

import pytest

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.domain.deciding.decide_workflow import decide_workflow
from media_insights.domain.deciding.object_uses import UNUSED
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
    decision = decide_workflow(entry, CATALOGUE, UNUSED, NOW)
    assert decision.status is not None
    found = {each.type: each for each in decision.status.conditions}
    assert set(found) == {"Accepted", "ResolvedRefs", "InUse"}
    assert (found["Accepted"].status, found["Accepted"].reason) == (status, reason)
    assert (found["ResolvedRefs"].status == "False") == (reason == "UnknownOperator")
    assert (decision.status.operators, decision.status.observed_generation) == (operators, 2)
