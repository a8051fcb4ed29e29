"""Changes as numbers: what Prometheus reads after each."""

from dataclasses import replace
from typing import Any

import pytest
from prometheus_client import REGISTRY

from media_insights.api.v1alpha1.execution import Cost, OperatorProgress
from media_insights.controller import execution_metrics
from media_insights.controller.metric_labels import MetricLabels
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.changes import Change
from tests.unit import builders

EXECUTION: dict[str, Any] = {"metadata": {"namespace": "n", "name": "run"}, "spec": {"workflow": "metered"}}


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"media_insights_{name}", labels) or 0.0


def count(change: Change, *, by_namespace: bool = False) -> None:
    caches = WatchCaches()
    for name, stage in (("metered", "metered"), ("other-one", "x")):
        spec = {"stages": [{"name": "s", "operators": [{"name": stage, "alias": "free-text"}]}]}
        caches.workflows.put({"metadata": {"name": name, "namespace": "system", "uid": name}, "spec": spec})
    models = [{"name": "toy", "task": "t", "licence": "MIT", "sha256": "ab" * 32, "source": "s"}]
    metered = builders.operator("metered", reads="Image", models=models)
    served = metered.model_dump(mode="json", by_alias=True, exclude_unset=True)
    caches.operators.put({"metadata": {"name": "metered", "uid": "metered"}, "spec": served})
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


def test_a_gpu_that_stood_idle_is_counted() -> None:
    before = value("operator_idle_gpus_total", operator="metered")
    idle = operator("Complete")
    assert idle.operator is not None
    count(replace(idle, operator=idle.operator.model_copy(update={"gpu_idle": True})))
    count(idle)
    assert value("operator_idle_gpus_total", operator="metered") - before == 1


def test_what_operators_used_is_counted_as_far_as_it_is_known() -> None:
    spent = operator("Complete")
    assert spent.operator is not None
    used = Cost(cpu_seconds=2.5, bytes_read=100, bytes_written=7)
    count(replace(spent, operator=spent.operator.model_copy(update={"cost": used})))
    count(spent)
    assert value("operator_cpu_seconds_total", operator="metered") == 2.5
    assert value("operator_gpu_seconds_total", operator="metered") == 0
    assert value("operator_bytes_total", operator="metered", direction="read") == 100
    assert value("operator_bytes_total", operator="metered", direction="written") == 7


def test_runs_that_succeed_are_counted_by_their_models() -> None:
    labels = {"operator": "metered", "model": "toy", "digest": "abababababab", "provider": "CPUExecutionProvider"}
    before = value("operator_models_total", **labels)
    count(operator("Complete"))
    count(operator("Error"))
    assert value("operator_models_total", **labels) - before == 1
