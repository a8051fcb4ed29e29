"""What is done about a batch."""

from collections import Counter
from dataclasses import replace

import pytest

from media_insights.domain.deciding.actions import AddFinalizer, Create, DeleteResults, RemoveFinalizer
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batch_actions import CancelExecution, DropParts, StoreList
from media_insights.domain.deciding.batches.batch_facts import BatchFacts, ListedPage
from media_insights.domain.deciding.batches.batch_status import AGAIN
from media_insights.domain.deciding.batches.decide_batch import AT_ONCE, decide_batch
from tests.unit.controller.objects import NOW
from tests.unit.domain.deciding.batches.facts import batch, facts, listed, plan

LEAVING = {"deletionTimestamp": "2026-05-01T12:00:00Z"}


def made(about: BatchFacts) -> Counter[str]:
    """Kind → how many of it are made."""
    found = [action.manifest for action in decide_batch(about, NOW).actions if isinstance(action, Create)]
    return Counter(each["kind"] for each in found)


@pytest.mark.parametrize(
    ("about", "assets", "executions"),
    [
        (listed(9, parallelism=3), 3, 0),
        (listed(9, outcomes="rr", parallelism=3), 1, 0),
        (listed(9, outcomes="rrrr", parallelism=3), 0, 0),
        (listed(9, outcomes="ww", parallelism=3), 3, 0),
        (listed(9, outcomes="df", parallelism=3), 3, 0),
        (listed(9, outcomes="df", parallelism=3, retries=1), 2, 1),
        (listed(9, outcomes="fff", parallelism=2, retries=1), 0, 2),
        (listed(900, parallelism=1000), AT_ONCE, 0),
        (listed(9, suspend=True), 0, 0),
        (listed(9, cancel=True), 0, 0),
        (listed(9, outcomes="ff", failureBudget={"percent": 10}), 0, 0),
        (listed(9, workflow="unknown"), 0, 0),
        (facts(listed=ListedPage(items=plan(3), complete=True)), 0, 0),
    ],
    ids=[
        "as many as may",
        "one more",
        "no more than may",
        "who waits for a person lets others go ahead",
        "what ended makes room",
        "what failed goes first",
        "what failed is bounded too",
        "a pass is bounded",
        "suspended",
        "cancelled",
        "too much failed",
        "not accepted",
        "not while it lists",
    ],
)
def test_how_many_begin(about: BatchFacts, assets: int, executions: int) -> None:
    assert made(about) == Counter({"MediaAsset": assets, "MediaExecution": executions})


def test_the_plan_is_stored_before_anything_begins() -> None:
    decision = decide_batch(facts(listed=ListedPage(items=plan(3), complete=True)), NOW)
    assert [type(each) for each in decision.actions] == [DropParts, StoreList]
    assert decision.status
    assert decision.status.checkpoint
    assert (decision.status.checkpoint.planned, decision.status.state) == (3, "Started")


def test_what_runs_is_cancelled_once() -> None:
    about = listed(4, outcomes="drrw", cancel=True)
    asked = replace(about.items[1], cancelled=True)
    about = replace(about, items=(about.items[0], asked, *about.items[2:]))
    cancelled = [each.name for each in decide_batch(about, NOW).actions if isinstance(each, CancelExecution)]
    assert cancelled == [about.items[2].execution, about.items[3].execution]


def test_it_stays_until_its_lists_are_gone() -> None:
    first = decide_batch(listed(1, meta={"finalizers": []}), NOW).actions[0]
    assert first == AddFinalizer()
    decision = decide_batch(facts(batch(meta=LEAVING)), NOW)
    assert decision.actions == (DeleteResults("private/n/batches/u/"), RemoveFinalizer())
    assert decision.status is None
    assert [(each.reason, each.sequence) for each in decision.changes] == [("Deleted", 1)]
    assert decide_batch(facts(batch(meta={**LEAVING, "finalizers": []})), NOW).actions == ()


@pytest.mark.parametrize(
    ("about", "again"),
    [
        (listed(3, outcomes="r"), AGAIN),
        (facts(listed=Rejection(reason="SourceNotFound", message="x")), AGAIN),
        (facts(workflows=()), None),
        (listed(1, outcomes="d"), None),
    ],
)
def test_when_it_is_examined_again_without_an_event(about: BatchFacts, again: float | None) -> None:
    assert decide_batch(about, NOW).requeue_after == again


def test_what_has_ended_is_left_as_it_is_when_its_assets_go() -> None:
    (first,) = [decide_batch(listed(3, begun=3, outcomes="ddf"), NOW).status]
    assert first
    known = first.model_dump(mode="json", by_alias=True)
    about = listed(3, begun=3, outcomes="dd", status=known, meta={"finalizers": []})
    decision = decide_batch(about, NOW)
    assert (decision.status, decision.changes, decision.requeue_after) == (None, (), None)
    assert decision.actions == (AddFinalizer(),)
