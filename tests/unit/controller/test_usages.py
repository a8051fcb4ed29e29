"""What refers to an operator or a workflow, as the caches know it."""

from typing import Any

import pytest

from media_insights.controller import usages
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.object_uses import ObjectUse
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, WORKFLOWS
from tests.unit.controller.test_dependents import asset, execution, manifest, workflow


@pytest.fixture
def caches() -> WatchCaches:
    """The installation and two namespaces with workflows; an execution of each namespace."""
    found = WatchCaches()
    for namespace, name in (
        ("system", "analysis"),
        ("system", "speech"),
        ("n", "own"),
        ("m", "own"),
        ("m", "analysis"),
    ):
        found[WORKFLOWS].put(workflow(name, "proxy", namespace=namespace))
    for namespace in ("n", "m"):
        running: dict[str, Any] = execution("e", "a", "Started")
        running["metadata"]["namespace"] = namespace
        running["spec"]["workflow"] = "analysis"
        found[EXECUTIONS].put(running)
        found[ASSETS].put(asset("a", "True", "analysis", namespace))
    return found


def test_of_an_operator_the_installations_workflows_are_named_and_others_counted(caches: WatchCaches) -> None:
    assert usages.of_operator(caches, "proxy", "system") == ObjectUse(workflows=("analysis", "speech"), namespaces=2)
    assert usages.of_operator(caches, "labels", "system") == ObjectUse()


def test_a_workflow_of_the_installation_is_not_what_a_namespace_has_of_its_own(caches: WatchCaches) -> None:
    assert usages.of_workflow(caches, ("system", "analysis"), "system") == ObjectUse(executions=True)
    caches[EXECUTIONS].drop(("n", "e"))
    assert usages.of_workflow(caches, ("system", "analysis"), "system") == ObjectUse()
    assert usages.of_workflow(caches, ("m", "analysis"), "system") == ObjectUse(executions=True)


def test_batches_count_and_assets_do_not(caches: WatchCaches) -> None:
    assert usages.of_workflow(caches, ("n", "own"), "system") == ObjectUse()
    caches[BATCHES].put(manifest("b", spec={"workflow": "own"}, status={"state": "Started"}))
    assert usages.of_workflow(caches, ("n", "own"), "system") == ObjectUse(batches=True)


def test_who_means_a_workflow_of_the_installation_is_who_has_none_of_that_name(caches: WatchCaches) -> None:
    assets = caches.assets.references
    assert list(usages.referrers(assets, caches, ("system", "analysis"), "system")) == [("n", "a")]
    caches[WORKFLOWS].drop(("m", "analysis"))
    found = usages.referrers(assets, caches, ("system", "analysis"), "system")
    assert set(found) == {("n", "a"), ("m", "a")}
