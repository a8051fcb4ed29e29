"""Faults of Argo and of pods, as Argo reports them."""

import time
from collections.abc import Callable

from tests.faults.api_servers import Manifest
from tests.faults.fault import Fault
from tests.faults.installation import World


def _argo_is_down(world: World) -> None:
    asset = world.started_asset()
    time.sleep(10)
    world.controllers.restart()
    world.argo.holds.clear()
    world.reaches(asset, "Complete")


def _run_is_deleted(world: World) -> None:
    asset = world.started_asset()
    world.server.delete(world.run_path(asset))
    world.reaches(asset, "Error")
    assert "deleted" in world.message(asset)
    world.argo.holds.clear()


def _run_is_deleted_unseen(world: World) -> None:
    """Delete the Argo Workflow while no controller runs."""
    asset = world.started_asset()
    world.controllers.kill()
    world.server.delete(world.run_path(asset))
    world.controllers.start()
    world.reaches(asset, "Error")
    world.argo.holds.clear()


def _cancelled_while_argo_is_down(world: World) -> None:
    asset = world.started_asset()
    world.patch("mediaexecutions", world.executions(asset)[0]["metadata"]["name"], {"spec": {"cancel": True}})
    time.sleep(3)
    world.argo.holds.clear()
    world.reaches(asset, "Cancelled")


def _pod(node: Manifest, told: str) -> Callable[[World], None]:
    def scenario(world: World) -> None:
        world.argo.failures["labels"] = node
        world.controllers.start()
        asset = world.asset()
        world.reaches(asset, "Error")
        assert told in world.message(asset), world.message(asset)
        world.argo.failures.clear()

    return scenario


def _failed(message: str, code: str = "") -> Manifest:
    outputs = {"outputs": {"exitCode": code}} if code else {}
    return {"phase": "Failed", "message": message, **outputs}


_ERROR = "The execution is Error and says so; what its other operators made stays."

FAULTS = (
    Fault(
        "Argo's controller is down while an execution starts",
        "The execution is Complete after it is back.",
        _argo_is_down,
    ),
    Fault(
        "An Argo Workflow is deleted by hand",
        "The execution is Error and says so; no second run is made.",
        _run_is_deleted,
    ),
    Fault(
        "An Argo Workflow is deleted by hand while no controller runs",
        "The execution is Error and says so; no second run is made.",
        _run_is_deleted_unseen,
    ),
    Fault(
        "An execution is cancelled while Argo's controller is down",
        "It is Cancelled after Argo is back.",
        _cancelled_while_argo_is_down,
    ),
    Fault(
        "A pod needs more memory than its limit",
        _ERROR,
        _pod(_failed("main: OOMKilled (exit code 137)", "137"), "memory"),
    ),
    Fault(
        "A pod is evicted and no attempt is left",
        _ERROR,
        _pod(_failed("The node was low on resource: memory."), "node"),
    ),
    Fault(
        "A pod is deleted and no attempt is left",
        _ERROR,
        _pod({"phase": "Error", "message": "pod deleted"}, "its pod was deleted while it ran"),
    ),
)
