"""Metrics of batches: how many there are in which state, and what became of their items."""

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from media_insights.api.v1alpha1.batch import MediaBatchState
from media_insights.controller.views import BatchSummary
from media_insights.runtime import metrics

_OUTCOMES = ("done", "failed", "running", "waiting")


def measure(batches: Iterable[BatchSummary]) -> None:
    """Set the metrics to what all batches say of themselves; whatever else one says is no label."""
    states, items = Counter[str](), Counter[str]()
    for each in batches:
        states[each.state] += 1
        begun = {name: each.items[name] for name in ("done", "failed", "running")}
        items.update(begun | {"waiting": max(each.items["total"] - sum(begun.values()), 0)})
    for state in filter(None, get_args(MediaBatchState)):
        metrics.BATCHES.labels(state).set(states[state])
    for outcome in _OUTCOMES:
        metrics.BATCH_ITEMS.labels(outcome).set(items[outcome])
