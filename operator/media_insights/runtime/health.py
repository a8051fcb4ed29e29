"""Whether this process works: for the kubelet's probes, and numbers for Prometheus."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

STALLED = 60.0
"""Seconds without the watch bringing our own lease's renewals (every 2.5 s) after which it is taken for dead."""

Heartbeat = Callable[[], float | None]
"""Seconds since the last sign of life; None: not expected yet."""


@dataclass(slots=True)
class Health:
    """What the probes answer: sentences about what is wrong, none when all is well."""

    tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    heartbeats: dict[str, Heartbeat] = field(default_factory=dict)
    unready: dict[str, Callable[[], str]] = field(default_factory=dict)
    """Name → a sentence while it keeps the controller from working, else nothing."""

    def ailments(self) -> list[str]:
        """Return why the process should be restarted."""
        dead = [f"the task {name} has ended" for name, task in self.tasks.items() if task.done()]
        silent = [
            f"{name}: no sign of life for {age:.0f} s"
            for name, beat in self.heartbeats.items()
            if (age := beat()) is not None and age > STALLED
        ]
        return dead + silent

    def hindrances(self) -> list[str]:
        """Return why the process cannot do its work now."""
        return self.ailments() + [sentence for tell in self.unready.values() if (sentence := tell())]


def age_of(seen: Mapping[str, float], kind: str) -> float | None:
    """Return how long ago a kind's watch brought something; None before it ever did."""
    return time.monotonic() - seen[kind] if kind in seen else None


async def serve(health: Health, health_port: int, metrics_port: int) -> list[web.AppRunner]:
    """Answer /healthz and /readyz on one port and /metrics on another; returns what must be cleaned up."""

    async def alive(_: web.Request) -> web.Response:
        return _answer(health.ailments())

    async def ready(_: web.Request) -> web.Response:
        return _answer(health.hindrances())

    probes = web.Application()
    probes.router.add_get("/healthz", alive)
    probes.router.add_get("/readyz", ready)
    numbers = web.Application()
    numbers.router.add_get("/metrics", _metrics)
    return [await _listening(probes, health_port), await _listening(numbers, metrics_port)]


def _answer(problems: list[str]) -> web.Response:
    return web.Response(status=503 if problems else 200, text="\n".join(problems) or "ok")


async def _metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _listening(application: web.Application, port: int) -> web.AppRunner:
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, port=port).start()
    return runner
