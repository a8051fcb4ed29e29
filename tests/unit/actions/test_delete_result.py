"""Deleting a result: what the asset is asked."""

import json
from datetime import UTC, datetime

from media_insights.actions.delete_result import deletion_patch
from media_insights.api.v1alpha1 import labels
from tests.unit.controller.objects import asset

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_a_second_request_keeps_the_first() -> None:
    first = deletion_patch(asset(), "labels", NOON)["metadata"]["annotations"]
    second = deletion_patch(asset(meta={"annotations": first}), "faces", NOON)["metadata"]["annotations"]
    at = "2026-01-01T12:00:00Z"
    assert json.loads(first[labels.DELETED_RESULTS]) == {"labels": at}
    assert json.loads(second[labels.DELETED_RESULTS]) == {"faces": at, "labels": at}
