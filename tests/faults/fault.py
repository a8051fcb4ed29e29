"""A fault: what breaks, as a sentence and as a scenario that ends when it is mended and everything has ended."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.api_proxy import PASS, Call, CutOff, LoseAnswer, no_fault
from tests.faults.api_proxy import Fault as ApiFault
from tests.faults.installation import World

Scenario = Callable[[World], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table of docs/reliability.md."""

    title: str
    after: str
    """What is so afterwards, as a sentence."""
    scenario: Scenario


def dies_at(call: str, *, done: bool, first: Callable[[World], bool] = lambda _: True) -> Scenario:
    """Kill the controller when it sends a request, which the API server gets or not; ``first``: since when."""

    def scenario(world: World) -> None:
        struck = _deadly(world, call, done=done, first=first)
        world.controllers.start()
        asset = world.asset()
        world.until(struck.is_set, f"{call} was sent")
        world.proxy.rule = no_fault
        world.controllers.restart()
        world.reaches(asset, "Complete")

    return scenario


def dies_deleting_at(call: str, *, done: bool) -> Scenario:
    """Kill the controller when it sends a request because an asset was deleted."""

    def scenario(world: World) -> None:
        world.controllers.start()
        asset = world.asset()
        world.reaches(asset, "Complete")
        struck = _deadly(world, call, done=done, first=lambda _: True)
        world.delete("mediaassets", asset)
        world.until(struck.is_set, f"{call} was sent")
        world.proxy.rule = no_fault
        world.controllers.restart()
        world.until(lambda: not world.has("mediaassets", asset), f"{asset} is gone")

    return scenario


def _deadly(world: World, call: str, *, done: bool, first: Callable[[World], bool]) -> threading.Event:
    struck = threading.Event()

    def rule(asked: Call) -> ApiFault:
        if struck.is_set() or not asked.does(call) or not first(world):
            return PASS
        struck.set()
        os.kill(world.controllers.processes["a"].pid, signal.SIGKILL)
        return LoseAnswer() if done else CutOff()

    world.proxy.rule = rule
    return struck


def broken_for(seconds: float, breaks: Callable[[World], None], mends: Callable[[World], None]) -> Scenario:
    """Break something for some seconds, during which an asset is made and another one runs."""

    def scenario(world: World) -> None:
        running = world.started_asset()
        breaks(world)
        made = world.asset()
        world.argo.holds.clear()
        time.sleep(seconds)
        mends(world)
        for asset in (running, made):
            world.reaches(asset, "Complete")

    return scenario
