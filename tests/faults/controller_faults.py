"""Faults of the controller itself: it dies at any of its requests, is stopped, or is there twice."""

import os
import signal
import time

from tests.faults.fault import Fault, dies_at, dies_deleting_at
from tests.faults.installation import HOME, World

LEASE = f"/apis/coordination.k8s.io/v1/namespaces/{HOME}/leases/media-insights-controller"
_ONE_RUN = "The execution runs once and is Complete."


def _has_run(world: World) -> bool:
    """Return whether there is an Argo Workflow, and whether it has ended."""
    ours = [each for each in world.argo.all() if each["metadata"]["namespace"] == world.namespace]
    return bool(ours) and all("finishedAt" in each.get("status", {}) for each in ours)


def _another_takes_over(world: World) -> None:
    asset = world.started_asset()
    world.controllers.start("b")
    world.controllers.kill("a")
    world.argo.holds.clear()
    world.reaches(asset, "Complete")


def _a_stopped_leader_wakes_up(world: World) -> None:
    """Stop the leader until another one leads, and let it go on in the middle of what it did."""
    world.controllers.start("a")
    world.until(lambda: _leader(world) == "a", "a leads")
    world.controllers.start("b")
    os.kill(world.controllers.processes["a"].pid, signal.SIGSTOP)
    asset = world.asset()
    world.until(lambda: _leader(world) == "b", "b leads")
    os.kill(world.controllers.processes["a"].pid, signal.SIGCONT)
    world.reaches(asset, "Complete")
    assert _leader(world) == "b"


def _leader(world: World) -> str:
    return str((world.server.get(LEASE) or {}).get("spec", {}).get("holderIdentity", ""))


def _the_lease_is_taken(world: World) -> None:
    world.controllers.start()
    world.until(lambda: _leader(world) == "a", "a leads")
    asset = world.asset()
    world.server.patch(LEASE, {"spec": {"holderIdentity": "somebody"}})
    world.reaches(asset, "Complete")


def _the_lease_is_deleted(world: World) -> None:
    world.controllers.start()
    world.until(lambda: _leader(world) == "a", "a leads")
    world.server.delete(LEASE)
    world.reaches(world.asset(), "Complete")


def _it_starts_again_and_again(world: World) -> None:
    world.controllers.start()
    assets = [world.asset() for _ in range(5)]
    for _ in range(4):
        time.sleep(1.5)
        world.controllers.restart()
    for asset in assets:
        world.reaches(asset, "Complete")


FAULTS = (
    *(
        Fault(f"The controller is killed {when} {what}", _ONE_RUN, dies_at(call, done=done))
        for what, call in (
            ("an execution is made", "POST mediaexecutions"),
            ("the plan's hash is written", "PATCH mediaexecutions/status"),
            ("the asset's status is written", "PATCH mediaassets/status"),
            ("the run's Secret is made", "POST secrets"),
            ("the Argo Workflow is made", "POST workflows"),
        )
        for when, done in (("before", False), ("after", True))
    ),
    *(
        Fault(f"The controller is killed {when} {what}", _ONE_RUN, dies_at(call, done=done, first=_has_run))
        for what, call in (
            ("the end of the execution is written", "PATCH mediaexecutions/status"),
            ("the pointers to its results are written", "PATCH mediaassets/status"),
            ("the run's Secret is removed", "DELETE secrets"),
        )
        for when, done in (("before", False), ("after", True))
    ),
    *(
        Fault(
            f"The controller is killed {when} the finalizer of a deleted asset is removed",
            "The asset, its executions and everything in the store are gone.",
            dies_deleting_at("PATCH mediaassets", done=done),
        )
        for when, done in (("before", False), ("after", True))
    ),
    Fault(
        "The controller is killed every other second",
        "Each execution runs once and is Complete.",
        _it_starts_again_and_again,
    ),
    Fault("The leader is killed beside a second controller", _ONE_RUN, _another_takes_over),
    Fault(
        "The leader is stopped, another one leads, and it goes on",
        f"{_ONE_RUN} The other one leads.",
        _a_stopped_leader_wakes_up,
    ),
    Fault("Somebody writes another holder into the lease", _ONE_RUN, _the_lease_is_taken),
    Fault("The lease is deleted", _ONE_RUN, _the_lease_is_deleted),
)
