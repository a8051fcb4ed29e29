"""A run that published Secrets ends in Error, in the words of an output that was not written."""

from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.domain.running.disclosures import (
    AMONG_FILES,
    BESIDE_RESULTS,
    folders_in_place,
    with_disclosures,
    withdrawn,
)
from media_insights.domain.running.steps import Ended, RunFacts
from tests.unit.builders import NOON, facts, plan

PLAN = plan("prepare: proxy; analyze: labels")
RESULT = next(each.key for each in PLAN.step("labels").outputs if each.result)
COMPLETE = RunFacts(name="run", steps=facts("proxy Complete, labels Complete"), ended=Ended(state="Complete", at=NOON))
SENTENCE = "ended well but did not write result.json: a defect of labels"


def test_the_step_whose_output_is_a_secret_has_failed_and_with_it_the_run() -> None:
    found = with_disclosures(COMPLETE, PLAN, (RESULT,))
    assert found.ended == Ended(state="Error", at=NOON)
    assert (found.steps["labels"].status, found.steps["labels"].message) == ("Error", SENTENCE)
    assert found.steps["proxy"] == COMPLETE.steps["proxy"]


def test_a_folder_in_an_output_s_place_is_no_output() -> None:
    assert with_disclosures(COMPLETE, PLAN, (f"{RESULT}/..data/secretkey",)).steps["labels"].status == "Error"
    assert with_disclosures(COMPLETE, PLAN, (f"{RESULT}x",)).steps == COMPLETE.steps


def test_files_below_an_output_stood_in_a_folder_or_behind_a_link_to_one() -> None:
    stored = (RESULT, f"{RESULT}x", f"{RESULT}/words.txt", "logs/main.log")
    assert folders_in_place(COMPLETE, PLAN, stored) == (f"{RESULT}/words.txt",)
    failed = RunFacts(name="run", steps=facts("proxy Complete, labels Error: no frames"), ended=COMPLETE.ended)
    assert folders_in_place(failed, PLAN, stored) == ()
    assert folders_in_place(COMPLETE, PLAN, ()) == ()


def test_what_belongs_to_no_output_is_said_of_the_run() -> None:
    found = with_disclosures(COMPLETE, PLAN, ("logs/main.log",))
    assert found.ended == Ended(state="Error", at=NOON, message=BESIDE_RESULTS)


def test_a_run_that_was_cancelled_stays_so() -> None:
    cancelled = RunFacts(name="run", steps=COMPLETE.steps, ended=Ended(state="Cancelled", at=NOON, message="cancelled"))
    found = with_disclosures(cancelled, PLAN, (RESULT,))
    assert found.ended == cancelled.ended


def test_a_run_without_a_secret_and_one_that_goes_on_are_as_they_are() -> None:
    assert with_disclosures(COMPLETE, PLAN, ()) is COMPLETE
    going_on = RunFacts(name="run", steps=COMPLETE.steps)
    assert with_disclosures(going_on, PLAN, (RESULT,)) is going_on


def test_an_operator_loses_the_result_that_was_a_secret_and_no_other() -> None:
    progress = OperatorProgress(name="labels", status="Complete", key=RESULT, bytes=7)
    lost = withdrawn(progress, (f"{RESULT}/key",))
    assert (lost.status, lost.message, lost.key, lost.bytes) == ("Error", AMONG_FILES, "", 0)
    assert withdrawn(progress, (f"{RESULT}x",)) is progress
