"""Decisions about sources."""

from datetime import timedelta
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import watch_layout
from media_insights.domain.deciding.actions import AddFinalizer, Create, DeleteResults, RemoveFinalizer
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.source_actions import RemoveObjects
from media_insights.domain.deciding.watching.decide_source import AGAIN, FORGOTTEN, decide_source
from tests.unit.domain.deciding.watching.facts import NOW, facts, listed, name_of, source

GONE = {"deletionTimestamp": "2026-05-01T12:00:00Z"}


def test_a_file_becomes_an_asset_that_says_who_made_it_and_stays_when_that_goes() -> None:
    decision = decide_source(facts(listed=listed(source(), ("a 日本.mp4",))), NOW)
    (made,) = [each.manifest for each in decision.actions if isinstance(each, Create)]
    asset = MediaAsset.model_validate(made)
    assert asset.metadata.name == name_of("a 日本.mp4")
    assert asset.metadata.labels == {labels.SOURCE: "s", labels.SOURCE_UID: "u"}
    assert (asset.metadata.owner_references, asset.spec.deletion_policy) == ((), "Retain")
    assert (decision.status and decision.status.state, decision.requeue_after) == ("Watching", 60)


def test_the_finalizer_is_first() -> None:
    decision = decide_source(facts(source(meta={"finalizers": []}), listed=listed(source(), ("a",))), NOW)
    assert isinstance(decision.actions[0], AddFinalizer)


def test_until_it_is_time_nothing_is_done() -> None:
    of = source({"state": "Watching", "nextListing": rfc3339(NOW + timedelta(seconds=20))})
    decision = decide_source(facts(of), NOW)
    assert (decision.actions, decision.status, decision.requeue_after) == ((), None, 20)


def test_while_it_is_suspended_nothing_is_listed() -> None:
    decision = decide_source(facts(source(suspend=True)), NOW)
    assert (decision.status and decision.status.state, decision.requeue_after) == ("Suspended", None)


def test_what_does_not_answer_is_asked_again_and_what_is_wrong_is_not() -> None:
    down = Rejection(reason="Unreachable", message="no answer")
    decision = decide_source(facts(listed=down), NOW)
    assert (decision.status and decision.status.message, decision.requeue_after) == ("no answer", 30)
    assert decide_source(facts(workflows=()), NOW).requeue_after is None


@pytest.mark.parametrize(
    ("spec", "more", "again"),
    [
        ({}, {"end": "b"}, 0.0),
        ({"parallelism": 1}, {}, 0.0),
        ({"everySeconds": 10}, {}, 10.0),
    ],
    ids=["the next range", "the same range", "the next listing"],
)
def test_when_it_comes_again(spec: dict[str, Any], more: dict[str, Any], again: float) -> None:
    of = source(**spec)
    assert decide_source(facts(of, listed=listed(of, ("a", "b"), **more)), NOW).requeue_after == again


def test_while_nothing_has_room_it_comes_again_soon() -> None:
    of = source(parallelism=1)
    decision = decide_source(facts(of, listed=listed(of, ("a",)), unfinished=1), NOW)
    assert (decision.requeue_after, [each for each in decision.actions if isinstance(each, Create)]) == (AGAIN, [])


def test_marks_of_deleted_assets_go_when_every_range_knows_them() -> None:
    removal = RemoveObjects((watch_layout.departed_key("n", "u", "gone"),))
    ended = decide_source(facts(listed=listed(source(), taken=("a",), departed=("gone",))), NOW)
    assert removal in ended.actions
    going = decide_source(facts(listed=listed(source(), taken=("a",), departed=("gone",), end="b")), NOW)
    assert removal not in going.actions


def test_what_is_kept_of_it_goes_with_it_and_no_asset() -> None:
    decision = decide_source(facts(source(meta=GONE)), NOW)
    assert decision.actions == (DeleteResults("private/n/sources/u/"), RemoveFinalizer())
    assert decide_source(facts(source(meta={**GONE, "finalizers": []})), NOW).actions == ()


VIDEO = [{"types": ["Video"], "workflows": [{"name": "flow"}]}]


@pytest.mark.parametrize(("unfinished", "again"), [(1, AGAIN), (0, 0.0)], ids=["no room", "room"])
def test_files_that_must_be_read_are_asked_for_at_once_only_where_there_is_room(unfinished: int, again: float) -> None:
    of = source(parallelism=1, rules=VIDEO)
    assert decide_source(facts(of, listed=listed(of, ("a",)), unfinished=unfinished), NOW).requeue_after == again


def test_a_pass_removes_a_bounded_number_of_marks() -> None:
    many = tuple(f"gone-{number}" for number in range(FORGOTTEN + 5))
    decision = decide_source(facts(listed=listed(source(), taken=("a",), departed=many)), NOW)
    (removal,) = [each for each in decision.actions if isinstance(each, RemoveObjects)]
    assert len(removal.keys) == FORGOTTEN
