"""Health: whether this process works, and how fresh its view of the cluster is."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import seconds_between, time_of
from media_insights.kube.resources import Resource
from media_insights.runtime import metrics

STALLED = 60.0
"""Seconds without the watch bringing our own lease's renewals (every 2.5 s) after which it is taken for dead."""

Heartbeat = Callable[[], float | None]
"""Seconds since the last event; None: not expected yet."""
Obstacle = Callable[[], str]
"""A sentence while something keeps the process from working, else nothing."""


@dataclass(slots=True)
class Health:
    """What the probes answer: sentences about what is wrong, none when all is well."""

    tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    heartbeats: dict[str, Heartbeat] = field(default_factory=dict)
    obstacles: dict[str, Obstacle] = field(default_factory=dict)
    notes: dict[str, Obstacle] = field(default_factory=dict)
    """What the process goes on without."""

    def not_alive(self) -> list[str]:
        """Return why the process should be restarted."""
        dead = [f"the task {name} has ended" for name, task in self.tasks.items() if task.done()]
        silent = [
            f"{name}: no sign of life for {age:.0f} s"
            for name, beat in self.heartbeats.items()
            if (age := beat()) is not None and age > STALLED
        ]
        return dead + silent

    def not_ready(self) -> list[str]:
        """Return why the process cannot do its work now."""
        return self.not_alive() + [sentence for each in self.obstacles.values() if (sentence := each())]

    def without(self) -> list[str]:
        """Return what a process that does its work goes on without."""
        return [sentence for each in self.notes.values() if (sentence := each())]


@dataclass(slots=True)
class Freshness:
    """When the watch of each kind last brought something."""

    clock: Callable[[], float] = time.monotonic
    _seen: dict[Resource, float] = field(default_factory=dict)

    def note(self, resource: Resource) -> None:
        """Record that a watch delivered an event just now."""
        self._seen[resource] = self.clock()
        metrics.WATCH_EVENTS.labels(resource.kind).inc()
        metrics.LAST_EVENT.labels(resource.kind).set_to_current_time()

    def age(self, resource: Resource) -> float | None:
        """Return how many seconds ago a kind's watch brought something; None before it ever did."""
        return self.clock() - self._seen[resource] if resource in self._seen else None


def measure_lag(lease: Manifest, now: datetime) -> None:
    """Measure how late watch events come: from the renewal of a lease to its event."""
    renewed = time_of((lease.get("spec") or {}).get("renewTime"))
    if renewed:
        metrics.WATCH_LAG.set(seconds_between(renewed, now))
