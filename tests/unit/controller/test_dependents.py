"""Which objects an event concerns."""

from typing import Any

import pytest

from media_insights.controller.dependents import Dependents
from media_insights.controller.watch_caches import WatchCaches
from media_insights.kube.resources import (
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    EXECUTIONS,
    LEASES,
    NAMESPACES,
    NETWORK_POLICIES,
    OPERATORS,
    RUNS,
    SERVICE_ACCOUNTS,
    SOURCES,
    WORKFLOWS,
    Resource,
)
from media_insights.runtime.loop import Work

Manifest = dict[str, Any]


def manifest(name: str, namespace: str = "n", **more: Any) -> Manifest:
    return {"metadata": {"name": name, "namespace": namespace, "uid": name, "resourceVersion": "1"}, **more}


def asset(name: str, accepted: str, workflow: str = "flow", namespace: str = "n") -> Manifest:
    conditions = [{"type": "Accepted", "status": accepted}]
    return manifest(name, namespace, spec={"workflows": [{"name": workflow}]}, status={"conditions": conditions})


def execution(name: str, of: str, state: str) -> Manifest:
    return manifest(name, spec={"asset": of, "workflow": "flow"}, status={"state": state})


@pytest.fixture
def caches() -> WatchCaches:
    """An accepted asset with three runs, two that were refused, and one whose namespace is another."""
    found = WatchCaches()
    for each in (
        asset("good", "True"),
        asset("refused", "False"),
        asset("other", "False", workflow="other"),
        asset("far", "False", namespace="m"),
    ):
        found[ASSETS].put(each)
    for name, state in (("queued", "Queued"), ("started", "Started"), ("ended", "Complete")):
        found[EXECUTIONS].put(execution(name, "good", state))
    found[WORKFLOWS].put(manifest("flow", spec={"stages": []}))
    return found


REFUSED = {(ASSETS, ("n", "refused")), (ASSETS, ("n", "other")), (ASSETS, ("m", "far"))}


@pytest.mark.parametrize(
    ("resource", "event", "concerned"),
    [
        (EXECUTIONS, execution("started", "good", "Started"),
         {(EXECUTIONS, ("n", "started")), (ASSETS, ("n", "good"))}),
        (EXECUTIONS, manifest("odd", spec=7), {(EXECUTIONS, ("n", "odd"))}),
        (RUNS, manifest("started"), {(EXECUTIONS, ("n", "started"))}),
        (ASSETS, asset("good", "True"),
         {(ASSETS, ("n", "good")), (EXECUTIONS, ("n", "queued")), (EXECUTIONS, ("n", "started"))}),
        (WORKFLOWS, manifest("flow"),
         {(WORKFLOWS, ("n", "flow")), (ASSETS, ("n", "refused")), (ASSETS, ("m", "far"))}),
        (OPERATORS, manifest("proxy", ""),
         {(OPERATORS, ("", "proxy")), (WORKFLOWS, ("n", "flow")), *REFUSED}),
        (NETWORK_POLICIES, manifest("media-insights-operator"), {(NAMESPACES, ("", "n"))}),
        (SERVICE_ACCOUNTS, manifest("media-insights-executor"), {(NAMESPACES, ("", "n"))}),
        (NAMESPACES, manifest("m", ""), {(NAMESPACES, ("", "m")), (ASSETS, ("m", "far"))}),
        (CONFIG_MAPS, manifest("limits", "system"), {(CONFIG_MAPS, ("system", "limits"))}),
        (LEASES, manifest("lease", "system"), set()),
    ],
    ids=lambda value: value.kind if isinstance(value, Resource) else "",
)  # fmt: skip
def test_what_an_event_concerns(caches: WatchCaches, resource: Resource, event: Manifest, concerned: set[Work]) -> None:
    assert set(Dependents(caches).of(resource, event)) == concerned


def test_what_happens_to_an_item_concerns_its_batch_and_what_a_refused_one_needs_does_too(caches: WatchCaches) -> None:
    owner = {"apiVersion": "x", "kind": "MediaBatch", "name": "b", "uid": "b"}
    item = asset("item", "True")
    item["metadata"]["ownerReferences"] = [owner]
    caches[ASSETS].put(item)
    run = execution("of-item", "item", "Started")
    caches[EXECUTIONS].put(run)
    refused = {"conditions": [{"type": "Accepted", "status": "False"}]}
    caches[BATCHES].put(manifest("b", spec={"workflow": "flow"}, status=refused))
    dependents = Dependents(caches)
    wanted = (BATCHES, ("n", "b"))
    for resource, changed in (
        (ASSETS, item),
        (EXECUTIONS, run),
        (BATCHES, manifest("b")),
        (WORKFLOWS, manifest("flow")),
        (NAMESPACES, manifest("n", "")),
    ):
        assert wanted in dependents.of(resource, changed), resource.kind
    for resource, changed in (
        (ASSETS, asset("good", "True")),
        (WORKFLOWS, manifest("other")),
        (NAMESPACES, manifest("m", "")),
    ):
        assert wanted not in dependents.of(resource, changed), resource.kind


def source(name: str, accepted: str, workflow: str = "flow") -> Manifest:
    conditions = [{"type": "Accepted", "status": accepted}]
    spec = {"rules": [{"workflows": [{"name": workflow}]}]}
    return manifest(name, spec=spec, status={"conditions": conditions})


def test_sources_that_were_refused_are_examined_when_their_workflow_or_namespace_changes(caches: WatchCaches) -> None:
    for each in (source("well", "True"), source("refused", "False"), source("other", "False", "other")):
        caches[SOURCES].put(each)

    def sources(resource: Resource, changed: Manifest) -> set[Work]:
        return {work for work in Dependents(caches).of(resource, changed) if work[0] == SOURCES}

    assert sources(WORKFLOWS, manifest("flow")) == {(SOURCES, ("n", "refused"))}
    assert sources(NAMESPACES, manifest("n", "")) == {(SOURCES, ("n", "refused")), (SOURCES, ("n", "other"))}
    assert sources(SOURCES, source("well", "True")) == {(SOURCES, ("n", "well"))}


def test_an_asset_that_a_source_made_concerns_no_batch(caches: WatchCaches) -> None:
    made = manifest("made")
    made["metadata"]["labels"] = {"mediainsights.dev/source-uid": "7"}
    caches[ASSETS].put(made)
    assert list(Dependents(caches).of(ASSETS, made)) == [(ASSETS, ("n", "made"))]
