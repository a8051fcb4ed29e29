"""What objects name."""

from typing import Any

import pytest

from media_insights.controller import targets, views


def execution(state: str) -> dict[str, Any]:
    operators = [{"name": "proxy"}, {"name": "loud", "operator": "transcode"}, {"name": 7}, "odd"]
    stages = [{"name": "only", "operators": operators}, "odd", {"name": "none"}]
    return {
        "metadata": {"name": "e", "namespace": "n"},
        "spec": {"asset": "a", "workflow": "flow"},
        "status": {"state": state, "stages": stages},
    }


def test_an_execution_names_its_workflow_and_operators_by_their_own_names_until_it_ends() -> None:
    found = targets.of_execution(("n", "e"), views.execution_view(execution("Started")))
    assert set(found) == {("n", "flow"), ("", "proxy"), ("", "transcode")}
    assert targets.of_execution(("n", "e"), views.execution_view(execution("Complete"))) == ()


@pytest.mark.parametrize(
    ("state", "accepted", "names"),
    [("Started", "True", True), ("Paused", "True", True), ("Complete", "True", False), ("Error", "False", True)],
)
def test_a_batch_names_its_workflow_until_it_has_ended(state: str, accepted: str, names: bool) -> None:  # noqa: FBT001
    conditions = [{"type": "Accepted", "status": accepted}]
    batch = {
        "metadata": {"name": "b"},
        "spec": {"workflow": "flow"},
        "status": {"state": state, "conditions": conditions},
    }
    assert bool(targets.of_batch(("n", "b"), views.batch_summary(batch))) is names


def test_an_asset_names_its_workflows_and_a_workflow_that_cannot_be_read_nothing() -> None:
    asset = {"metadata": {"name": "a"}, "spec": {"workflows": [{"name": "flow"}, {"name": "other"}]}}
    found = targets.of_asset(("n", "a"), views.asset_summary(asset))
    assert set(found) == {("n", "flow"), ("n", "other")}
    assert targets.of_workflow(("n", "flow"), None) == ()
