"""What people ask of batches."""

import pytest

from media_insights.actions import batch as batching
from media_insights.actions.batch import ItemPlace
from media_insights.api.v1alpha1 import MediaBatch
from media_insights.errors import WrongState
from tests.unit.domain.deciding.batches.facts import batch


def test_a_new_batch_has_what_was_said_and_nothing_else() -> None:
    place = ItemPlace(bucket="media", key="a/", include=["*.jpg"])
    made = batching.new_batch("b", place, "flow", {}, parallelism=3, failureBudget=None)
    assert made["spec"] == {
        "source": {"prefix": {"bucket": "media", "key": "a/"}, "include": ["*.jpg"]},
        "workflow": "flow",
        "parallelism": 3,
    }
    MediaBatch.model_validate(made)


def test_a_list_is_one_and_a_whole_bucket_has_no_key() -> None:
    assert ItemPlace(bucket="media", key="a.ndjson", is_list=True).to_spec() == {
        "list": {"bucket": "media", "key": "a.ndjson"}
    }
    assert ItemPlace(bucket="media", key="").to_spec() == {"prefix": {"bucket": "media"}}


def test_patches() -> None:
    assert batching.suspension_patch(suspend=True) == {"spec": {"suspend": True}}
    assert batching.cancellation_patch() == {"spec": {"cancel": True}}
    assert batching.relisting_patch(batch(relist=2)) == {"spec": {"relist": 3}}
    failed = batch({"items": {"total": 3, "failed": 1}}, retries=1)
    assert batching.retry_patch(failed) == {"spec": {"retries": 2}}


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(WrongState, match="nothing of b has failed"):
        batching.retry_patch(batch({"items": {"total": 3, "done": 3}}))
    for patch in (batching.retry_patch, batching.relisting_patch):
        with pytest.raises(WrongState, match="was cancelled"):
            patch(batch(cancel=True))
