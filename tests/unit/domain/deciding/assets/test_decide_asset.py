"""What happens to an asset, row by row."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1 import AssetStatus, labels
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition_of
from media_insights.domain.deciding.actions import (
    AddFinalizer,
    Create,
    DeleteExecution,
    DeleteResults,
    DeleteSource,
    RemoveFinalizer,
    SupersedeExecution,
)
from media_insights.domain.deciding.assets.acceptance_rules import may_be_read
from media_insights.domain.deciding.assets.asset_facts import AssetFacts, NoSource, SourceObject, source_is_known
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.manifests import execution_of_entry
from media_insights.domain.running.pointers import Kept
from media_insights.domain.running.status import execution_status
from media_insights.domain.running.steps import StepFacts
from media_insights.domain.sources.media import UnusableMedia
from tests.unit import builders
from tests.unit.controller.objects import NOW, asset, asset_facts, execution

GONE = {"deletionTimestamp": "2026-05-01T12:00:00Z"}


def said(facts: AssetFacts, type_: str = ACCEPTED) -> tuple[str, str, str]:
    status = decide_asset(facts, NOW).status
    condition = condition_of(status.conditions, type_) if status else None
    return (condition.status, condition.reason, condition.message) if condition else ("", "", "")


REFUSALS: dict[str, tuple[AssetFacts, str, str]] = {
    "not a tenant": (
        asset_facts(asset("analysis"), enabled=False),
        "NamespaceNotEnabled",
        "kubectl label namespace newsroom mediainsights.dev/enabled=true",
    ),
    "somebody else's bucket": (
        asset_facts(asset(source={"s3": {"bucket": "others", "key": "public/upload/a.mp4"}})),
        "SourceNotAllowed",
        "s3://media/public/upload/",
    ),
    "a result as a source": (
        asset_facts(asset(source={"s3": {"bucket": "media", "key": "private/assets/x/plan.json"}})),
        "SourceNotAllowed",
        "s3://media/public/upload/",
    ),
    "an address": (asset_facts(asset(source={"url": "https://example.com/a"})), "UnsupportedSource", "spec.source.url"),
    "no such file": (
        asset_facts(asset(), source=NoSource(reason="SourceNotFound", message="spec.source.s3.key: none")),
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
    status, why, message = said(facts)
    assert (status, why) == ("False", reason)
    assert fragment in message
    assert said(facts, READY)[:2] == ("False", reason)
    assert not [action for action in decide_asset(facts, NOW).actions if isinstance(action, Create)]


def test_what_may_not_be_named_is_never_read() -> None:
    assert not may_be_read(REFUSALS["somebody else's bucket"][0])
    assert not may_be_read(REFUSALS["not a tenant"][0])
    assert may_be_read(asset_facts(asset()))


def test_a_missing_source_is_looked_for_less_and_less_often() -> None:
    missing = REFUSALS["no such file"][0]
    pauses, waited = [], 0.0
    for _ in range(7):
        waited = decide_asset(replace(missing, waited=waited), NOW).requeue_after or 0.0
        pauses.append(waited)
    assert pauses == [30, 60, 120, 240, 480, 600, 600]


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
    assert [note.reason for note in decision.notes] == ["Accepted"]


def _name(of: AssetFacts) -> str:
    (create,) = [action for action in decide_asset(of, NOW).actions if isinstance(action, Create)]
    return str(create.manifest["metadata"]["name"])


def made(state: str, name: str = "earlier", *, by_hand: bool = False, superseded: bool = False, **more: Any) -> Any:
    annotations = {} if by_hand else {labels.CONFIGURATION_HASH: "sha256:of-the-entry-as-it-was"}
    if superseded:
        annotations[labels.SUPERSEDED_BY] = "another"
    return execution(state, meta={"name": name, "annotations": annotations}, **more)


CURRENT = execution_of_entry(asset("analysis").metadata, asset("analysis").spec.workflows[0])["metadata"]["name"]
CHANGED_ENTRIES: dict[str, tuple[Any, Any]] = {
    "a queued run of the entry as it was is stopped": (made("Queued"), [SupersedeExecution("earlier", CURRENT)]),
    "a running one too": (made("Started"), [SupersedeExecution("earlier", CURRENT)]),
    "one that waits for a person too": (made("Waiting"), [SupersedeExecution("earlier", CURRENT)]),
    "once is enough": (made("Started", cancel=True), []),
    "what has ended stays": (made("Complete"), []),
    "what somebody made by hand goes on": (made("Started", by_hand=True), []),
    "another workflow's run goes on": (made("Started", workflow="other"), []),
    "the run of the entry as it is goes on": (made("Started", CURRENT), []),
    "the entry is what it was before: its stopped run makes room": (
        made("Cancelled", CURRENT, superseded=True),
        [DeleteExecution(CURRENT)],
    ),
    "while that one is being stopped, nothing": (made("Started", CURRENT, superseded=True, cancel=True), []),
    "what a person cancelled is not run again": (made("Cancelled", CURRENT, cancel=True), []),
}


@pytest.mark.parametrize("row", CHANGED_ENTRIES)
def test_an_entry_that_was_changed(row: str) -> None:
    run, expected = CHANGED_ENTRIES[row]
    decision = decide_asset(asset_facts(asset("analysis"), executions=(run,)), NOW)
    assert [each for each in decision.actions if not isinstance(each, Create)] == expected


def test_the_execution_s_name_is_the_same_until_entry_or_asset_change() -> None:
    first = _name(asset_facts(asset("analysis")))
    changed: dict[str, Any] = {"workflows": [{"name": "analysis", "configuration": {"labels": {"minConfidence": 70}}}]}
    assert _name(asset_facts(asset("analysis"))) == first
    assert _name(asset_facts(asset(**changed))) != first
    assert _name(asset_facts(asset("analysis", meta={"uid": "asset-2"}))) != first
    assert len(_name(asset_facts(asset("analysis", meta={"name": "x" * 253})))) <= 63


def _after(facts: AssetFacts) -> AssetStatus:
    status = decide_asset(facts, NOW).status
    assert status
    return status


def test_a_deleted_execution_is_not_made_again() -> None:
    facts = asset_facts(asset("analysis"))
    (create,) = decide_asset(facts, NOW).actions
    assert isinstance(create, Create)
    meta = {key: create.manifest["metadata"][key] for key in ("name", "annotations")}
    made = replace(facts, executions=(execution("Started", meta=meta),))
    status = _after(made)
    assert [each.state for each in status.executions] == ["Started"]
    later = asset("analysis", status=status.model_dump(by_alias=True))
    decision = decide_asset(asset_facts(later), NOW)
    assert decision.actions == ()
    assert decision.status
    assert [each.state for each in decision.status.executions] == ["Cancelled"]


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
    assert [each.operator for each in status.metadata] == ["proxy"]
    assert {each.media for each in status.files} == {"ProxyEncode", "Frames", "Audio", "Thumbnail"}
    assert said(facts, READY) == ("False", "Started", "analysis 1/2, labels running")


def test_an_optional_medium_that_was_not_made_has_no_pointer() -> None:
    facts, plan = _finished(proxy="Complete")
    sizes = {output.key: 7 for output in plan.step("proxy").outputs if output.media != "Audio"}
    status = _after(replace(facts, kept={"run-1": Kept(plan=plan, sizes=sizes)}))
    assert "Audio" not in {each.media for each in status.files}


def test_a_later_result_never_gives_way_to_an_earlier_one() -> None:
    facts, _ = _finished(proxy="Complete")
    newer = {"operator": "proxy", "execution": "run-2", "key": "newer", "time": "2026-05-02T00:00:00Z"}
    later = replace(facts, asset=asset("analysis", status={"metadata": [newer]}))
    assert [each.key for each in _after(later).metadata] == ["newer"]


def test_deletion_stops_runs_then_removes_results_then_goes() -> None:
    leaving = asset_facts(asset("analysis", meta=GONE), executions=(execution("Started"),))
    assert decide_asset(leaving, NOW).actions == (DeleteExecution("run-1"),)
    going = replace(leaving, executions=(execution("Started", meta=GONE),))
    assert decide_asset(going, NOW).actions == ()
    alone = replace(leaving, executions=())
    assert decide_asset(alone, NOW).actions == (DeleteResults("private/assets/asset-1/"), RemoveFinalizer())


def test_the_source_goes_only_when_asked_and_only_when_it_may_be_named() -> None:
    asked = asset_facts(asset(meta=GONE, deletionPolicy="DeleteSource"))
    assert DeleteSource("media", "public/upload/clip.mp4") in decide_asset(asked, NOW).actions
    others = asset(meta=GONE, deletionPolicy="DeleteSource", source={"s3": {"bucket": "others", "key": "a"}})
    assert not any(isinstance(each, DeleteSource) for each in decide_asset(asset_facts(others), NOW).actions)


def test_a_finalizer_comes_with_acceptance() -> None:
    bare = asset("analysis", meta={"finalizers": []})
    assert AddFinalizer() in decide_asset(asset_facts(bare), NOW).actions
    assert decide_asset(asset_facts(bare, enabled=False), NOW).actions == ()
    assert labels.FINALIZER in asset().metadata.finalizers


def test_a_known_source_is_not_read_again() -> None:
    status = _after(asset_facts(asset()))
    known = asset(status=status.model_dump(by_alias=True))
    assert source_is_known(known)
    assert not source_is_known(asset())
    assert _after(asset_facts(known, source=None)) == status


def test_a_status_stays_below_8_kb() -> None:
    facts, _ = _finished(proxy="Complete", labels="Error")
    assert len(_after(facts).model_dump_json(by_alias=True)) < 8192
