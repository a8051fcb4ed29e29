"""Which executions an asset's entries make, and which they stop."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1 import AssetStatus, labels
from media_insights.domain.deciding.actions import (
    Create,
    DeleteExecution,
    SupersedeExecution,
)
from media_insights.domain.deciding.assets.asset_facts import (
    AssetFacts,
)
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.deciding.assets.required_executions import (
    executions_to_start,
    executions_to_stop,
    newest_executions,
)
from media_insights.domain.manifests import execution_of_entry
from tests.unit.controller.objects import NOW, asset, asset_facts, execution


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


def test_a_deleted_execution_is_not_made_again() -> None:
    facts = asset_facts(asset("analysis"))
    (create,) = decide_asset(facts, NOW).actions
    assert isinstance(create, Create)
    meta = {key: create.manifest["metadata"][key] for key in ("name", "annotations")}
    made = replace(facts, executions=(execution("Started", meta=meta),))
    status = _status_of(made)
    assert [each.state for each in status.executions] == ["Started"]
    later = asset("analysis", status=status.model_dump(by_alias=True))
    decision = decide_asset(asset_facts(later), NOW)
    assert decision.actions == ()
    assert decision.status
    assert [each.state for each in decision.status.executions] == ["Cancelled"]


def _status_of(facts: AssetFacts) -> AssetStatus:
    status = decide_asset(facts, NOW).status
    assert status
    return status


def test_an_entry_that_has_its_execution_makes_none() -> None:
    present = execution("Started", meta={"name": CURRENT})
    assert [type(each) for each in executions_to_start(asset_facts(asset("analysis")))] == [Create]
    assert executions_to_start(asset_facts(asset("analysis"), executions=(present,))) == ()
    assert executions_to_stop(asset_facts(asset("analysis"), executions=(present,))) == ()


def test_the_newest_execution_of_each_workflow_is_told() -> None:
    old, new = execution("Complete", meta={"name": "run-1"}), execution("Started", meta={"name": "run-2"})
    other = execution("", meta={"name": "run-3"}, workflow="words")
    told = newest_executions(asset_facts(asset("analysis"), executions=(old, other, new)))
    assert [(each.workflow, each.name, each.state) for each in told] == [
        ("analysis", "run-2", "Started"),
        ("words", "run-3", "Queued"),
    ]
