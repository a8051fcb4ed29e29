"""Stopping executions."""

from media_insights.actions.cancel import cancel_patch, unfinished
from media_insights.api.v1alpha1 import labels
from tests.unit.controller.objects import execution


def test_what_has_ended_cannot_be_cancelled() -> None:
    states = ("", "Queued", "Started", "Waiting", "Complete", "Error", "Cancelled", "TimedOut")
    assert [each.status.state for each in unfinished(map(execution, states))] == ["", "Queued", "Started", "Waiting"]


def test_the_patch_says_what_took_its_place() -> None:
    assert cancel_patch() == {"spec": {"cancel": True}}
    assert cancel_patch(superseded_by="run-2") == {
        "metadata": {"annotations": {labels.SUPERSEDED_BY: "run-2"}},
        "spec": {"cancel": True},
    }
