"""Whatever ends an execution ends the credentials of its run first."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain.deciding.actions import Decision, RemoveFinalizer, RevokeCredentials, StopRun
from media_insights.domain.deciding.executions.decide_execution import decide_execution
from media_insights.domain.deciding.executions.revocation import with_revocation
from media_insights.domain.running.steps import Ended, RunFacts
from tests.unit.builders import plan
from tests.unit.controller.objects import NOW, execution, execution_facts

RECORDED = {"planHash": "sha256:1"}
RUN = RunFacts(name="run-1")


def revoked(decision: Decision[ExecutionStatus], state: str = "Started", **facts: Any) -> list[str]:
    of = execution(state, status=RECORDED)
    actions = with_revocation(execution_facts(of, **facts), decision).actions
    return [type(each).__name__ for each in actions]


@pytest.mark.parametrize("state", sorted(FINISHED))
def test_every_end_revokes_before_it_is_written(state: str) -> None:
    ends: Decision[ExecutionStatus] = Decision(status=ExecutionStatus.model_validate({"state": state}))
    assert revoked(ends, run=RUN) == ["RevokeCredentials"]


@pytest.mark.parametrize("state", ["", "Queued", "Started", "Waiting", "Resumed"])
def test_whoever_goes_on_keeps_its_credentials(state: str) -> None:
    goes_on: Decision[ExecutionStatus] = Decision(status=ExecutionStatus.model_validate({"state": state}))
    assert revoked(goes_on, run=RUN) == []


def test_pods_are_stopped_before_and_the_finalizer_goes_after() -> None:
    error = ExecutionStatus(state="Error")
    assert revoked(Decision(status=error, actions=(StopRun("run-1"),)), run=RUN) == ["StopRun", "RevokeCredentials"]
    assert revoked(Decision(actions=(RemoveFinalizer(),))) == ["RevokeCredentials", "RemoveFinalizer"]


def test_what_has_ended_was_revoked() -> None:
    assert revoked(Decision(actions=(RemoveFinalizer(),)), state="Complete") == ["RemoveFinalizer"]


def test_what_never_could_start_has_nothing() -> None:
    cancelled: Decision[ExecutionStatus] = Decision(status=ExecutionStatus(state="Cancelled"))
    assert with_revocation(execution_facts(execution("Queued"), recorded=False), cancelled).actions == ()
    nothing_runs = plan("one: labels!")
    assert revoked(Decision(status=ExecutionStatus(state="Complete")), plan=nothing_runs) == []


def test_one_that_is_cancelled_between_its_credentials_and_its_run_loses_them() -> None:
    of = execution("Queued", status=RECORDED, cancel=True)
    assert RevokeCredentials(of.metadata.uid) in decide_execution(execution_facts(of), NOW).actions


def test_a_run_that_ended_is_revoked_by_its_execution_s_uid() -> None:
    of = execution("Started", status=RECORDED)
    facts = execution_facts(of, plan=plan(), run=RunFacts(name="run-1", ended=Ended(state="Complete", at=NOW)))
    decision = decide_execution(facts, NOW)
    assert decision.status is not None
    assert decision.status.state == "Complete"
    assert decision.actions[-1] == RevokeCredentials(of.metadata.uid)
