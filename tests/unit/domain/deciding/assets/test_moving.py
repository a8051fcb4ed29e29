"""An asset of version 0.1 moves when nothing of it runs: objects, executions' keys, then its own pointers."""

from dataclasses import replace
from typing import Any

from media_insights.api.v1alpha1 import AssetStatus, ExecutionStatus, MediaExecution
from media_insights.domain import layout
from media_insights.domain.deciding.actions import DeleteResults, MoveExecution, MoveObjects, WriteRecord
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.deciding.assets.decide_asset import AssetDecision, decide_asset
from media_insights.domain.deciding.assets.moving import moved_status
from media_insights.domain.running.pointers import pointers_in
from tests.unit.controller.objects import NOW, asset, asset_facts, execution

FORMER = "private/assets/asset-1/"
PREFIX = "private/newsroom/assets/asset-1/"
FOLDER = f"{FORMER}workflows/uid-of-run-1/"
OPERATORS = [{"name": "labels", "status": "Complete", "key": f"{FOLDER}labels.json"}, {"name": "proxy"}]
LEFT: dict[str, Any] = {
    "state": "Complete",
    "planKey": f"{FOLDER}plan.json",
    "stages": [{"name": "analyze", "operators": OPERATORS}],
}
STATUS: dict[str, Any] = {
    "conditions": [{"type": "Accepted", "status": "True", "reason": "Valid", "observedGeneration": 1}],
    "media": {"type": "Video"},
    "metadata": [{"operator": "labels", "execution": "run-1", "key": f"{FOLDER}labels.json", "bytes": 7}],
    "files": [{"media": "Frames", "execution": "run-1", "key": f"{FOLDER}frames.zip", "bytes": 9}],
}


def of_0_1(*executions: MediaExecution) -> AssetFacts:
    return asset_facts(asset(status=STATUS), source=None, executions=executions)


def finished(**more: Any) -> MediaExecution:
    return execution(status=LEFT | more)


def after(facts: AssetFacts) -> tuple[AssetFacts, AssetDecision]:
    """Return the facts of the next pass, with everything that was decided done."""
    decision = decide_asset(facts, NOW)
    assert decision.status
    moves = {each.name: each for each in decision.actions if isinstance(each, MoveExecution)}
    executions = tuple(
        each.model_copy(update={"status": done(each.status, move)}) if (move := moves.get(each.metadata.name)) else each
        for each in facts.executions
    )
    return replace(facts, asset=with_status(facts, decision.status), executions=executions), decision


def done(status: ExecutionStatus, move: MoveExecution) -> ExecutionStatus:
    """Return an execution's status after its move: the plan's key is what the store says."""
    key = layout.rekeyed(status.plan_key, move.former, move.prefix)
    return moved_status(status, move.former, move.prefix).model_copy(update={"plan_key": key})


def with_status(facts: AssetFacts, status: AssetStatus) -> Any:
    return facts.asset.model_copy(update={"status": status})


def test_it_moves_in_an_order_in_which_every_reader_finds_what_it_is_pointed_to() -> None:
    _, decision = after(of_0_1(finished()))
    objects, run, record = decision.actions
    assert (objects, run) == (MoveObjects(FORMER, PREFIX), MoveExecution("run-1", FORMER, PREFIX))
    assert isinstance(record, WriteRecord)
    assert decision.status
    assert decision.status.moved_from == FORMER
    found = pointers_in(decision.status)
    assert [each.key for each in found.metadata] == [f"{PREFIX}workflows/uid-of-run-1/labels.json"]
    assert [each.key for each in found.files] == [f"{PREFIX}workflows/uid-of-run-1/frames.zip"]


def test_what_was_left_goes_once_the_status_points_to_the_new_place_and_then_all_is_quiet() -> None:
    moved, _ = after(of_0_1(finished()))
    cleaned, decision = after(moved)
    assert decision.actions == (DeleteResults(FORMER),)
    last, decision = after(cleaned)
    assert decision.actions == ()
    assert last.asset.status == cleaned.asset.status
    assert last.asset.status.moved_from == ""


def test_nothing_moves_while_an_execution_is_unfinished_and_nothing_is_removed() -> None:
    waiting = of_0_1(finished(state="Waiting"))
    same, decision = after(waiting)
    assert decision.actions == ()
    assert pointers_in(same.asset.status) == pointers_in(waiting.asset.status)
    moved, _ = after(of_0_1(finished()))
    started = replace(moved, executions=(*moved.executions, execution("Started", meta={"name": "run-2"})))
    _, decision = after(started)
    assert not any(isinstance(each, MoveObjects | DeleteResults) for each in decision.actions)
    assert decision.status
    assert decision.status.moved_from == FORMER


def test_an_asset_that_is_refused_now_moves_too() -> None:
    _, decision = after(replace(of_0_1(finished()), enabled=False))
    assert decision.actions[0] == MoveObjects(FORMER, PREFIX)


def test_a_pass_that_is_repeated_decides_the_same() -> None:
    facts = of_0_1(finished())
    moved, decision = after(facts)
    half = replace(facts, executions=moved.executions)
    assert decide_asset(half, NOW).status == decision.status
    assert decide_asset(half, NOW).actions[0] == MoveObjects(FORMER, PREFIX)


def test_an_asset_of_this_version_never_moves() -> None:
    _, decision = after(asset_facts(asset(), executions=()))
    assert not any(isinstance(each, MoveObjects) for each in decision.actions)
