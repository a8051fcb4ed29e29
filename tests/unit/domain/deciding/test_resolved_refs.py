"""What is said of an object that names what is not there."""

from datetime import UTC, datetime

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.api.v1alpha1.conditions import RESOLVED_REFS, condition_of
from media_insights.domain.deciding.resolved_refs import resolved_operators, with_missing_workflows
from tests.unit.builders import CATALOGUE, workflow

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_each_missing_operator_of_a_workflow_is_told_with_its_place() -> None:
    spec = workflow("a: proxy; b: gone labels").model_dump(by_alias=True)
    entry = MediaWorkflow.model_validate({"metadata": {"name": "w"}, "spec": spec})
    found = resolved_operators(entry, CATALOGUE, NOW)
    assert (found.status, found.reason) == ("False", "UnknownOperator")
    assert found.message.startswith("spec.stages[1].operators[0].name: unknown operator gone")
    assert resolved_operators(entry, {**CATALOGUE, "gone": CATALOGUE["labels"]}, NOW).status == "True"


def test_of_workflows_nothing_is_said_until_one_is_gone_and_then_also_that_it_is_back() -> None:
    assert with_missing_workflows((), (), 1, NOW) == ()
    gone = with_missing_workflows((), ("a", "b"), 1, NOW)
    told = condition_of(gone, RESOLVED_REFS)
    assert told
    assert (told.status, told.reason) == ("False", "UnknownWorkflow")
    assert "there is no MediaWorkflow a and b" in told.message
    back = condition_of(with_missing_workflows(gone, (), 1, NOW), RESOLVED_REFS)
    assert back
    assert (back.status, back.reason, back.message) == ("True", "Resolved", "")
