"""Faults of the object store: it refuses, is slow, is full or does not answer."""

import time
from collections.abc import Callable

from tests.faults.fault import Fault, broken_for
from tests.faults.installation import World
from tests.faulty_proxy import Asked, NeverAnswer, Pass, Refuse
from tests.faulty_proxy import Fault as StoreFault

_ENDS = "What ran and what was made meanwhile is Complete."


def _xml(code: str) -> bytes:
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>by a test</Message></Error>".encode()


def _always(fault: StoreFault) -> Callable[[Asked], StoreFault]:
    return lambda _: fault


def _writes(fault: StoreFault) -> Callable[[Asked], StoreFault]:
    return lambda asked: fault if asked.method in ("PUT", "POST") else Pass()


def _first(fault: StoreFault) -> Callable[[], Callable[[Asked], StoreFault]]:
    """Break the next request, and no other."""

    def make() -> Callable[[Asked], StoreFault]:
        left = [fault]
        return lambda _: left.pop() if left else Pass()

    return make


def _for(seconds: float, make: Callable[[], Callable[[Asked], StoreFault]]) -> Callable[[World], None]:
    def breaks(world: World) -> None:
        world.store_proxy.rule = make()

    def mends(world: World) -> None:
        world.store_proxy.rule = _always(Pass())

    return broken_for(seconds, breaks, mends)


def _away_while_deleting(world: World) -> None:
    world.controllers.start()
    asset = world.asset()
    world.reaches(asset, "Complete")
    world.store_proxy.rule = _always(Refuse(503, _xml("ServiceUnavailable")))
    world.delete("mediaassets", asset)
    time.sleep(5)
    assert world.has("mediaassets", asset), "an asset is not gone before its results are"
    world.store_proxy.rule = _always(Pass())
    world.leaves_nothing()


FAULTS = (
    Fault(
        "The store answers everything with 500 for 6 s",
        _ENDS,
        _for(6, lambda: _always(Refuse(500, _xml("InternalError")))),
    ),
    Fault(
        "The store answers everything with 503 SlowDown for 6 s",
        _ENDS,
        _for(6, lambda: _always(Refuse(503, _xml("SlowDown")))),
    ),
    Fault(
        "The store refuses the controller's keys for 6 s",
        _ENDS,
        _for(6, lambda: _always(Refuse(403, _xml("AccessDenied")))),
    ),
    Fault("The store is full for 6 s", _ENDS, _for(6, lambda: _writes(Refuse(507, _xml("QuotaExceeded"))))),
    Fault("The store needs a second for each request", _ENDS, _for(8, lambda: _always(Pass(1.0)))),
    Fault("The store does what it is asked once, and never answers", _ENDS, _for(2, _first(NeverAnswer()))),
    Fault(
        "The store is away while an asset is deleted",
        "The asset remains until its results are removed, and then it is gone.",
        _away_while_deleting,
    ),
)
