"""Changes as numbers: what Prometheus reads after each."""

import pytest
from prometheus_client import REGISTRY

from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.controller import execution_metrics
from media_insights.domain.deciding.changes import Change


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"media_insights_{name}", labels) or 0.0


def operator(status: str, attempts: int = 1) -> Change:
    progress = OperatorProgress.model_validate({"name": "metered", "status": status, "attempts": attempts})
    return Change(subject="operator", reason="OperatorEnded", message="", seconds=3, operator=progress)


def test_the_wait_in_the_queue_ends_with_the_start() -> None:
    before = value("queue_wait_seconds_sum")
    execution_metrics.count(Change(subject="execution", reason="Started", message="", seconds=30), "metered")
    assert value("queue_wait_seconds_sum") - before == pytest.approx(30)


def test_an_execution_is_counted_with_its_outcome() -> None:
    execution_metrics.count(Change(subject="execution", reason="Error", message="", seconds=90), "metered")
    assert value("execution_seconds_sum", workflow="metered", outcome="Error") == 90


def test_operators_are_counted_with_their_retries_and_skipped_ones_apart() -> None:
    execution_metrics.count(operator("Complete", attempts=3), "metered")
    execution_metrics.count(operator("Skipped"), "metered")
    assert value("operator_seconds_sum", operator="metered", outcome="Complete") == 3
    assert value("operator_retries_total", operator="metered") == 2
    assert value("operator_skips_total", operator="metered") == 1


def test_other_changes_are_no_numbers() -> None:
    before = value("queue_wait_seconds_sum")
    execution_metrics.count(Change(subject="execution", reason="Waiting", message="", seconds=5), "metered")
    assert value("queue_wait_seconds_sum") == before
