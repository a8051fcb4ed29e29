"""What a tenant writes is bounded where it is written: the admission policy of the chart, on the real API server."""

import json
from typing import Any

import pytest
from kubernetes import client

from tests.e2e.conftest import Cluster, Manifest

API = "mediainsights.dev/v1alpha1"
NESTED = json.loads("[" * 100 + "]" * 100)
ALLOWED: dict[str, Any] = {
    "numbers, texts and truths": {"a": 1, "b": 0.5, "c": "x", "d": True},
    "lists and maps of these": {"a": ["x", 3], "b": {"k": "v"}},
    "five thousand words": {"a": [f"word {number}" for number in range(5000)]},
}
REFUSED: dict[str, Any] = {
    "nested lists": {"a": NESTED},
    "a list of lists": {"a": [[1]]},
    "a map in a list": {"a": [{"b": 1}]},
    "a list in a map": {"a": {"b": [1]}},
    "too many entries": {"a": ["x"] * 10_001},
    "a long text": {"a": "x" * 70_000},
    "a long text in a list": {"a": ["x" * 70_000]},
    "a long name": {"a" * 64: 1},
    "many long lists": {f"p{number}": ["x"] * 9000 for number in range(20)},
}


def asset(parameters: Any) -> Manifest:
    entry = {"name": "full-analysis", "configuration": {"redaction": parameters}}
    return _made("MediaAsset", source={"s3": {"bucket": "media-insights", "key": "k"}}, workflows=[entry])


def execution(parameters: Any) -> Manifest:
    return _made("MediaExecution", asset="a", workflow="w", configuration={"redaction": parameters})


def workflow(parameters: Any) -> Manifest:
    return _made("MediaWorkflow", stages=[{"name": "s", "operators": [{"name": "o", "configuration": parameters}]}])


def _made(kind: str, **spec: Any) -> Manifest:
    return {"apiVersion": API, "kind": kind, "metadata": {"name": "bounded"}, "spec": spec}


def try_to_create(cluster: Cluster, manifest: Manifest) -> None:
    group, version = API.split("/")
    plural = f"{manifest['kind'].lower()}s"
    cluster.custom.create_namespaced_custom_object(group, version, "default", plural, manifest, dry_run="All")


@pytest.mark.parametrize("made", [asset, execution, workflow], ids=lambda made: made.__name__)
@pytest.mark.parametrize("what", ALLOWED)
def test_what_operators_need_is_allowed(cluster: Cluster, made: Any, what: str) -> None:
    try_to_create(cluster, made(ALLOWED[what]))


@pytest.mark.parametrize("made", [asset, execution, workflow], ids=lambda made: made.__name__)
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_nested_or_large_is_refused(cluster: Cluster, made: Any, what: str) -> None:
    with pytest.raises(client.ApiException) as caught:
        try_to_create(cluster, made(REFUSED[what]))
    assert caught.value.status == 422
