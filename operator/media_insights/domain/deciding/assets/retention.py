"""Retention by age: what an administrator says of a namespace, and what becomes of an asset that is older.

Deletion takes two passes: the first one says so in the status, which Events, metrics and receipts go by; the next one
deletes the object, which then goes as one that somebody deleted, with its executions and a receipt.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from media_insights.api.v1alpha1 import AssetStatus
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.retention import RetentionStatus
from media_insights.domain.deciding.actions import Decision, DeleteAsset
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.holds import hold_of
from media_insights.domain.wording import cut

LONGEST = 512
"""Characters of a message: what a hold says is anybody's text."""


def retention_of(facts: AssetFacts, now: datetime) -> RetentionStatus | None:
    """Return until when an asset is kept and what then becomes of it; None where nobody said how long."""
    rule, created = facts.tenant.retention, facts.asset.metadata.creation_timestamp
    if rule is None or created is None or not facts.enabled:
        return None
    expires = created + timedelta(days=rule.days)
    kept = f"assets of {facts.asset.metadata.namespace} are kept for {rule.days} days"
    if now < expires:
        return RetentionStatus(state="Kept", expires_at=expires, message=kept)
    if reason := hold_of(facts.asset):
        held = cut(f"{kept}; it is on legal hold: {reason}", LONGEST)
        return RetentionStatus(state="Held", expires_at=expires, message=held)
    if any(each.status.state not in FINISHED for each in facts.executions):
        return RetentionStatus(state="Kept", expires_at=expires, message=f"{kept}; it is deleted when nothing runs")
    if rule.dry_run:
        return RetentionStatus(state="Due", expires_at=expires, message=f"{kept}; it would be deleted (dryRun)")
    return RetentionStatus(state="Deleting", expires_at=expires, message=f"{kept}: it is deleted with a receipt")


def with_retention(facts: AssetFacts, decision: Decision[AssetStatus], now: datetime) -> Decision[AssetStatus]:
    """Return the decision about an asset with what its age means."""
    found = retention_of(facts, now)
    if decision.status is None or (found is None and facts.asset.status.retention is None):
        return decision
    before = facts.asset.status.retention
    is_told = before is not None and before.state == "Deleting"
    delete = (DeleteAsset(facts.asset.metadata.uid),) if found and found.state == "Deleting" and is_told else ()
    status = decision.status.model_copy(update={"retention": found})
    return replace(decision, status=status, actions=(*decision.actions, *delete))
