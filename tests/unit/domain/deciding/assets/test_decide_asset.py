"""What happens to an asset, row by row."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1 import AssetStatus, labels
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition_of
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.deciding.actions import (
    AddFinalizer,
    Create,
    DeleteExecution,
    DeleteSource,
    DeleteWithReceipt,
    RemoveFinalizer,
    WriteRecord,
)
from media_insights.domain.deciding.assets.acceptance_rules import problem_of
from media_insights.domain.deciding.assets.asset_facts import (
    AssetFacts,
    Rejection,
)
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.deciding.batch_actions import StoreList
from media_insights.domain.running.pointers import Kept, pointers_in
from media_insights.domain.running.status import execution_status
from media_insights.domain.running.steps import StepFacts
from tests.unit import builders
from tests.unit.controller.objects import NOW, asset, asset_facts, execution

GONE = {"deletionTimestamp": "2026-05-01T12:00:00Z"}


def said(facts: AssetFacts, type_: str = ACCEPTED) -> tuple[str, str, str]:
    status = decide_asset(facts, NOW).status
    condition = condition_of(status.conditions, type_) if status else None
    return (condition.status, condition.reason, condition.message) if condition else ("", "", "")


def test_an_asset_that_is_refused_says_why_and_runs_nothing() -> None:
    facts = asset_facts(asset("analysis"), enabled=False)
    assert said(facts)[:2] == said(facts, READY)[:2] == ("False", "NamespaceNotEnabled")
    decision = decide_asset(facts, NOW)
    assert not [action for action in decision.actions if isinstance(action, Create)]
    assert [change.reason for change in decision.changes] == ["NamespaceNotEnabled"]


def test_a_missing_source_is_looked_for_less_and_less_often() -> None:
    missing = asset_facts(asset(), source=Rejection(reason="SourceNotFound", message="spec.source.s3.key: none"))
    pauses, waited = [], 0.0
    for _ in range(7):
        waited = decide_asset(replace(missing, waited=waited), NOW).requeue_after or 0.0
        pauses.append(waited)
    assert pauses == [30, 60, 120, 240, 480, 600, 600]


def test_an_asset_that_is_being_restored_is_left_alone_until_it_has_its_status_and_then_goes_on() -> None:
    facts = asset_facts(asset("analysis", meta={"labels": {labels.RESTORED_FROM: "u"}}))
    decision = decide_asset(facts, NOW)
    assert (decision.actions, decision.status) == ((), None)
    accepted = {"type": ACCEPTED, "status": "True", "reason": "Accepted", "observedGeneration": 1}
    facts = asset_facts(
        asset("analysis", meta={"labels": {labels.RESTORED_FROM: "u"}}, status={"conditions": [accepted]})
    )
    assert [type(each) for each in decide_asset(facts, NOW).actions] == [Create]


def test_an_accepted_asset_makes_one_execution_per_entry() -> None:
    decision = decide_asset(asset_facts(asset("analysis")), NOW)
    (create,) = decision.actions
    assert isinstance(create, Create)
    manifest = create.manifest
    assert manifest["spec"] == {"asset": "clip", "workflow": "analysis"}
    assert manifest["metadata"]["name"].startswith("clip-analysis-")
    assert manifest["metadata"]["ownerReferences"][0]["uid"] == "asset-1"
    assert decision.status
    assert decision.status.media
    assert decision.status.media.type == "Video"
    assert [change.reason for change in decision.changes] == ["Accepted"]


def _after(facts: AssetFacts) -> AssetStatus:
    status = decide_asset(facts, NOW).status
    assert status
    return status


def _finished(**states: str) -> tuple[AssetFacts, Any]:
    plan = builders.plan("prepare: proxy; analyze: labels")
    steps = {
        name: StepFacts(name=name, status=state, finished_at=NOW, message="no" if state == "Error" else "")  # type: ignore[arg-type]
        for name, state in states.items()
    }
    status = execution_status(plan, steps, now=NOW)
    sizes = {output.key: 7 for step in plan.steps for output in step.outputs}
    run = execution(status=status.model_dump(by_alias=True))
    facts = asset_facts(asset("analysis"), executions=(run,), kept={"run-1": Kept(plan=plan, sizes=sizes)})
    return facts, plan


def test_pointers_move_only_to_what_is_complete() -> None:
    facts, _ = _finished(proxy="Complete", labels="Executing")
    status = _after(facts)
    pointers = pointers_in(status)
    assert [each.operator for each in pointers.metadata] == ["proxy"]
    assert {each.media for each in pointers.files} == {"ProxyEncode", "Frames", "Audio", "Thumbnail"}
    assert said(facts, READY) == ("False", "Started", "analysis 1/2, labels running")


def test_what_an_execution_measured_is_known_of_the_file_and_stays_known() -> None:
    facts, _ = _finished(proxy="Complete")
    proxy = b'{"Source": {"Container": "mov", "DurationMillis": 61500}}'
    measured = {name: replace(kept, measuring={"proxy": proxy}) for name, kept in facts.kept.items()}
    status = _after(replace(facts, kept=measured))
    assert status.media
    assert (status.media.type, status.media.duration_millis) == ("Video", 61500)
    later = facts.asset.model_copy(update={"status": status})
    assert _after(replace(facts, asset=later, source=None, kept={})).media == status.media


def test_an_optional_medium_that_was_not_made_has_no_pointer() -> None:
    facts, plan = _finished(proxy="Complete")
    sizes = {output.key: 7 for output in plan.step("proxy").outputs if output.media != "Audio"}
    status = _after(replace(facts, kept={"run-1": Kept(plan=plan, sizes=sizes)}))
    assert "Audio" not in {each.media for each in pointers_in(status).files}


def test_a_later_result_never_gives_way_to_an_earlier_one() -> None:
    facts, _ = _finished(proxy="Complete")
    newer = {"operator": "proxy", "time": "2026-05-02T00:00:00Z"}
    folder = {"folder": "workflows/other/", "execution": "run-2", "metadata": [newer]}
    status = {"prefix": "private/newsroom/assets/asset-1/", "results": [folder]}
    later = replace(facts, asset=asset("analysis", status=status))
    (kept,) = pointers_in(_after(later)).metadata
    assert kept.key == "private/newsroom/assets/asset-1/workflows/other/proxy.json"


def test_the_record_is_stored_before_the_status_and_only_when_it_differs() -> None:
    facts, _ = _finished(proxy="Complete", labels="Error")
    (action,) = (each for each in decide_asset(facts, NOW).actions if isinstance(each, WriteRecord))
    assert action.key == "private/newsroom/assets/asset-1/asset.json"
    assert [each["key"] for each in action.record["metadata"]] == ["workflows/uid-of-run-1/proxy.json"]
    again = replace(facts, asset=facts.asset.model_copy(update={"status": _after(facts)}))
    assert not any(isinstance(each, WriteRecord) for each in decide_asset(again, NOW).actions)
    assert _after(again) == _after(facts)


def test_deletion_stops_runs_then_removes_results_then_goes() -> None:
    leaving = asset_facts(asset("analysis", meta=GONE), executions=(execution("Started"),))
    assert decide_asset(leaving, NOW).actions == (DeleteExecution("run-1"),)
    going = replace(leaving, executions=(execution("Started", meta=GONE),))
    assert decide_asset(going, NOW).actions == ()
    alone = replace(leaving, executions=())
    stored = DeleteWithReceipt("newsroom", "clip", "asset-1", rfc3339(NOW))
    assert decide_asset(alone, NOW).actions == (stored, RemoveFinalizer())


def test_what_is_on_legal_hold_stays_with_all_its_runs_until_the_hold_is_lifted() -> None:
    held = GONE | {"annotations": {labels.LEGAL_HOLD: "case 42"}}
    facts = asset_facts(asset("analysis", meta=held), executions=(execution("Started"),))
    decision = decide_asset(facts, NOW)
    assert decision.actions == ()
    assert decision.status
    assert [(each.reason, "case 42" in each.message) for each in decision.changes] == [("OnHold", True)]
    again = replace(facts, asset=facts.asset.model_copy(update={"status": decision.status}))
    assert decide_asset(again, NOW).changes == ()
    lifted = replace(again, asset=asset("analysis", meta=GONE))
    assert decide_asset(lifted, NOW).actions == (DeleteExecution("run-1"),)


def test_the_source_goes_only_when_asked_and_only_when_it_may_be_named() -> None:
    asked = asset_facts(asset(meta=GONE, deletionPolicy="DeleteSource"))
    assert DeleteSource("media", "public/upload/newsroom/clip.mp4") in decide_asset(asked, NOW).actions
    assert [each.reason for each in decide_asset(asset_facts(asset(meta=GONE)), NOW).changes] == ["Deleted"]


OTHERS = {"s3": {"bucket": "others", "key": "a"}}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (
            asset_facts(asset(meta=GONE, deletionPolicy="DeleteSource", source=OTHERS)),
            "s3://others/a is kept: the namespace newsroom may not delete it",
        ),
        (
            asset_facts(asset(meta=GONE, deletionPolicy="DeleteSource"), enabled=False),
            "s3://media/public/upload/newsroom/clip.mp4 is kept: the namespace newsroom may not delete it",
        ),
        (
            asset_facts(asset(meta=GONE, deletionPolicy="DeleteSource"), also_named=True),
            "s3://media/public/upload/newsroom/clip.mp4 is kept: another asset names it too",
        ),
    ],
    ids=["that the rules do not let go", "of a namespace that is closed", "that another asset names"],
)
def test_a_source_is_kept_and_it_is_told(facts: AssetFacts, why: str) -> None:
    decision = decide_asset(facts, NOW)
    assert not any(isinstance(each, DeleteSource) for each in decision.actions)
    assert RemoveFinalizer() in decision.actions
    kept, end = decision.changes
    assert (kept.reason, kept.message, kept.sequence) == ("SourceKept", why, 1)
    assert (end.reason, end.sequence) == ("Deleted", 2)


def test_what_was_accepted_stays_so_when_the_rules_change() -> None:
    accepted = {"type": "Accepted", "status": "True", "reason": "Valid", "observedGeneration": 1}
    status = {"conditions": [accepted], "media": {"type": "Video"}}
    facts = asset_facts(asset(source=OTHERS, deletionPolicy="DeleteSource", status=status), source=None)
    assert problem_of(facts) is None
    edited = asset_facts(asset(source=OTHERS, deletionPolicy="DeleteSource", status=status, meta={"generation": 2}))
    problem = problem_of(edited)
    assert problem is not None
    assert problem.reason == "DeletionNotAllowed"


def test_a_finalizer_comes_with_acceptance() -> None:
    bare = asset("analysis", meta={"finalizers": []})
    assert AddFinalizer() in decide_asset(asset_facts(bare), NOW).actions
    assert decide_asset(asset_facts(bare, enabled=False), NOW).actions == ()
    assert labels.FINALIZER in asset().metadata.finalizers


def test_a_source_is_told_of_a_deleted_asset_before_it_goes() -> None:
    leaving = asset_facts(asset(meta=GONE), departed_key="a/mark")
    *_, mark, last = decide_asset(leaving, NOW).actions
    assert (mark, last) == (StoreList("a/mark", b""), RemoveFinalizer())
