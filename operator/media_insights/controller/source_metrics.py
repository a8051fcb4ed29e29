"""Metrics of sources: how many there are in which state, what became of their objects, and which was listed last."""

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from media_insights.api.v1alpha1.media_source import MediaSourceState, SourceObjects
from media_insights.api.v1alpha1.times import time_of
from media_insights.controller.views import SourceSummary
from media_insights.runtime import metrics


def measure(sources: Iterable[SourceSummary]) -> None:
    """Set the metrics to what all sources say of themselves; whatever else one says is no label."""
    states, objects, listed = Counter[str](), Counter[str](), list[float]()
    for each in sources:
        states[each.state] += 1
        objects.update(each.objects)
        if each.state in ("Watching", "Error") and (moment := _seconds(each.listed)):
            listed.append(moment)
    for state in filter(None, get_args(MediaSourceState)):
        metrics.SOURCES.labels(state).set(states[state])
    for name in SourceObjects.model_fields:
        metrics.SOURCE_OBJECTS.labels(name).set(objects[name])
    metrics.SOURCE_LISTED.set(min(listed, default=float("nan")))


def _seconds(text: str) -> float | None:
    try:
        moment = time_of(text)
    except ValueError:
        return None
    return moment.timestamp() if moment else None
