"""What becomes of an asset by its age, row by row."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from media_insights.api.v1alpha1 import labels, reasons
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.deciding.actions import DeleteAsset, DeleteWithReceipt
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.deciding.assets.retention import LONGEST, retention_of
from media_insights.domain.sources.tenancy import Retention, Tenant, tenant_of
from tests.unit.controller.objects import NOW, asset, asset_facts, execution

YEAR = Retention(days=365)
HOLD = {"annotations": {labels.LEGAL_HOLD: "case 42"}}


def facts(days: float, rule: Retention | None = YEAR, meta: dict[str, Any] | None = None, **more: Any) -> AssetFacts:
    """Return the facts about an asset that was created some days ago."""
    made = {"creationTimestamp": rfc3339(NOW - timedelta(days=days)), **(meta or {})}
    status = {"retention": more.pop("before")} if "before" in more else {}
    tenant = tenant_of([Tenant(namespace="newsroom", retention=rule)], "newsroom", "media")
    return asset_facts(asset(meta=made, status=status), tenant=tenant, **more)


def running(days: float) -> AssetFacts:
    return facts(days, executions=(execution("Started"),))


@pytest.mark.parametrize(
    ("about", "state", "said"),
    [
        (facts(1), "Kept", "assets of newsroom are kept for 365 days"),
        (facts(364.9), "Kept", "are kept for 365 days"),
        (facts(365), "Deleting", "it is deleted with a receipt"),
        (facts(400, meta=HOLD), "Held", "it is on legal hold: case 42"),
        (facts(400, Retention(days=365, dry_run=True)), "Due", "it would be deleted (dryRun)"),
        (running(400), "Kept", "it is deleted when nothing runs"),
    ],
)
def test_age_decides(about: AssetFacts, state: str, said: str) -> None:
    found = retention_of(about, NOW)
    assert found
    assert (found.state, said in found.message) == (state, True), found.message
    assert found.expires_at == about.asset.metadata.creation_timestamp + timedelta(days=365)  # type: ignore[operator]


@pytest.mark.parametrize(
    "about", [facts(4000, None), facts(4000, enabled=False), facts(4000, meta={"creationTimestamp": None})]
)
def test_without_a_word_of_an_administrator_everything_stays(about: AssetFacts) -> None:
    assert retention_of(about, NOW) is None
    decision = decide_asset(about, NOW)
    assert decision.status
    assert decision.status.retention is None


def test_it_is_told_before_it_is_done() -> None:
    about = facts(400)
    first = decide_asset(about, NOW)
    assert first.status
    assert first.status.retention
    assert not [each for each in first.actions if isinstance(each, DeleteAsset)]
    assert [each.reason for each in first.changes if each.reason == reasons.RETENTION] == [reasons.RETENTION]
    second = replace(about, asset=about.asset.model_copy(update={"status": first.status}))
    decision = decide_asset(second, NOW)
    assert [each for each in decision.actions if isinstance(each, DeleteAsset)] == [DeleteAsset("asset-1")]
    assert reasons.RETENTION not in [each.reason for each in decision.changes]


def test_a_hold_that_comes_in_between_wins() -> None:
    about = facts(400, meta=HOLD, before={"state": "Deleting"})
    decision = decide_asset(about, NOW)
    assert not [each for each in decision.actions if isinstance(each, DeleteAsset)]
    assert decision.status
    assert decision.status.retention
    assert decision.status.retention.state == "Held"
    assert len(facts(400, meta={"annotations": {labels.LEGAL_HOLD: "x" * 9000}}).asset.metadata.annotations) == 1
    long = retention_of(facts(400, meta={"annotations": {labels.LEGAL_HOLD: "x" * 9000}}), NOW)
    assert long
    assert len(long.message) <= LONGEST


def test_a_rule_that_is_taken_back_is_forgotten() -> None:
    decision = decide_asset(facts(400, None, before={"state": "Due"}), NOW)
    assert decision.status
    assert decision.status.retention is None


def test_a_receipt_says_why() -> None:
    gone = {"deletionTimestamp": "2026-05-01T12:00:00Z"}
    told = {"state": "Deleting", "message": "too old"}
    for before, because in ((told, "too old"), ({**told, "state": "Kept"}, "")):
        decision = decide_asset(facts(400, meta=gone, before=before), NOW)
        (receipt,) = [each for each in decision.actions if isinstance(each, DeleteWithReceipt)]
        assert receipt.because == because
