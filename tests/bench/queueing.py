"""`python -m tests.bench.queueing`: CPU of the queue per reconcile, with 1,000 and with 10,000 executions waiting.

The controller's own caches and queue, and nothing else: no cluster. One round is the life of one execution: an event
brings a running one's end, the queue says who is next, that one is asked about, let in, and shown as Started; a new one
joins. Each of these is what one reconcile asks of the queue. Half of the executions ask for a limited device.
"""

import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from media_insights.controller.queueing import Queueing
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.queueing.next import Start

RUNNING = 20
ROUNDS = 1000
RECONCILES = 4
"""Reconciles in a round: the one that ended, the one that starts, its event, the new one."""
NEAR = 8
GOAL = 1.5
LIMITS = ("system", "limits")


@dataclass
class Simulation:
    """A full installation: the limit is reached, and everybody else waits."""

    waiting: int
    caches: WatchCaches = field(default_factory=WatchCaches)
    running: deque[int] = field(default_factory=deque)
    made: int = 0
    version: int = 0

    def __post_init__(self) -> None:
        """Fill the caches as the first lists of the watches do."""
        self.queue = Queueing(self.caches, LIMITS, "system")
        data = {"maxConcurrentExecutions": str(RUNNING), "resources.nvidia.com__gpu": str(RUNNING // 4)}
        self.caches.config_maps.put({"metadata": {"namespace": LIMITS[0], "name": LIMITS[1]}, "data": data})
        self.caches.assets.put(self._object("clip", {}, {"conditions": [{"type": "Accepted", "status": "True"}]}))
        for _ in range(self.waiting):
            self._arrive()
        self._start_those_next()

    def round(self) -> None:
        """Live one execution's life."""
        self._show(self.running.popleft(), "Complete")
        self._start_those_next()
        self._arrive()
        self.queue.admission(("n", f"run-{self.made - 1}"))
        self.queue.changed_admissions(NEAR)

    def _start_those_next(self) -> None:
        for key in self.queue.changed_admissions(NEAR):
            if isinstance(self.queue.admission(key), Start) and self.queue.reserve(key):
                number = int(key[1].removeprefix("run-"))
                self._show(number, "Started")
                self.running.append(number)
        self.queue.changed_admissions(NEAR)

    def _arrive(self) -> None:
        self._show(self.made, "Queued")
        self.made += 1

    def _show(self, number: int, state: str) -> None:
        demand = {"nvidia.com/gpu": 1} if number % 2 else {}
        spec = {"asset": "clip", "workflow": "full-analysis", "priority": 0}
        status = {"state": state, "queuedAt": "2026-05-01T12:00:00Z", "demand": demand}
        self.caches.executions.put(self._object(f"run-{number}", spec, status))

    def _object(self, name: str, spec: Any, status: Any) -> dict[str, Any]:
        self.version += 1
        meta = {"namespace": "n", "name": name, "uid": name, "resourceVersion": str(self.version)}
        return {"metadata": meta, "spec": spec, "status": status}


def microseconds(waiting: int) -> float:
    """Return the CPU time per reconcile, the best of five runs: other programs only add."""
    simulation, best = Simulation(waiting), float("inf")
    for _ in range(5):
        began = time.process_time()
        for _ in range(ROUNDS // 5):
            simulation.round()
        best = min(best, time.process_time() - began)
    return best / (ROUNDS // 5) / RECONCILES * 1e6


def main() -> int:
    """Print the table; exit code 1 when ten times as many that wait cost more than half as much again."""
    costs = {waiting: microseconds(waiting) for waiting in (1_000, 10_000)}
    growth = costs[10_000] / costs[1_000]
    sys.stdout.write("the queue's CPU per reconcile, caches included\n")
    for waiting, cost in costs.items():
        sys.stdout.write(f"  {waiting:6,} waiting           {cost:6.1f} µs\n")
    sys.stdout.write(f"  growth                   {growth:6.2f} (goal: at most {GOAL})\n")
    return int(growth > GOAL)


if __name__ == "__main__":
    sys.exit(main())
