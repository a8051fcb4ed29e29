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
    found[WORKFLOWS].put(workflow("flow", "proxy"))
    for cache in (found.executions, found.batches, found.workflows):
        cache.references.take_changed()
    return found


def workflow(name: str, *operators: str, namespace: str = "n") -> Manifest:
    stages = [{"name": each, "operators": [{"name": each}]} for each in operators]
    return manifest(name, namespace, spec={"stages": stages})


def dependents_of(caches: WatchCaches) -> Dependents:
    """Return those of a controller that has seen the workflow already."""
    found = Dependents(caches, "system")
    list(found.of(WORKFLOWS, manifest("flow")))
    return found


@pytest.mark.parametrize(
    ("resource", "event", "concerned"),
    [
        (EXECUTIONS, execution("started", "good", "Started"),
         {(EXECUTIONS, ("n", "started")), (ASSETS, ("n", "good"))}),
        (EXECUTIONS, manifest("odd", spec=7), {(EXECUTIONS, ("n", "odd"))}),
        (RUNS, manifest("started"), {(EXECUTIONS, ("n", "started"))}),
        (ASSETS, asset("good", "True"),
         {(ASSETS, ("n", "good")), (EXECUTIONS, ("n", "queued")), (EXECUTIONS, ("n", "started"))}),
        (WORKFLOWS, manifest("flow"), {(WORKFLOWS, ("n", "flow")), (ASSETS, ("n", "refused"))}),
        (OPERATORS, manifest("proxy", ""),
         {(OPERATORS, ("", "proxy")), (WORKFLOWS, ("n", "flow")), (ASSETS, ("n", "refused"))}),
        (OPERATORS, manifest("labels", ""), {(OPERATORS, ("", "labels"))}),
        (NETWORK_POLICIES, manifest("media-insights-operator"), {(NAMESPACES, ("", "n"))}),
        (SERVICE_ACCOUNTS, manifest("media-insights-executor"), {(NAMESPACES, ("", "n"))}),
        (NAMESPACES, manifest("m", ""), {(NAMESPACES, ("", "m")), (ASSETS, ("m", "far"))}),
        (CONFIG_MAPS, manifest("limits", "system"), {(CONFIG_MAPS, ("system", "limits"))}),
        (LEASES, manifest("lease", "system"), set()),
    ],
    ids=lambda value: value.kind if isinstance(value, Resource) else "",
)  # fmt: skip
def test_what_an_event_concerns(caches: WatchCaches, resource: Resource, event: Manifest, concerned: set[Work]) -> None:
    assert set(dependents_of(caches).of(resource, event)) == concerned


def test_what_happens_to_an_item_concerns_its_batch_and_what_a_refused_one_needs_does_too(caches: WatchCaches) -> None:
    owner = {"apiVersion": "x", "kind": "MediaBatch", "name": "b", "uid": "b"}
    item = asset("item", "True")
    item["metadata"]["ownerReferences"] = [owner]
    caches[ASSETS].put(item)
    run = execution("of-item", "item", "Started")
    caches[EXECUTIONS].put(run)
    refused = {"conditions": [{"type": "Accepted", "status": "False"}]}
    caches[BATCHES].put(manifest("b", spec={"workflow": "flow"}, status=refused))
    dependents = dependents_of(caches)
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
        return {work for work in dependents_of(caches).of(resource, changed) if work[0] == SOURCES}

    assert sources(WORKFLOWS, manifest("flow")) == {(SOURCES, ("n", "refused"))}
    assert sources(NAMESPACES, manifest("n", "")) == {(SOURCES, ("n", "refused")), (SOURCES, ("n", "other"))}
    assert sources(SOURCES, source("well", "True")) == {(SOURCES, ("n", "well"))}


