"""What runs again, and by which execution."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.domain.deciding.batches.retries import retry_of, retryable
from tests.unit.domain.deciding.batches.facts import batch, states


@pytest.mark.parametrize(
    ("retries", "done", "count"),
    [(0, 0, 0), (1, 0, 1), (1, 1, 0), (2, 1, 1)],
    ids=["none", "one", "used up", "one more"],
)
def test_what_failed_runs_again_as_often_as_it_may(retries: int, done: int, count: int) -> None:
    items = [replace(each, retries=done) for each in states("dfrwx")]
    found = retryable(batch(retries=retries), items)
    assert [each.outcome for each in found] == ["Failed"] * count
    assert all(each.execution for each in found), "what was refused before it ran has nothing to repeat"


@pytest.mark.parametrize("how", [{"state": "Cancelled"}, {"state": "Error", "cancelled": True}])
def test_what_somebody_cancelled_is_not_to_run(how: dict[str, Any]) -> None:
    (failed,) = states("f")
    assert retryable(batch(retries=1), [replace(failed, **how)]) == ()


def test_a_retry_repeats_what_failed_and_has_one_name() -> None:
    (failed,) = states("f")
    wanted = batch(retries=2, configuration={"labels": {"minConfidence": 60}})
    manifest = retry_of(wanted, failed)
    assert manifest == retry_of(wanted, failed)
    assert manifest["metadata"]["name"] != retry_of(wanted, replace(failed, retries=1))["metadata"]["name"]
    made = MediaExecution.model_validate(manifest)
    assert made.spec.from_
    assert (made.spec.asset, made.spec.workflow) == (failed.name, "flow")
    assert (made.spec.from_.execution, made.spec.from_.scope) == (failed.execution, "Failed")
    assert made.spec.configuration == {"labels": {"minConfidence": 60}}
    assert made.metadata.annotations == {labels.RETRY: "1"}
    assert made.metadata.owner_references[0].uid == failed.uid
