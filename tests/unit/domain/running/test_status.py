"""What people read while a run goes on and when it has ended."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution
from media_insights.api.v1alpha1.execution import Cost, OperatorProgress, OperatorState, TotalCost
from media_insights.domain.running import finishing
from media_insights.domain.running.status import COST_LENGTH, execution_status, with_succeeded
from media_insights.domain.running.steps import Ended, StepFacts
from tests.unit.builders import LATER, NOON, facts, plan

PLAN = plan(configuration={"mediainfo": {"enabled": False}})
"""prepare: mediainfo (disabled) proxy; analyze: shots labels transcribe; text: captions entities"""


def status(text: str, ended: OperatorState | None = None, message: str = "") -> ExecutionStatus:
    over = Ended(state=ended, at=LATER, message=message) if ended else None
    return execution_status(PLAN, facts(text), started_at=NOON, ended=over, now=LATER)


def operator(of: ExecutionStatus, name: str) -> OperatorProgress:
    return next(each for stage in of.stages for each in stage.operators if each.name == name)


@pytest.mark.parametrize(
    ("known", "ended", "state", "progress", "stage", "message"),
    [
        ("", None, "Started", "0/6", "prepare", ""),
        ("proxy Executing", None, "Started", "0/6", "prepare", ""),
        ("proxy Complete", None, "Started", "1/6", "analyze", ""),
        ("proxy Complete, transcribe Waiting", None, "Waiting", "1/6", "analyze", ""),
        ("proxy Complete, transcribe Waiting, shots Executing", None, "Started", "1/6", "analyze", ""),
        (
            ", ".join(f"{step.name} Complete" for step in PLAN.runs),
            "Complete",
            "Complete",
            "6/6",
            "End",
            "",
        ),
        (
            "proxy Complete, transcribe Error: moov atom missing, shots Complete, labels Complete",
            "Error",
            "Error",
            "4/6",
            "analyze",
            "transcribe: moov atom missing",
        ),
        ("proxy Executing", "Cancelled", "Cancelled", "1/6", "prepare", "cancelled"),
        ("proxy Executing", "Error", "Error", "1/6", "prepare", "proxy: it was lost"),
        ("", "Error", "Error", "0/6", "prepare", "it was lost"),
        ("proxy Complete, shots Executing", "TimedOut", "TimedOut", "2/6", "analyze", "too long"),
    ],
)
def test_the_state_of_a_run(
    known: str, ended: OperatorState | None, state: str, progress: str, stage: str, message: str
) -> None:
    told = {"Cancelled": "cancelled", "Error": "it was lost", "TimedOut": "too long"}.get(ended or "", "")
    seen = status(known, ended, told)
    assert (seen.state, seen.progress, seen.current_stage, seen.message) == (state, progress, stage, message)


@pytest.mark.parametrize(
    ("known", "ended", "stages"),
    [
        ("", None, ["Not Started", "Not Started", "Not Started"]),
        ("proxy Started", None, ["Started", "Not Started", "Not Started"]),
        ("proxy Complete", None, ["Complete", "Not Started", "Not Started"]),
        ("proxy Complete, shots Error, labels Executing", None, ["Complete", "Executing", "Not Started"]),
        ("proxy Complete, shots Error, labels Complete", None, ["Complete", "Error", "Not Started"]),
        ("proxy Complete, shots Complete", None, ["Complete", "Executing", "Not Started"]),
        ("proxy Complete, shots Complete", "Cancelled", ["Complete", "Not Started", "Not Started"]),
    ],
)
def test_the_state_of_each_stage(known: str, ended: OperatorState | None, stages: list[str]) -> None:
    assert [stage.status for stage in status(known, ended).stages] == stages


def test_skipped_ones_say_why_and_are_not_counted() -> None:
    assert operator(status(""), "mediainfo").model_dump(include={"status", "message"}) == {
        "status": "Skipped",
        "message": "disabled",
    }


def test_what_cannot_run_any_more_says_because_of_whom() -> None:
    seen = status("proxy Complete, transcribe Error: no speech")
    assert operator(seen, "captions").status == "Not Started"
    assert operator(seen, "captions").message == "not run, because transcribe did not end well"
    assert operator(status("proxy Error"), "captions").message == "not run, because proxy did not end well"
    assert operator(seen, "labels").message == ""


def test_a_result_has_a_key_only_when_it_is_whole() -> None:
    assert operator(status("proxy Executing"), "proxy").key == ""
    assert operator(status("proxy Complete"), "proxy").key.endswith("/proxy.json")


def test_nothing_is_left_executing_when_the_run_has_ended() -> None:
    seen = status("proxy Complete, shots Executing, labels Started", "Cancelled", "cancelled")
    assert [operator(seen, name).status for name in ("shots", "labels", "transcribe")] == [
        "Cancelled",
        "Cancelled",
        "Not Started",
    ]


def test_a_run_that_is_called_complete_but_has_a_failure_is_an_error() -> None:
    assert status("proxy Error: broken", "Complete").state == "Error"


def test_times_are_rfc_3339_in_utc() -> None:
    seen = status("proxy Complete", "Complete")
    assert (seen.started_at, seen.finished_at) == (NOON, LATER)
    assert operator(seen, "proxy").finished_at == LATER
    assert operator(status("proxy Executing"), "proxy").finished_at is None
    written = seen.model_dump(mode="json", by_alias=True)
    assert (written["startedAt"], written["finishedAt"]) == ("2026-01-01T12:00:00Z", "2026-01-01T12:05:00Z")


@pytest.mark.parametrize(
    ("state", "message", "succeeded", "sentence"),
    [
        ("", "", "Unknown", ""),
        ("Started", "", "Unknown", "1/2"),
        ("Complete", "", "True", "1/2"),
        ("Error", "proxy: no moov", "False", "proxy: no moov"),
        ("Cancelled", "cancelled", "False", "cancelled"),
        ("TimedOut", "ran longer", "False", "ran longer"),
    ],
)
def test_the_condition_succeeded_follows_the_state(state: str, message: str, succeeded: str, sentence: str) -> None:
    before = MediaExecution.model_validate({"metadata": {"generation": 3}, "spec": {"asset": "clip", "workflow": "w"}})
    progress = "1/2" if state else ""
    new = ExecutionStatus.model_validate({"state": state, "message": message, "progress": progress})

    seen = with_succeeded(new, before, NOON)

    (condition,) = seen.conditions
    assert (condition.type, condition.status, condition.message) == ("Succeeded", succeeded, sentence)
    assert condition.reason == (state or "Queued")
    assert (seen.observed_generation, condition.observed_generation) == (3, 3)
    assert condition.last_transition_time == NOON


def test_a_step_that_its_run_s_timeout_stopped_says_so() -> None:
    seen = status("proxy Complete, shots Executing, labels Started", "TimedOut", "ran longer")
    for name in ("shots", "labels"):
        said = operator(seen, name)
        assert (said.status, said.message) == (
            "TimedOut",
            "stopped, because the workflow's timeout of 14400 s was reached",
        )


def test_the_status_of_the_largest_failure_stays_below_its_budget() -> None:
    text = "s: " + " ".join(f"mediainfo@step-{n}" for n in range(32))
    large = plan("; ".join(text.replace("s:", f"s{n}:").replace("step", f"s{n}") for n in range(3)))
    told = facts(",".join(f"{step.name} Error: {'long ' * 400}" for step in large.steps))
    spent = Cost(cpu_seconds=123456.78, gpu_seconds=12345.67, bytes_read=123456789012, bytes_written=12345678901)
    known = {name: replace(each, cost=spent) for name, each in told.items()}
    seen = execution_status(large, known, ended=Ended(state="Error", at=LATER), now=LATER)
    assert len(seen.model_dump_json(by_alias=True, exclude_defaults=True)) < 32_000
    assert len(seen.message) <= 1024


STATES: list[OperatorState] = ["Not Started", "Started", "Executing", "Complete", "Error", "Cancelled", "TimedOut"]


@given(st.dictionaries(st.sampled_from([step.name for step in PLAN.steps]), st.sampled_from(STATES)))
def test_every_combination_has_a_status_that_its_schema_accepts(states: dict[str, OperatorState]) -> None:
    known = {name: StepFacts(name=name, status=state) for name, state in states.items()}
    ended = finishing.outcome_of(PLAN, known, LATER)
    seen = execution_status(PLAN, known, ended=ended, now=LATER)
    assert ExecutionStatus.model_validate_json(seen.model_dump_json(by_alias=True)) == seen
    running = {"Started", "Executing"} & {finishing.state_of(step, known) for step in PLAN.steps}
    assert not (running and ended)


def test_the_version_of_a_schema_stands_beside_the_key_of_its_result() -> None:
    found = status("proxy Complete, shots Error: no frames")

    assert (operator(found, "proxy").schema_version, operator(found, "shots").schema_version) == (1, None)


def test_an_operator_that_computed_nothing_on_its_gpu_says_so_when_it_is_complete() -> None:
    known = {name: replace(each, gpu_idle=True) for name, each in facts("proxy Complete, shots Error: x").items()}

    found = execution_status(PLAN, known, started_at=NOON, now=LATER)

    assert (operator(found, "proxy").gpu_idle, operator(found, "shots").gpu_idle) == (True, None)
    assert operator(found, "proxy").message == "a GPU was reserved and not used; the warnings of its result say why"
    assert operator(found, "shots").message == "x"


def test_a_step_that_has_ended_says_what_it_used_and_the_run_what_all_of_them_did() -> None:
    told = facts("proxy Complete, shots Error: x, labels Executing")
    known = {name: replace(each, cost=Cost(cpu_seconds=2.5)) for name, each in told.items()}
    found = execution_status(PLAN, known, now=LATER)
    assert operator(found, "proxy").cost == operator(found, "shots").cost == Cost(cpu_seconds=2.5)
    assert operator(found, "labels").cost is None
    assert found.cost == TotalCost(cpu_seconds=5.0)
    assert execution_status(PLAN, told, now=LATER).cost is None


def test_messages_leave_room_for_whole_costs() -> None:
    whole = Cost(cpu_seconds=123456.78, gpu_seconds=123456.78, bytes_read=10**12, bytes_written=10**12)
    assert len(whole.model_dump_json(by_alias=True)) <= COST_LENGTH
