"""One result is deleted in order: its pointer, its objects, the request."""

import json
from dataclasses import replace
from typing import Any

from media_insights.api.v1alpha1 import labels
from media_insights.domain.deciding.actions import Annotate, DeleteResultWithReceipt
from media_insights.domain.deciding.assets.decide_asset import AssetDecision, decide_asset
from media_insights.domain.deciding.changes import METADATA_REMOVED
from tests.unit.controller.objects import NOW, asset, asset_facts, execution

PREFIX = "private/newsroom/assets/asset-1/"
UNTIL = "2026-05-01T12:00:00Z"
REQUEST = {"annotations": {labels.DELETED_RESULTS: json.dumps({"labels": UNTIL})}}
MADE: dict[str, Any] = {
    "conditions": [{"type": "Accepted", "status": "True", "reason": "Valid", "observedGeneration": 1}],
    "media": {"type": "Video"},
    "prefix": PREFIX,
    "results": [
        {
            "folder": "workflows/e/",
            "execution": "run-1",
            "metadata": [
                {"operator": each, "bytes": 7, "time": "2026-05-01T11:00:00Z"} for each in ("labels", "faces")
            ],
        }
    ],
}


def deletions(decision: AssetDecision) -> list[DeleteResultWithReceipt | Annotate]:
    return [each for each in decision.actions if isinstance(each, DeleteResultWithReceipt | Annotate)]


def test_the_pointer_goes_first_and_is_told() -> None:
    decision = decide_asset(asset_facts(asset(meta=REQUEST, status=MADE), source=None), NOW)
    assert decision.status
    assert [each.operator for folder in decision.status.results for each in folder.metadata] == ["faces"]
    assert [each.message for each in decision.changes if each.reason == METADATA_REMOVED] == [
        "labels is no longer a result of the asset"
    ]
    assert deletions(decision) == []


def test_then_the_objects_go_with_a_receipt_and_then_the_request() -> None:
    facts = asset_facts(asset(meta=REQUEST, status=MADE), source=None)
    first = decide_asset(facts, NOW)
    later = replace(facts, asset=facts.asset.model_copy(update={"status": first.status}))
    decision = decide_asset(later, NOW)
    meta = facts.asset.metadata
    assert deletions(decision) == [
        DeleteResultWithReceipt(meta.namespace, meta.name, meta.uid, "labels", UNTIL),
        Annotate(labels.DELETED_RESULTS, None),
    ]
    assert not decision.changes


def made_at(time: str | None) -> dict[str, Any]:
    key = f"{PREFIX}workflows/e/labels.json"
    operators = [{"name": "labels", "status": "Complete", "key": key, "finishedAt": time}] if time else []
    return {"state": "Started", "stages": [{"name": "analyze", "operators": operators}]}


def test_an_execution_that_made_it_later_or_still_may_is_spared() -> None:
    about = asset(meta=REQUEST, status=MADE | {"results": []})
    rows: dict[str | None, tuple[str, ...]] = {
        None: ("{own}",),
        "2026-05-01T11:59:00Z": (),
        "2026-05-01T12:00:01Z": ("{own}", "e"),  # it took the result over from e
    }
    for time, spared in rows.items():
        run = execution(status=made_at(time))
        (delete, _) = deletions(decide_asset(asset_facts(about, source=None, executions=(run,)), NOW))
        assert isinstance(delete, DeleteResultWithReceipt)
        assert delete.spared == tuple(f"{PREFIX}workflows/{each.format(own=run.metadata.uid)}/" for each in spared), (
            time
        )


def test_a_time_in_the_future_is_brought_back_to_now_at_once_so_that_no_later_result_goes() -> None:
    far = {"annotations": {labels.DELETED_RESULTS: json.dumps({"labels": "2099-01-01T00:00:00Z"})}}
    first = decide_asset(asset_facts(asset(meta=far, status=MADE), source=None), NOW)
    assert deletions(first) == [Annotate(labels.DELETED_RESULTS, json.dumps({"labels": UNTIL}))]
    about = asset(meta=far, status=MADE | {"results": []})
    (delete, note) = deletions(decide_asset(asset_facts(about, source=None), NOW))
    assert isinstance(delete, DeleteResultWithReceipt)
    assert (delete.until, note) == (UNTIL, Annotate(labels.DELETED_RESULTS, None))
