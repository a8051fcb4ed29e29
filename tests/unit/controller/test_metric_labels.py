"""Labels are the installation's names, however many a tenant invents."""

import pytest

from media_insights.controller.metric_labels import OTHER, MetricLabels
from media_insights.controller.watch_caches import WatchCaches


@pytest.fixture
def labels() -> MetricLabels:
    caches = WatchCaches()
    for namespace, name in (("system", "full"), ("system", "both"), ("n", "both"), ("n", "own")):
        entries = [{"name": "proxy"}, {"name": "labels", "alias": "my-labels"}, {"name": "gone", "alias": "old"}]
        spec = {"stages": [{"name": "s", "operators": entries}]}
        caches.workflows.put(
            {"metadata": {"name": name, "namespace": namespace, "uid": namespace + name}, "spec": spec}
        )
    for name in ("proxy", "labels"):
        caches.operators.put({"metadata": {"name": name, "uid": name}, "spec": {}})
    return MetricLabels(caches=caches, installation="system")


@pytest.mark.parametrize(
    ("namespace", "name", "label"),
    [
        ("n", "full", "full"),
        ("n", "own", OTHER),
        ("n", "both", OTHER),
        ("m", "both", "both"),
        ("system", "both", "both"),
        ("n", "deleted", OTHER),
    ],
)
def test_workflows(labels: MetricLabels, namespace: str, name: str, label: str) -> None:
    assert labels.workflow(namespace, name) == label


@pytest.mark.parametrize(
    ("entry", "label"), [("proxy", "proxy"), ("my-labels", "labels"), ("old", OTHER), ("unknown", OTHER)]
)
def test_operators(labels: MetricLabels, entry: str, label: str) -> None:
    assert labels.operator("n", "own", entry) == label
    assert labels.operator("m", "full", entry) == label


def test_ten_thousand_aliases_are_one_label(labels: MetricLabels) -> None:
    assert {labels.operator("n", "own", f"alias-{number}") for number in range(10_000)} == {OTHER}
    assert {labels.workflow("n", f"workflow-{number}") for number in range(10_000)} == {OTHER}
