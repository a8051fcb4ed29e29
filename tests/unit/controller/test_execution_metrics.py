"""Changes as numbers: what Prometheus reads after each."""

from typing import Any

import pytest
from prometheus_client import REGISTRY

from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.controller import execution_metrics
from media_insights.controller.metric_labels import MetricLabels
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.changes import Change

EXECUTION: dict[str, Any] = {"metadata": {"namespace": "n", "name": "run"}, "spec": {"workflow": "metered"}}


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"media_insights_{name}", labels) or 0.0


def count(change: Change, *, by_namespace: bool = False) -> None:
    caches = WatchCaches()
    for name, stage in (("metered", "metered"), ("other-one", "x")):
        spec = {"stages": [{"name": "s", "operators": [{"name": stage, "alias": "free-text"}]}]}
        caches.workflows.put({"metadata": {"name": name, "namespace": "system", "uid": name}, "spec": spec})
    caches.operators.put({"metadata": {"name": "metered", "uid": "metered"}, "spec": {}})
    labels = MetricLabels(caches=caches, installation="system", by_namespace=by_namespace)
    execution_metrics.count(change, EXECUTION, labels)


def operator(status: str, attempts: int = 1) -> Change:
    progress = OperatorProgress.model_validate({"name": "free-text", "status": status, "attempts": attempts})
    return Change(subject="operator", reason="OperatorEnded", message="", seconds=3, operator=progress)


@pytest.mark.parametrize(("by_namespace", "tenant"), [(False, ""), (True, "n")])
def test_the_wait_in_the_queue_ends_with_the_start(*, by_namespace: bool, tenant: str) -> None:
    before = value("queue_wait_seconds_sum", tenant=tenant)
    count(Change(subject="execution", reason="Started", message="", seconds=30), by_namespace=by_namespace)
    assert value("queue_wait_seconds_sum", tenant=tenant) - before == pytest.approx(30)


def test_an_execution_is_counted_with_its_outcome() -> None:
    count(Change(subject="execution", reason="Error", message="", seconds=90))
    assert value("execution_seconds_sum", workflow="metered", outcome="Error", tenant="") == 90


def test_operators_are_counted_by_the_catalogue_s_name_with_their_retries_and_skipped_ones_apart() -> None:
    count(operator("Complete", attempts=3))
    count(operator("Skipped"))
    assert value("operator_seconds_sum", operator="metered", outcome="Complete") == 3
    assert value("operator_retries_total", operator="metered") == 2
    assert value("operator_skips_total", operator="metered") == 1
    assert not value("operator_skips_total", operator="free-text")


def test_other_changes_are_no_numbers() -> None:
    before = value("queue_wait_seconds_sum", tenant="")
    count(Change(subject="execution", reason="Waiting", message="", seconds=5))
    assert value("queue_wait_seconds_sum", tenant="") == before
