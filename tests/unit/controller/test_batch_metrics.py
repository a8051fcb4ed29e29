"""Batches as numbers."""

from prometheus_client import REGISTRY

from media_insights.controller import batch_metrics
from media_insights.controller.views import BatchSummary


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"media_insights_{name}", labels)


def batch(state: str, **items: int) -> BatchSummary:
    counts = {name: items.get(name, 0) for name in ("total", "done", "failed", "running")}
    return BatchSummary(workflow="flow", accepted=True, state=state, items=counts)


def test_states_and_items_are_counted_over_all_batches() -> None:
    batch_metrics.measure([batch("Started", total=9, done=2, failed=1, running=3), batch("Complete", total=4, done=4)])
    assert (value("batches", state="Started"), value("batches", state="Complete")) == (1, 1)
    assert value("batches", state="Paused") == 0
    found = {name: value("batch_items", outcome=name) for name in ("done", "failed", "running", "waiting")}
    assert found == {"done": 6, "failed": 1, "running": 3, "waiting": 3}


def test_what_is_gone_counts_no_longer_and_no_text_of_a_tenant_is_a_label() -> None:
    batch_metrics.measure([batch("made up", total=1)])
    assert (value("batches", state="Started"), value("batches", state="made up")) == (0, None)