def test_all_sources_of_a_workflow_are_told_that_it_went_and_came(caches: WatchCaches) -> None:
    for each in (source("well", "True"), source("refused", "False"), source("other", "True", "other")):
        caches[SOURCES].put(each)
    dependents = dependents_of(caches)
    both = {(SOURCES, ("n", "well")), (SOURCES, ("n", "refused"))}
    caches[WORKFLOWS].drop(("n", "flow"))
    assert both == {work for work in dependents.of(WORKFLOWS, manifest("flow")) if work[0] == SOURCES}
    caches[WORKFLOWS].put(workflow("flow", "proxy"))
    assert both == {work for work in dependents.of(WORKFLOWS, manifest("flow")) if work[0] == SOURCES}


def test_an_asset_that_a_source_made_concerns_no_batch(caches: WatchCaches) -> None:
    made = manifest("made")
    made["metadata"]["labels"] = {"mediainsights.dev/source-uid": "7"}
    caches[ASSETS].put(made)
    assert list(dependents_of(caches).of(ASSETS, made)) == [(ASSETS, ("n", "made"))]


def test_a_workflow_that_comes_or_goes_concerns_all_who_name_it_and_its_operators(caches: WatchCaches) -> None:
    caches[BATCHES].put(manifest("b", spec={"workflow": "flow"}, status={"state": "Started"}))
    dependents = dependents_of(caches)
    everybody = {
        (WORKFLOWS, ("n", "flow")),
        (WORKFLOWS, ("system", "flow")),
        (ASSETS, ("n", "good")),
        (ASSETS, ("n", "refused")),
        (BATCHES, ("n", "b")),
        (OPERATORS, ("", "proxy")),
    }
    caches[WORKFLOWS].drop(("n", "flow"))
    assert set(dependents.of(WORKFLOWS, manifest("flow"))) == everybody
    caches[WORKFLOWS].put(workflow("flow", "proxy"))
    assert set(dependents.of(WORKFLOWS, manifest("flow"))) == everybody


def test_a_workflow_of_the_installation_concerns_namespaces_that_have_none_of_that_name(caches: WatchCaches) -> None:
    dependents = dependents_of(caches)
    caches[WORKFLOWS].put(workflow("flow", "proxy", namespace="system"))
    found = set(dependents.of(WORKFLOWS, manifest("flow", "system")))
    assert (ASSETS, ("m", "far")) in found
    assert (ASSETS, ("n", "refused")) not in found


def test_a_workflow_that_names_other_operators_concerns_those_of_before_and_of_now(caches: WatchCaches) -> None:
    dependents = dependents_of(caches)
    caches[WORKFLOWS].put(workflow("flow", "labels"))
    found = {key for resource, key in dependents.of(WORKFLOWS, manifest("flow")) if resource == OPERATORS}
    assert found == {("", "proxy"), ("", "labels")}
    assert not [each for each in dependents.of(WORKFLOWS, manifest("flow")) if each[0] == OPERATORS]


def test_the_first_and_the_last_execution_concern_their_workflow_and_no_other_does(caches: WatchCaches) -> None:
    dependents, told = dependents_of(caches), []
    for name, state in (("queued", "Queued"), ("one", "Queued"), ("queued", "Complete"), ("started", "Complete"),
                        ("one", "Started"), ("one", "Complete"), ("two", "Queued")):  # fmt: skip
        event = execution(name, "good", state)
        caches[EXECUTIONS].put(event)
        if (WORKFLOWS, ("n", "flow")) in set(dependents.of(EXECUTIONS, event)):
            told.append((name, state))
    assert told == [("one", "Queued"), ("one", "Complete"), ("two", "Queued")]


def test_an_execution_concerns_those_of_its_operators_that_no_workflow_names(caches: WatchCaches) -> None:
    dependents = dependents_of(caches)
    event = execution("started", "good", "Started")
    names = [{"name": "proxy"}, {"name": "second", "operator": "retired"}]
    event["status"]["stages"] = [{"name": "only", "operators": names}]
    caches[EXECUTIONS].put(event)
    found = {key for resource, key in dependents.of(EXECUTIONS, event) if resource == OPERATORS}
    assert found == {("", "retired")}
