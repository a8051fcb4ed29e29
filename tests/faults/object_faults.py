"""Objects that people change, spoil or delete while an execution that depends on them runs."""

import time
from collections.abc import Callable

from tests.faults import installation
from tests.faults.fault import Fault
from tests.faults.installation import HOME, OURS, World
from tests.forced import FORCED

LIMITS = f"/api/v1/namespaces/{HOME}/configmaps/media-insights-limits"


def _limits_are_nonsense(world: World) -> None:
    world.controllers.start()
    world.limit("as many as you can")
    asset = world.asset()
    time.sleep(4)
    world.limit("2")
    world.reaches(asset, "Complete")


def _limits_are_deleted(world: World) -> None:
    found = world.server.get(LIMITS) or {}
    world.controllers.start()
    world.reaches(world.asset(), "Complete")
    world.server.delete(LIMITS)
    asset = world.asset()
    time.sleep(4)
    meta = {"name": found["metadata"]["name"], "namespace": HOME}
    world.server.apply(LIMITS, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": found["data"]})
    world.reaches(asset, "Complete")


def _while_it_runs(change: Callable[[World, str], None], *ends: str) -> Callable[[World], None]:
    def scenario(world: World) -> None:
        world.own_workflow()
        asset = world.started_asset(workflows=[{"name": "own"}])
        change(world, asset)
        time.sleep(2)
        world.argo.holds.clear()
        world.reaches(asset, *ends)

    return scenario


def _delete_the_workflow(world: World, _: str) -> None:
    world.patch("mediaworkflows", "own", FORCED)
    world.delete("mediaworkflows", "own")


def _delete_the_operator(world: World, _: str) -> None:
    world.server.patch(f"{OURS}/mediaoperators/{world.own_operator}", FORCED)
    world.server.delete(f"{OURS}/mediaoperators/{world.own_operator}")


def _change_the_operator(world: World, _: str) -> None:
    world.server.patch(f"{OURS}/mediaoperators/{world.own_operator}", {"spec": {"image": "another", "version": "2"}})


def _delete_the_source(world: World, asset: str) -> None:
    world.store.delete(f"public/upload/{world.namespace}/{asset}.mp4")


def _delete_the_execution(world: World, asset: str) -> None:
    world.delete("mediaexecutions", world.executions(asset)[0]["metadata"]["name"])


def _write_nonsense_into_its_status(world: World, asset: str) -> None:
    name = world.executions(asset)[0]["metadata"]["name"]
    path = f"{OURS}/namespaces/{world.namespace}/mediaexecutions/{name}/status"
    world.server.patch(path, {"status": {"state": "Queued", "message": "nothing ever ran"}})


def _the_namespace_is_closed(world: World) -> None:
    asset = world.started_asset()
    _enable(world, "false")
    time.sleep(2)
    world.argo.holds.clear()
    world.reaches(asset, "Error")
    assert "not enabled any more" in world.message(asset)
    _enable(world, "true")


def _enable(world: World, value: str) -> None:
    labels = {"mediainsights.dev/enabled": value}
    world.server.patch(f"/api/v1/namespaces/{world.namespace}", {"metadata": {"labels": labels}})


def _the_namespace_is_deleted(world: World) -> None:
    with installation.tenant(world.server) as other:
        theirs = world.of(other)
        world.argo.holds.set()
        world.controllers.start()
        theirs.reaches(theirs.asset(), "Started")
        path = f"/api/v1/namespaces/{other}"
        world.server.delete(path)
        world.until(lambda: world.server.get(path) is None, "the namespace is gone")
    world.argo.holds.clear()


_ONCE = "The execution, whose plan was made before, is Complete."

FAULTS = (
    Fault("The limits are nonsense", "The execution is Complete when they are mended.", _limits_are_nonsense),
    Fault("The limits' ConfigMap is deleted", "The execution is Complete when it is back.", _limits_are_deleted),
    Fault("The workflow of a running execution is deleted", _ONCE, _while_it_runs(_delete_the_workflow, "Complete")),
    Fault("An operator of a running execution is deleted", _ONCE, _while_it_runs(_delete_the_operator, "Complete")),
    Fault("An operator of a running execution is changed", _ONCE, _while_it_runs(_change_the_operator, "Complete")),
    Fault("The source of a running execution is deleted", _ONCE, _while_it_runs(_delete_the_source, "Complete")),
    Fault(
        "A running execution is deleted",
        "The asset makes another one, which is Complete.",
        _while_it_runs(_delete_the_execution, "Complete"),
    ),
    Fault(
        "Somebody writes into the status of a running execution",
        "It runs once and is Complete.",
        _while_it_runs(_write_nonsense_into_its_status, "Complete"),
    ),
    Fault(
        "A namespace is closed while an execution runs",
        "The execution is stopped, is Error and says so.",
        _the_namespace_is_closed,
    ),
    Fault(
        "A namespace is deleted while an execution runs",
        "The namespace is gone, with all in it.",
        _the_namespace_is_deleted,
    ),
)
