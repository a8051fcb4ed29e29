"""Labels are the installation's names, however many a tenant invents."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.compile.settings import GpuSettings
from media_insights.controller.metric_labels import OTHER, MetricLabels
from media_insights.controller.watch_caches import WatchCaches
from tests.unit.builders import operator

MODELS = [
    {"name": "nanodet", "task": "objects", "licence": "Apache-2.0", "sha256": "ab" * 32, "source": "s"},
    {"name": "unpinned", "task": "scenes", "licence": "Apache-2.0", "source": "s"},
]
SHIPPED = [("nanodet", "abababababab"), ("unpinned", "")]
CLAIM = {"claim": "own", "digest": f"sha256:{'cd' * 32}"}
MOUNTED = ("mounted", "cdcdcdcdcdcd")


def cataloguing(name: str, **spec: Any) -> dict[str, Any]:
    """Return an operator as the API server serves it."""
    full = operator(name, reads="Image", **spec).model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {"metadata": {"name": name, "uid": name}, "spec": full}


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


@pytest.mark.parametrize(
    ("source", "expected"),
    [(None, SHIPPED), (CLAIM, [MOUNTED, *SHIPPED]), (CLAIM | {"mode": "Replace"}, [MOUNTED])],
)
def test_models_are_those_of_the_catalogue_by_the_beginning_of_their_digests(
    labels: MetricLabels, source: dict[str, str] | None, expected: list[tuple[str, str]]
) -> None:
    labels.caches.operators.put(cataloguing("finder", models=MODELS, **({"modelSource": source} if source else {})))
    found = labels.models("finder", gpu_idle=False)
    assert [each[:2] for each in found] == expected
    assert {each[2] for each in found} == {"CPUExecutionProvider"}
    assert labels.models("unknown", gpu_idle=False) == []


@pytest.mark.parametrize(
    ("enabled", "gpu", "idle", "provider"),
    [
        (True, {"mode": "Preferred"}, False, "CUDAExecutionProvider"),
        (True, {"mode": "Preferred"}, True, "CPUExecutionProvider"),
        (False, {"mode": "Preferred"}, False, "CPUExecutionProvider"),
        (False, {"mode": "Required"}, False, "CUDAExecutionProvider"),
        (True, None, False, "CPUExecutionProvider"),
    ],
)
def test_what_computed_is_a_gpu_that_was_reserved_and_not_left_idle(
    labels: MetricLabels, *, enabled: bool, gpu: dict[str, str] | None, idle: bool, provider: str
) -> None:
    labels.caches.operators.put(cataloguing("finder", models=MODELS[:1], resources={"gpu": gpu} if gpu else {}))
    offered = replace(labels, gpu=GpuSettings(enabled=enabled))
    assert offered.models("finder", gpu_idle=idle) == [("nanodet", "abababababab", provider)]
