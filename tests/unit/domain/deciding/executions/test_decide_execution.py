"""What happens to an execution, row by row."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaOperatorSpec, labels
from media_insights.domain.deciding.actions import (
    AddFinalizer,
    Adopt,
    Decision,
    DeleteRun,
    RemoveFinalizer,
    RevokeCredentials,
    StartRun,
    StopRun,
)
from media_insights.domain.deciding.executions.decide_execution import ExecutionDecision, decide_execution
from media_insights.domain.deciding.executions.execution_facts import AssetView, ExecutionFacts
from media_insights.domain.deciding.secret_actions import ForgetKeys, RemovePublished
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.queueing.limits import MAX_CONCURRENT
from media_insights.domain.queueing.next import Hold, Start
from media_insights.domain.running.run_place import place_of_plan
from media_insights.domain.running.steps import Ended, RunFacts, StepFacts
from tests.unit import builders
from tests.unit.controller.objects import NOW, execution, execution_facts

RUN = RunFacts(name="run-1")
PLACE = place_of_plan(builders.plan("prepare: proxy; analyze: labels"))
HOLD = Hold(
    namespace="newsroom", name="run-1", position=3, limit=MAX_CONCURRENT, reason="maxConcurrentExecutions (2) reached"
)
START = Start(namespace="newsroom", name="run-1")
BY_HAND: dict[str, Any] = {"finalizers": [], "labels": {}, "ownerReferences": []}
GONE = {"deletionTimestamp": "2026-05-01T12:00:00Z"}
REFUSED = Refused(reason="UnknownOperator", problems=(Problem(path="spec.stages[0]", message="no such operator"),))


def kinds(decision: ExecutionDecision) -> list[str]:
    return [type(action).__name__ for action in decision.actions]


def state(decision: ExecutionDecision) -> str | None:
    return decision.status.state if decision.status else None


ROWS: dict[str, tuple[ExecutionFacts, list[str], str | None]] = {
    "a slot is free: it starts": (execution_facts(execution()), ["StartRun"], "Started"),
    "a slot is free, but nothing is recorded: plan and demand are written first": (
        execution_facts(execution(), recorded=False),
        [],
        "Queued",
    ),
    "it is being restored: it is left alone until it has its status": (
        execution_facts(execution(meta={"labels": {labels.RESTORED_FROM: "u"}})),
        [],
        None,
    ),
    "no slot is free: it is queued": (execution_facts(execution(), admission=HOLD), [], "Queued"),
    "made by hand, it is adopted before it starts": (
        execution_facts(execution(meta=BY_HAND)),
        ["Adopt", "StartRun"],
        "Started",
    ),
    "made by hand, it is adopted when it is first seen": (
        execution_facts(execution(meta=BY_HAND), admission=HOLD),
        ["Adopt"],
        "Queued",
    ),
    "made by hand, its asset is gone, and it runs: its run goes before it": (
        execution_facts(execution("Started", meta=BY_HAND), run=RUN, asset=None),
        ["AddFinalizer"],
        "Started",
    ),
    "its asset is not accepted: error": (
        execution_facts(execution(), asset=AssetView(accepted=False, message="no file")),
        ["RevokeCredentials"],
        "Error",
    ),
    "its asset is not accepted, but it is new and that may be old news: nothing is said yet": (
        execution_facts(
            execution(meta={"creationTimestamp": "2026-05-01T11:59:58Z"}), asset=AssetView(accepted=False, message="no")
        ),
        [],
        None,
    ),
    "its asset has been missing for a minute: error": (
        execution_facts(execution(), asset=None),
        ["RevokeCredentials"],
        "Error",
    ),
    "its asset is missing, but it is new: it waits": (
        execution_facts(execution(meta={"creationTimestamp": "2026-05-01T11:59:55Z"}), asset=None),
        [],
        "Queued",
    ),
    "its namespace is closed before it started: it waits": (
        replace(execution_facts(execution()), enabled=False),
        [],
        "Queued",
    ),
    "its namespace is closed while it runs: its run is stopped, and it has failed": (
        replace(execution_facts(execution("Started"), run=RUN), enabled=False),
        ["StopRun", "RevokeCredentials"],
        "Error",
    ),
    "its namespace is closed while it waits for a person: the same": (
        replace(execution_facts(execution("Waiting"), run=RUN), enabled=False),
        ["StopRun", "RevokeCredentials"],
        "Error",
    ),
    "its namespace is closed and its run is not to be seen: it has failed": (
        replace(execution_facts(execution("Started"), run_lost=True), enabled=False),
        ["RevokeCredentials"],
        "Error",
    ),
    "its namespace is closed, it is cancelled before it started: cancelled": (
        replace(execution_facts(execution(cancel=True)), enabled=False),
        ["RevokeCredentials"],
        "Cancelled",
    ),
    "its namespace is closed when its run has already ended: it ended so": (
        replace(
            execution_facts(execution("Started"), run=replace(RUN, ended=Ended(state="Complete", at=NOW))),
            enabled=False,
        ),
        ["RevokeCredentials"],
        "Complete",
    ),
    "the workflow cannot be resolved: error": (execution_facts(execution(), plan=REFUSED), [], "Error"),
    "an Argo Workflow of a crashed start is there: it is followed": (
        execution_facts(execution(), admission=HOLD, run=RUN),
        [],
        "Started",
    ),
    "its run was looked through: it ends after the keys have been revoked and what is a Secret has been removed": (
        execution_facts(
            execution("Started"), run=replace(RUN, ended=Ended(state="Error", at=NOW)), place=PLACE, published=("key",)
        ),
        ["RevokeCredentials", "RemovePublished"],
        "Error",
    ),
    "its run was lost and looked through: what is a Secret is removed": (
        execution_facts(execution("Started"), run_lost=True, place=PLACE, published=()),
        ["RevokeCredentials", "RemovePublished"],
        "Error",
    ),
    "its run was lost and it is cancelled: what is a Secret is removed": (
        execution_facts(execution("Started", cancel=True), run_lost=True, place=PLACE, published=()),
        ["RevokeCredentials", "RemovePublished"],
        "Cancelled",
    ),
    "its snapshot cannot be used: what is a Secret is removed": (
        execution_facts(execution("Started"), plan=REFUSED, run=RUN, place=PLACE, published=()),
        ["StopRun", "RevokeCredentials", "RemovePublished"],
        "Error",
    ),
    "its namespace is closed: what is a Secret is removed": (
        execution_facts(execution("Started"), run=RUN, enabled=False, place=PLACE, published=()),
        ["StopRun", "RevokeCredentials", "RemovePublished"],
        "Error",
    ),
    "deleted while it ran: what is a Secret is removed, and what is kept of its keys": (
        execution_facts(execution("Started", meta=GONE, status={"argo": {"workflow": "run-1"}}), place=PLACE),
        ["RevokeCredentials", "RemovePublished", "ForgetKeys", "RemoveFinalizer"],
        None,
    ),
    "deleted after it ended: what is kept of its keys goes": (
        execution_facts(execution("Complete", meta=GONE), place=PLACE),
        ["ForgetKeys", "RemoveFinalizer"],
        None,
    ),
    "the run succeeded: complete": (
        execution_facts(execution("Started"), run=replace(RUN, ended=Ended(state="Complete", at=NOW))),
        ["RevokeCredentials"],
        "Complete",
    ),
    "cancel before the start: no run": (
        execution_facts(execution("Queued", cancel=True)),
        ["RevokeCredentials"],
        "Cancelled",
    ),
    "cancel while it runs: pods are stopped, then it is followed": (
        execution_facts(execution("Started", cancel=True), run=RUN),
        ["StopRun"],
        "Started",
    ),
    "cancel is not said twice to Argo": (
        execution_facts(execution("Started", cancel=True), run=replace(RUN, stopping=True)),
        [],
        "Started",
    ),
    "the stopped run has ended: cancelled": (
        execution_facts(
            execution("Started", cancel=True),
            run=replace(RUN, stopping=True, ended=Ended(state="Cancelled", at=NOW, message="cancelled")),
        ),
        ["RevokeCredentials"],
        "Cancelled",
    ),
    "the Argo Workflow vanished: error": (
        execution_facts(execution("Started"), run_lost=True),
        ["RevokeCredentials"],
        "Error",
    ),
    "deleted while it runs: the run goes first": (
        execution_facts(execution("Started", meta=GONE), run=RUN),
        ["DeleteRun"],
        None,
    ),
    "deleted, and its run is going: it waits": (
        execution_facts(execution("Started", meta=GONE), run=replace(RUN, stopping=True)),
        [],
        None,
    ),
    "deleted, and the run is gone: it may go": (
        execution_facts(execution("Started", meta=GONE)),
        ["RevokeCredentials", "RemoveFinalizer"],
        None,
    ),
    "deleted without our finalizer: nothing": (execution_facts(execution(meta=GONE | {"finalizers": []})), [], None),
    "finished: never touched again": (execution_facts(execution("Complete"), run_lost=True), [], None),
    "finished and cancelled too late: stays complete": (execution_facts(execution("Complete", cancel=True)), [], None),
    "everything is skipped: complete without a pod": (
        execution_facts(execution(), plan=builders.plan("prepare: proxy!; analyze: labels!")),
        ["StartRun"],
        "Complete",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_row(row: str) -> None:
    facts, actions, wanted = ROWS[row]
    decision = decide_execution(facts, NOW)
    assert kinds(decision) == actions
    assert state(decision) == wanted


def test_all_actions_of_the_table_are_known() -> None:
    actions = (AddFinalizer, Adopt, DeleteRun, ForgetKeys, RemoveFinalizer, RemovePublished, RevokeCredentials)
    known = {each.__name__ for each in (*actions, StartRun, StopRun)}
    assert {name for _, actions, _ in ROWS.values() for name in actions} == known


def test_the_queue_is_told_with_position_and_reason() -> None:
    status = decide_execution(execution_facts(execution(), admission=HOLD), NOW).status
    assert status
    assert status.queue
    assert (status.queue.position, status.queue.reason) == (3, "maxConcurrentExecutions (2) reached")
    assert status.queued_at == NOW


@pytest.mark.parametrize(("old", "new", "told"), [(3, 3, False), (3, 2, True), (500, 499, False), (500, 440, True)])
def test_a_place_in_the_queue_is_told_when_it_matters_and_once_in_ten_seconds(old: int, new: int, told: bool) -> None:  # noqa: FBT001
    first = decide_execution(execution_facts(execution(), admission=replace(HOLD, position=old)), NOW)
    assert first.status
    later = execution(status=first.status.model_dump(by_alias=True))
    decision = decide_execution(execution_facts(later, admission=replace(HOLD, position=new)), NOW)
    assert (decision.status is not None) == told
    assert not told or decision.write_every == 10


def test_the_further_behind_the_later_a_place_is_looked_up_again() -> None:
    def pause(old: int, new: int) -> float | None:
        queue = {"position": old, "limit": HOLD.limit, "reason": HOLD.reason}
        held = execution("Queued", status={"queue": queue})
        return decide_execution(execution_facts(held, admission=replace(HOLD, position=new)), NOW).requeue_after

    assert (pause(30, 30), pause(30, 28), pause(250, 249), pause(9000, 8999)) == (None, 28, 249, 300)


def test_a_position_within_the_reason_is_no_other_reason() -> None:
    def every(position: int, behind: int, limit: str = GPU) -> float:
        held = replace(HOLD, position=position, limit=limit, reason=f"waits for {GPU} behind position {behind}")
        decision = decide_execution(execution_facts(told, admission=held), NOW)
        assert decision.status
        return decision.write_every

    told = execution(
        "Queued", status={"queue": {"position": 4, "limit": GPU, "reason": f"waits for {GPU} behind position 3"}}
    )
    assert (every(3, 2), every(4, 2), every(3, 2, MAX_CONCURRENT)) == (10, 1, 1)


def recorded_as(facts: ExecutionFacts) -> ExecutionDecision:
    """The decision of the pass after the plan was recorded."""
    first = decide_execution(facts, NOW)
    assert first.status
    recorded = execution(status=first.status.model_dump(by_alias=True))
    return decide_execution(replace(facts, execution=recorded), NOW)


GPU = "nvidia.com/gpu"
GPU_PLAN = execution_facts(execution(), recorded=False, demand={"nvidia.com/gpu": 1})


def test_plan_and_demand_are_recorded_with_the_first_queued_and_starting_is_a_later_pass() -> None:
    first = decide_execution(GPU_PLAN, NOW)
    assert first.status
    assert (first.actions, first.status.state, first.status.queue) == ((), "Queued", None)
    assert first.status.demand == {"nvidia.com/gpu": 1}
    assert first.status.plan_hash.startswith("sha256:")
    second = recorded_as(GPU_PLAN)
    assert (kinds(second), state(second)) == (["StartRun"], "Started")
    assert second.status
    assert (second.status.demand, second.status.plan_hash) == (first.status.demand, first.status.plan_hash)


def test_no_demand_is_recorded_too() -> None:
    status = decide_execution(execution_facts(execution(), recorded=False), NOW).status
    assert status
    assert status.demand == {}


def test_what_starts_at_once_is_no_event_of_its_own_and_what_is_held_is_one() -> None:
    assert decide_execution(GPU_PLAN, NOW).changes == ()
    assert [change.reason for change in recorded_as(GPU_PLAN).changes] == ["Started"]
    held = decide_execution(replace(GPU_PLAN, admission=HOLD), NOW)
    assert [(change.reason, change.message) for change in held.changes] == [("Queued", HOLD.reason)]
    assert recorded_as(replace(GPU_PLAN, admission=HOLD)) == Decision()


def test_who_was_to_start_and_is_held_after_all_is_told_once() -> None:
    first = decide_execution(GPU_PLAN, NOW).status
    assert first
    overtaken = replace(GPU_PLAN, execution=execution(status=first.model_dump(by_alias=True)), admission=HOLD)
    second = decide_execution(overtaken, NOW)
    assert second.status
    assert second.status.queue
    assert [change.reason for change in second.changes] == ["Queued"]
    third = replace(overtaken, execution=execution(status=second.status.model_dump(by_alias=True)))
    assert decide_execution(third, NOW).changes == ()


def test_a_plan_that_changed_while_it_queued_is_recorded_anew_before_it_starts() -> None:
    changed = execution_facts(execution("Queued", status={"demand": {}, "planHash": "sha256:old"}), recorded=False)
    assert decide_execution(replace(changed, admission=HOLD), NOW).status != changed.status
    first = decide_execution(changed, NOW)
    assert (kinds(first), state(first)) == (["DiscardSnapshot"], "Queued")
    assert kinds(recorded_as(changed)) == ["StartRun"]


@pytest.mark.parametrize("reason", ["SnapshotTampered", "SnapshotLost"])
@pytest.mark.parametrize("run", [None, RUN])
def test_a_snapshot_that_cannot_be_used_ends_in_error_and_creates_nothing(reason: str, run: RunFacts | None) -> None:
    refused = Refused(reason=reason, problems=(Problem(path="status.planHash", message="is another"),))
    decision = decide_execution(execution_facts(execution("Started"), plan=refused, run=run), NOW)
    assert kinds(decision) == (["StopRun", "RevokeCredentials"] if run else [])
    assert decision.status
    assert (decision.status.state, decision.status.message) == ("Error", "status.planHash: is another")
    assert [each.reason for each in decision.status.conditions] == [reason]
    told = [(change.reason, change.well) for change in decision.changes]
    assert told == [(each, False) for each in ("SnapshotTampered", "Error") if each in (reason, "Error")]


def test_a_demand_that_changed_while_it_queued_is_recorded_at_once() -> None:
    more = execution_facts(execution("Queued", status={"demand": {}, "planHash": "sha256:old"}), recorded=False)
    status = decide_execution(replace(more, admission=HOLD, demand={"nvidia.com/gpu": 2}), NOW).status
    assert status
    assert status.demand == {"nvidia.com/gpu": 2}


def test_a_run_that_an_older_version_started_gets_its_demand_recorded() -> None:
    old = execution("Started", status={"planHash": "sha256:old"})
    facts = execution_facts(old, recorded=False, demand={"nvidia.com/gpu": 1}, admission=None, run=RUN)
    status = decide_execution(facts, NOW).status
    assert status
    assert (status.demand, status.plan_hash) == ({"nvidia.com/gpu": 1}, "sha256:old")


def test_a_lost_run_leaves_no_operator_running() -> None:
    runs = execution_facts(
        execution("Started"), run=replace(RUN, steps={"proxy": StepFacts(name="proxy", status="Executing")})
    )
    before = decide_execution(runs, NOW).status
    assert before
    lost = execution_facts(execution(status=before.model_dump(by_alias=True)), run_lost=True)
    after = decide_execution(lost, NOW).status
    assert after
    assert [each.status for stage in after.stages for each in stage.operators] == ["Error", "Not Started"]
    assert "was deleted while it ran" in after.message


def test_a_failing_operator_is_told_once() -> None:
    steps = {"proxy": StepFacts(name="proxy", status="Error", message="the moov atom is missing")}
    facts = execution_facts(
        execution("Started", status={"startedAt": "2026-05-01T11:59:30Z"}), run=replace(RUN, steps=steps)
    )
    first = decide_execution(facts, NOW)
    assert [(change.reason, change.message) for change in first.changes] == [
        ("OperatorFailed", "proxy: the moov atom is missing")
    ]
    assert first.status
    again = replace(facts, execution=execution(status=first.status.model_dump(by_alias=True)))
    assert decide_execution(again, NOW).changes == ()


def test_the_same_facts_change_nothing() -> None:
    facts = execution_facts(execution(), run=RUN)
    first = decide_execution(facts, NOW).status
    assert first
    again = replace(facts, execution=execution(status=first.model_dump(by_alias=True)))
    assert decide_execution(again, NOW + timedelta(hours=1)).status == first


REVIEW = builders.plan(
    "prepare: proxy; review: wait; analyze: labels",
    operators=builders.CATALOGUE
    | {
        "wait": MediaOperatorSpec.model_validate(
            {
                "resultName": "wait",
                "version": "1",
                "suspend": True,
                "outputs": [{"name": "result", "file": "result.json", "result": True}],
            }
        )
    },
)
ANSWER = [{"stage": "review", "data": {"approved": True}}]
SINCE = NOW - timedelta(minutes=30)
WAITS = RunFacts(
    name="run-1",
    steps={
        "proxy": StepFacts(name="proxy", status="Complete", started_at=SINCE, finished_at=SINCE),
        "wait": StepFacts(name="wait", status="Waiting", message="waits", started_at=SINCE),
    },
)


def waiting(
    before: str, *, admission: Start | Hold | None = None, now: datetime = NOW, **spec: Any
) -> tuple[list[str], Any]:
    facts = execution_facts(execution(before, **spec), plan=REVIEW, run=WAITS, admission=admission)
    decision = decide_execution(facts, now)
    return kinds(decision), decision.status


def test_who_waits_for_a_person_gives_the_slot_back() -> None:
    actions, status = waiting("Started")
    assert (actions, status.state, status.current_stage) == ([], "Waiting", "review")


def test_an_answer_queues_for_a_slot_and_keeps_its_place_while_it_is_held() -> None:
    actions, status = waiting("Waiting", resume=ANSWER)
    assert (actions, status.state) == ([], "Resumed")
    actions, status = waiting("Resumed", resume=ANSWER, admission=HOLD)
    assert (actions, status.state, status.queue.position) == ([], "Resumed", 3)


def test_with_a_slot_the_answer_reaches_the_run_again_until_the_run_shows_it() -> None:
    for before, admission in (("Resumed", START), ("Started", None)):
        actions, status = waiting(before, resume=ANSWER, admission=admission)
        assert (actions, status.state) == (["ResumeRun"], "Started")


def test_an_answer_to_another_stage_resumes_nothing() -> None:
    actions, status = waiting("Waiting", resume=[{"stage": "analyze"}])
    assert (actions, status.state) == ([], "Waiting")


def test_nobody_is_waited_for_for_ever() -> None:
    actions, _ = waiting("Waiting", now=SINCE + timedelta(seconds=3601))
    assert actions == ["ExpireWait"]


def test_an_answer_in_time_may_wait_for_a_slot_longer() -> None:
    late = SINCE + timedelta(seconds=3601)
    assert waiting("Resumed", now=late, resume=ANSWER, admission=HOLD)[0] == []


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (None, "cancelled before it started: the asset's entry was changed, and run-2 took its place"),
        (
            replace(RUN, stopping=True, ended=Ended(state="Cancelled", at=NOW, message="cancelled")),
            "cancelled: the asset's entry was changed, and run-2 took its place",
        ),
    ],
    ids=["queued", "running"],
)
def test_a_superseded_run_says_what_took_its_place(run: RunFacts | None, message: str) -> None:
    superseded = execution("Queued", cancel=True, meta={"annotations": {labels.SUPERSEDED_BY: "run-2"}})
    status = decide_execution(execution_facts(superseded, run=run), NOW).status
    assert status is not None
    assert (status.state, status.message) == ("Cancelled", message)


def test_cancelling_works_while_waiting() -> None:
    actions, _ = waiting("Waiting", cancel=True)
    assert actions == ["StopRun"]


def test_waiting_is_not_running_time() -> None:
    assert REVIEW.deadline_seconds == REVIEW.timeout_seconds + 3600


def test_a_wait_is_a_barrier() -> None:
    assert REVIEW.step("wait").depends == ("proxy",)
    assert set(REVIEW.step("labels").depends) == {"proxy", "wait"}
