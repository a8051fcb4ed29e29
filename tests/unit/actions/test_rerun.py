"""Running an execution again."""

import pytest

from media_insights.actions.rerun import rerun_of
from media_insights.api.v1alpha1.execution import MediaExecution
from media_insights.errors import WrongState
from tests.unit.controller.objects import asset, execution

ASSET = asset("analysis").metadata
ENDED = execution("Error", configuration={"labels": {"minConfidence": 70}})


def test_it_repeats_workflow_and_configuration() -> None:
    made = MediaExecution.model_validate(rerun_of(ENDED, ASSET, "abcd1234"))
    assert (made.spec.workflow, made.spec.configuration) == ("analysis", {"labels": {"minConfidence": 70}})
    assert made.spec.from_
    assert (made.spec.from_.execution, made.spec.from_.scope) == ("run-1", "All")


def test_it_may_repeat_only_what_failed_or_single_operators() -> None:
    assert rerun_of(ENDED, ASSET, "t", scope="Failed")["spec"]["from"]["scope"] == "Failed"
    chosen = rerun_of(ENDED, ASSET, "t", operators=("labels",))["spec"]["from"]
    assert chosen == {"execution": "run-1", "scope": "Operator", "operators": ["labels"]}


@pytest.mark.parametrize("state", ["", "Queued", "Started", "Waiting", "Resumed"])
def test_what_has_not_ended_is_not_repeated(state: str) -> None:
    with pytest.raises(WrongState, match="run-1 has not ended: wait for it, or cancel it first"):
        rerun_of(execution(state), ASSET, "t")
