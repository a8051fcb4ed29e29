"""Faults of the API server: it refuses, is slow, answers nonsense or nothing, and ends or forgets its watches."""

import itertools
import time
from collections.abc import Callable

from tests.faults.api_proxy import PASS, Call, CutOff, Expire, Garble, LoseAnswer, Pass, Refuse, Rule, no_fault
from tests.faults.api_proxy import Fault as ApiFault
from tests.faults.fault import Fault, broken_for
from tests.faults.installation import World

_ENDS = "What ran and what was made meanwhile is Complete."


def _always(fault: ApiFault) -> Callable[[], Rule]:
    return lambda: lambda _: fault


def _writes(fault: ApiFault, every: int) -> Callable[[], Rule]:
    """Break every so-manieth write."""

    def make() -> Rule:
        count = itertools.count(1)

        def rule(call: Call) -> ApiFault:
            return fault if call.method != "GET" and next(count) % every == 0 else PASS

        return rule

    return make


def _only(call: str, fault: ApiFault) -> Callable[[], Rule]:
    return lambda: lambda asked: fault if asked.does(call) else PASS


def _watches(fault: ApiFault) -> Callable[[], Rule]:
    return lambda: lambda call: fault if call.watch else PASS


def _for(make: Callable[[], Rule], seconds: float) -> Callable[[World], None]:
    def breaks(world: World) -> None:
        world.proxy.rule = make()

    def mends(world: World) -> None:
        world.proxy.rule = no_fault

    return broken_for(seconds, breaks, mends)


def _watches_end(world: World) -> None:
    world.controllers.start()
    assets = []
    for _ in range(4):
        world.proxy.cut.set()
        assets.append(world.asset())
        time.sleep(1)
        world.proxy.cut.clear()
        time.sleep(1)
    for asset in assets:
        world.reaches(asset, "Complete")


def _watches_fail(fault: ApiFault) -> Callable[[World], None]:
    """End the watches, and break those that go on from where they were."""

    def scenario(world: World) -> None:
        world.controllers.start()
        world.reaches(world.asset(), "Complete")
        world.proxy.rule = _watches(fault)()
        world.proxy.cut.set()
        asset = world.asset()
        time.sleep(3)
        world.proxy.cut.clear()
        time.sleep(3)
        world.proxy.rule = no_fault
        world.reaches(asset, "Complete")

    return scenario


def _watches_fall_silent(world: World) -> None:
    """Keep the connections open, pass nothing on, and lose what came: as a firewall does that forgets connections."""
    world.controllers.start()
    world.reaches(world.asset(), "Complete")
    world.proxy.silent.set()
    time.sleep(1)
    asset = world.asset()
    time.sleep(3)
    lost = [each["metadata"]["name"] for each in world.executions(asset)]
    world.proxy.silent.clear()
    world.reaches(asset, "Complete")
    assert lost == [], "the watch was not silent"


def _deleted_unseen(world: World) -> None:
    """Delete an asset while the watches are ended and no watch may begin."""
    world.controllers.start()
    asset = world.asset()
    world.reaches(asset, "Complete")
    world.proxy.rule = _watches(CutOff())()
    world.proxy.cut.set()
    time.sleep(0.5)
    world.delete("mediaassets", asset)
    time.sleep(3)
    world.proxy.cut.clear()
    world.proxy.rule = no_fault
    world.until(lambda: not world.has("mediaassets", asset), f"{asset} is gone")


FAULTS = (
    Fault("The API server answers every second write with 409", _ENDS, _for(_writes(Refuse(409, "Conflict"), 2), 6)),
    Fault(
        "The API server answers everything with 429 for 6 s",
        _ENDS,
        _for(_always(Refuse(429, "TooManyRequests", 1)), 6),
    ),
    Fault(
        "The API server answers every second write with 500",
        _ENDS,
        _for(_writes(Refuse(500, "InternalError"), 2), 6),
    ),
    Fault("The API server answers everything with 503 for 6 s", _ENDS, _for(_always(Refuse(503)), 6)),
    Fault("The API server needs a second for each request", _ENDS, _for(_always(Pass(1.0)), 10)),
    Fault(
        "The API server ends every connection for 15 s, longer than a lease lasts",
        _ENDS,
        _for(_always(CutOff()), 15),
    ),
    Fault("Every second answer to a write is lost", _ENDS, _for(_writes(LoseAnswer(), 2), 8)),
    Fault("Something else answers in the API server's place for 5 s", _ENDS, _for(_always(Garble()), 5)),
    Fault(
        "The controller may not make Argo Workflows for 6 s",
        _ENDS,
        _for(_only("POST workflows", Refuse(403, "Forbidden")), 6),
    ),
    Fault("Watches end every second", "Each execution is Complete.", _watches_end),
    Fault(
        "Watches cannot go on where they ended (410)",
        "The execution made meanwhile is Complete.",
        _watches_fail(Expire()),
    ),
    Fault(
        "The API server refuses watches for 6 s, and nothing else",
        "Watches are begun anew after 30 s; the execution made meanwhile is Complete.",
        _watches_fail(Refuse(422, "Invalid")),
    ),
    Fault(
        "All watches stay open and bring nothing",
        "They are begun anew after 30 s of silence together, a single one after 70 s; the execution made meanwhile is "
        "Complete.",
        _watches_fall_silent,
    ),
    Fault(
        "An asset is deleted while nothing is watched",
        "The asset, its executions and everything in the store are gone.",
        _deleted_unseen,
    ),
)
