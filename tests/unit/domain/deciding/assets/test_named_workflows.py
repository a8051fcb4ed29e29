"""Whether an asset says that what it names is gone."""

from dataclasses import replace

from media_insights.api.v1alpha1.conditions import RESOLVED_REFS, condition_of
from media_insights.domain.deciding.actions import Decision
from media_insights.domain.deciding.assets.named_workflows import with_resolved_refs
from tests.unit.controller.objects import NOW, asset, asset_facts


def test_a_workflow_that_is_gone_is_told_and_then_that_it_is_back() -> None:
    about = asset_facts(asset("analysis"))
    nothing = Decision(status=about.asset.status)
    assert with_resolved_refs(about, nothing, NOW) is nothing
    gone = with_resolved_refs(replace(about, workflows={}), nothing, NOW)
    assert gone.status
    told = condition_of(gone.status.conditions, RESOLVED_REFS)
    assert told
    assert (told.status, told.message) == ("False", "there is no MediaWorkflow analysis any more, or not yet")
    back = with_resolved_refs(about, gone, NOW)
    assert back.status
    assert [each.status for each in back.status.conditions] == ["True"]


def test_a_decision_without_a_status_stays_one() -> None:
    left = with_resolved_refs(asset_facts(asset("analysis"), workflows={}), Decision(), NOW)
    assert left == Decision()
