"""What a source says of itself."""

from datetime import timedelta
from typing import Any

import pytest

from media_insights.api.v1alpha1.media_source import SourceObjects
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.watching.range_examination import RangeExamination
from media_insights.domain.deciding.watching.source_status import (
    SourceStanding,
    final_source_status,
    pause_after,
    progress_after,
    watching,
)
from tests.unit.domain.deciding.watching.facts import NOW, facts, source

COUNTS = SourceObjects(seen=3, taken=2, settling=1)
DOWN = Rejection(reason="Unreachable", message="the store does not answer")


def test_a_listing_that_goes_on_adds_up_and_one_that_has_ended_says_when_the_next_is() -> None:
    of = source({"checkpoint": {"listedUpTo": "a", "objects": {"seen": 4, "taken": 4}}})
    going = progress_after(facts(of), RangeExamination(counts=COUNTS, end="b"), NOW)
    assert going["next_listing"] is None
    checkpoint = going["checkpoint"]
    assert (checkpoint.listed_up_to, checkpoint.objects.seen, checkpoint.objects.taken) == ("b", 7, 6)  # type: ignore[attr-defined]

    ended = progress_after(facts(of), RangeExamination(counts=COUNTS), NOW)
    assert (ended["checkpoint"], ended["last_listing"]) == (None, NOW)
    assert ended["objects"] == SourceObjects(seen=7, taken=6, settling=1)
    assert ended["next_listing"] == NOW + timedelta(seconds=31), "when what settles may have done so"


def test_without_anything_that_settles_the_next_listing_is_at_its_time() -> None:
    ended = progress_after(facts(source(everySeconds=300)), RangeExamination(counts=SourceObjects()), NOW)
    assert ended["next_listing"] == NOW + timedelta(seconds=300)


def test_a_range_with_files_that_wait_is_examined_again() -> None:
    of = source({"checkpoint": {"listedUpTo": "a"}})
    held = progress_after(facts(of), RangeExamination(counts=COUNTS, waiting=1, end="b"), NOW)
    assert held == {"checkpoint": of.status.checkpoint, "next_listing": None}


@pytest.mark.parametrize(
    ("ago", "pause"), [(5, 30), (100, 100), (9000, 600)], ids=["at first", "as long as it could not be", "at most"]
)
def test_what_could_not_be_listed_is_listed_again_later_each_time(ago: int, pause: float) -> None:
    of = source({"lastListing": rfc3339(NOW - timedelta(seconds=ago))})
    assert pause_after(facts(of), DOWN, NOW) == pause
    assert pause_after(facts(of), Rejection(reason="UnknownWorkflow", message=""), NOW) is None


@pytest.mark.parametrize(
    ("known", "found", "said"),
    [
        ({}, {}, ""),
        (
            {"unfinished": 100},
            {"waiting": 2},
            "until fewer of its assets are unfinished: spec.parallelism is 100",
        ),
        ({"unfinished": 100}, {"unread": 2}, "files wait until fewer of its assets are unfinished"),
        ({}, {"counts": SourceObjects(unreadable=3)}, "3 files cannot be read, and each listing asks again"),
        ({"unfinished": 100, "refused": {"in/a": "no"}}, {"waiting": 1}, "is 100; the API server refuses"),
        ({"refused": {"in/a": "no", "in/b": "no"}}, {}, "refuses the assets of 2 files, for instance of in/a: no"),
    ],
)
def test_what_it_waits_for_is_told(known: dict[str, Any], found: dict[str, Any], said: str) -> None:
    assert said in watching(facts(**known), RangeExamination(**{"counts": COUNTS, **found})).message


def test_a_store_that_does_not_answer_leaves_it_accepted_and_not_ready() -> None:
    down = SourceStanding(state="Error", problem=DOWN, message=DOWN.message)
    status, (change,) = final_source_status(facts(source({"state": "Watching"})), down, {}, NOW)
    assert {each.type: (each.status, each.reason) for each in status.conditions} == {
        "Accepted": ("True", "Valid"),
        "Ready": ("False", "Unreachable"),
    }
    assert (change.reason, change.well, status.changes) == ("Error", False, 1)


def test_what_is_wrong_with_it_is_a_condition_and_the_same_state_is_no_change() -> None:
    problem = Rejection(reason="UnknownWorkflow", message="there is none")
    wrong = SourceStanding(state="Error", problem=problem, message=problem.message)
    status, changes = final_source_status(facts(source({"state": "Error"})), wrong, {}, NOW)
    assert {each.type: (each.status, each.reason) for each in status.conditions} == {
        "Accepted": ("False", "UnknownWorkflow"),
        "Ready": ("False", "UnknownWorkflow"),
    }
    assert changes == ()
