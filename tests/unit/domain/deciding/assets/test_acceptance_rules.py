"""Why an asset is refused, row by row."""

import pytest

from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, RESOLVED_REFS, condition_of
from media_insights.domain.deciding.actions import (
    Create,
)
from media_insights.domain.deciding.assets.acceptance_rules import may_be_read, may_come_later, problem_of
from media_insights.domain.deciding.assets.asset_facts import AssetFacts, Rejection, SourceObject
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.manifests import configuration_hash
from media_insights.domain.sources.media import UnusableMedia
from media_insights.domain.sources.tenancy import SourceRule, Tenant, tenant_of
from tests.unit.controller.objects import NOW, asset, asset_facts

LENT = Tenant(namespace="newsroom", sources=(SourceRule(bucket="footage"),))

REFUSALS: dict[str, tuple[AssetFacts, str, str]] = {
    "not a tenant": (
        asset_facts(asset("analysis"), enabled=False),
        "NamespaceNotEnabled",
        "kubectl label namespace newsroom mediainsights.dev/enabled=true",
    ),
    "somebody else's bucket": (
        asset_facts(asset(source={"s3": {"bucket": "others", "key": "public/upload/newsroom/a.mp4"}})),
        "SourceNotAllowed",
        "s3://media/public/upload/newsroom/",
    ),
    "a result as a source": (
        asset_facts(asset(source={"s3": {"bucket": "media", "key": "private/newsroom/assets/x/plan.json"}})),
        "SourceNotAllowed",
        "s3://media/public/upload/newsroom/",
    ),
    "another namespace's upload": (
        asset_facts(asset(source={"s3": {"bucket": "media", "key": "public/upload/sports/a.mp4"}})),
        "SourceNotAllowed",
        "s3://media/public/upload/newsroom/",
    ),
    "the deletion of what may be read only": (
        asset_facts(
            asset(deletionPolicy="DeleteSource", source={"s3": {"bucket": "footage", "key": "a.mp4"}}),
            tenant=tenant_of((LENT,), "newsroom", "media"),
        ),
        "DeletionNotAllowed",
        "spec.deletionPolicy: the namespace newsroom may read s3://footage/a.mp4, and not delete it: write Retain",
    ),
    "a namespace that can be no tenant": (
        asset_facts(asset(meta={"namespace": "assets"}), enabled=False),
        "NamespaceNotEnabled",
        "metadata.namespace",
    ),
    "an address": (asset_facts(asset(source={"url": "https://example.com/a"})), "UnsupportedSource", "spec.source.url"),
    "no such file": (
        asset_facts(asset(), source=Rejection(reason="SourceNotFound", message="spec.source.s3.key: none")),
        "SourceNotFound",
        "spec.source.s3.key",
    ),
    "an empty file": (
        asset_facts(
            asset(), source=SourceObject(bytes=0, etag="", content=UnusableMedia(reason="EmptyFile", message="empty"))
        ),
        "EmptyFile",
        "empty",
    ),
    "another type than was said": (
        asset_facts(
            asset(mediaType="Image"),
            source=SourceObject(
                bytes=1,
                etag="",
                content=UnusableMedia(reason="MediaTypeMismatch", message="is declared as Image but …"),
            ),
        ),
        "MediaTypeMismatch",
        "declared as Image",
    ),
    "a workflow that is not there": (asset_facts(asset("analisys")), "UnknownWorkflow", "did you mean analysis?"),
    "a parameter of the wrong type": (
        asset_facts(asset(workflows=[{"name": "analysis", "configuration": {"labels": {"minConfidence": "x"}}}])),
        "InvalidConfiguration",
        "spec.workflows[0].configuration.labels.minConfidence",
    ),
    "an operator that is not in the workflow": (
        asset_facts(asset(workflows=[{"name": "analysis", "configuration": {"lables": {}}}])),
        "InvalidConfiguration",
        "did you mean labels?",
    ),
}


@pytest.mark.parametrize("row", REFUSALS)
def test_refused(row: str) -> None:
    facts, reason, fragment = REFUSALS[row]
    problem = problem_of(facts)
    assert problem
    assert problem.reason == reason
    assert fragment in problem.message


@pytest.mark.parametrize("row", REFUSALS)
def test_what_is_refused_runs_nothing_and_is_not_ready(row: str) -> None:
    facts, reason, _ = REFUSALS[row]
    decision = decide_asset(facts, NOW)
    assert decision.status
    for type_ in (ACCEPTED, READY):
        condition = condition_of(decision.status.conditions, type_)
        assert condition
        assert (condition.status, condition.reason) == ("False", reason)
    assert not [action for action in decision.actions if isinstance(action, Create)]


def test_what_is_right_has_no_problem() -> None:
    assert problem_of(asset_facts(asset("analysis"))) is None


def test_only_what_may_appear_by_itself_is_looked_for_again() -> None:
    passing = {row for row, (facts, _, _) in REFUSALS.items() if (found := problem_of(facts)) and may_come_later(found)}
    assert passing == {"no such file", "an empty file"}


def test_what_may_not_be_named_is_never_read() -> None:
    assert not may_be_read(REFUSALS["somebody else's bucket"][0])
    assert not may_be_read(REFUSALS["not a tenant"][0])
    assert may_be_read(asset_facts(asset()))


def begun(*workflows: str, generation: int = 1) -> AssetFacts:
    """Return the facts about an asset that was accepted before, and that has executions."""
    entries = [{"name": each} for each in workflows]
    known = [
        {"workflow": n, "name": "e", "state": "Complete", "configurationHash": configuration_hash(n, {})}
        for n in workflows
    ]
    accepted = {"type": "Accepted", "status": "True", "reason": "Valid", "observedGeneration": 1}
    status = {"conditions": [accepted], "executions": known, "media": {"type": "Video"}}
    return asset_facts(asset(workflows=entries, status=status, meta={"generation": generation}))


def test_what_has_begun_needs_its_workflow_no_more_and_says_that_it_is_gone() -> None:
    about = begun("removed")
    assert problem_of(about) is None
    decision = decide_asset(about, NOW)
    assert decision.status
    accepted, gone = (condition_of(decision.status.conditions, each) for each in (ACCEPTED, RESOLVED_REFS))
    assert accepted
    assert gone
    assert (accepted.status, gone.status, gone.reason) == ("True", "False", "UnknownWorkflow")
    assert "removed" in gone.message
    assert not [action for action in decision.actions if isinstance(action, Create)]


def test_a_changed_asset_is_judged_as_a_whole() -> None:
    problem = problem_of(begun("removed", generation=2))
    assert problem
    assert problem.reason == "UnknownWorkflow"
