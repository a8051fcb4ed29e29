"""Who is adopted, when, and when it is too early."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.domain.deciding.actions import Action, Decision, StartRun
from media_insights.domain.deciding.executions.adoption import with_adoption
from media_insights.domain.deciding.executions.execution_facts import AssetView
from media_insights.domain.running.steps import RunFacts
from tests.unit import builders
from tests.unit.controller.objects import execution, execution_facts

BY_HAND: dict[str, Any] = {"finalizers": [], "labels": {}, "ownerReferences": []}
SAYING: Decision[ExecutionStatus] = Decision(status=ExecutionStatus(state="Queued"))
START: Decision[ExecutionStatus] = Decision(
    status=ExecutionStatus(state="Started"), actions=(StartRun(builders.plan("prepare: proxy")),)
)


def adoption(decision: Decision[ExecutionStatus] = SAYING, meta: Any = BY_HAND, **facts: Any) -> list[str]:
    def kind(action: Action) -> str:
        return type(action).__name__

    return [kind(each) for each in with_adoption(execution_facts(execution(meta=meta), **facts), decision).actions]


@pytest.mark.parametrize("missing", ["finalizers", "labels", "ownerReferences"])
def test_one_that_lacks_anything_is_adopted(missing: str) -> None:
    assert adoption(meta={missing: BY_HAND[missing]}) == ["Adopt"]


def test_one_that_was_made_here_is_left_as_it_is() -> None:
    assert adoption(meta={}) == []
    assert adoption(START, meta={}) == ["StartRun"]


def test_adoption_comes_before_the_start() -> None:
    assert adoption(START) == ["Adopt", "StartRun"]


def test_a_pass_that_says_nothing_writes_nothing() -> None:
    assert adoption(Decision()) == []


@pytest.mark.parametrize(
    "asset",
    [
        None,
        AssetView(accepted=None, uid="asset-1"),
        AssetView(accepted=True, uid="asset-1", leaving=True),
    ],
)
def test_without_an_asset_that_stays_only_a_run_is_guarded(asset: AssetView | None) -> None:
    assert adoption(asset=asset) == []
    assert adoption(asset=asset, run=RunFacts(name="run-1")) == ["AddFinalizer"]
    assert adoption(START, asset=asset) == ["AddFinalizer", "StartRun"]
    assert adoption(START, meta={}, asset=asset) == ["StartRun"]
