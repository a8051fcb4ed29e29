"""Sources as numbers."""

import math

from prometheus_client import REGISTRY

from media_insights.api.v1alpha1.media_source import SourceObjects
from media_insights.controller import source_metrics
from media_insights.controller.views import SourceSummary


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"media_insights_{name}", labels)


def source(state: str, listed: str = "", **objects: int) -> SourceSummary:
    counts = {name: objects.get(name, 0) for name in SourceObjects.model_fields}
    return SourceSummary(workflows=("flow",), accepted=True, state=state, objects=counts, listed=listed)


def test_states_objects_and_the_oldest_listing_are_measured_over_all_sources() -> None:
    source_metrics.measure(
        [
            source("Watching", "2026-05-01T12:00:10Z", seen=5, taken=3),
            source("Error", "1970-01-01T00:01:00Z", seen=2),
            source("Suspended", "1970-01-01T00:00:01Z"),
            source("Watching"),
        ]
    )
    assert (value("sources", state="Watching"), value("sources", state="Suspended")) == (2, 1)
    assert (value("source_objects", outcome="seen"), value("source_objects", outcome="taken")) == (7, 3)
    assert value("source_listed_timestamp_seconds") == 60, "of those that are to be listed"


def test_what_is_gone_counts_no_longer_and_no_text_of_a_tenant_is_a_label() -> None:
    source_metrics.measure([source("made up", "not a time", seen=1)])
    assert (value("sources", state="Watching"), value("sources", state="made up")) == (0, None)
    listed = value("source_listed_timestamp_seconds")
    assert listed is not None
    assert math.isnan(listed)
