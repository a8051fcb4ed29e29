"""What an asset names: whether its workflows are there, also where what it has begun needs them no more."""

from dataclasses import replace
from datetime import datetime

from media_insights.api.v1alpha1 import AssetStatus
from media_insights.domain.deciding.actions import Decision
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.deciding.resolved_refs import with_missing_workflows
from media_insights.domain.running.status_size import bounded


def with_resolved_refs(facts: AssetFacts, decision: Decision[AssetStatus], now: datetime) -> Decision[AssetStatus]:
    """Return the decision about an asset with the condition ResolvedRefs, where there is something to say."""
    if decision.status is None:
        return decision
    missing = [each.name for each in facts.asset.spec.workflows if each.name not in facts.workflows]
    present, generation = decision.status.conditions, facts.asset.metadata.generation
    conditions = with_missing_workflows(present, missing, generation, now)
    if conditions == present:
        return decision
    return replace(decision, status=bounded(decision.status.model_copy(update={"conditions": conditions})))
