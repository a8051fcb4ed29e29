"""A process that follows the cluster beside the controller, as the relay of events and the indexer do.

It watches, works until a signal ends it or its work fails, and answers probes and metrics on ports of their own.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

from media_insights.cluster.mirror import Mirror
from media_insights.errors import MediaInsightsError
from media_insights.kube import client
from media_insights.kube.client import Api
from media_insights.runtime import logs, metrics, probes
from media_insights.runtime.audit_log import audit_log
from media_insights.runtime.health import Health
from media_insights.settings.audit import AuditSettings

_log = logging.getLogger(__name__)


class ProcessSettings(Protocol):
    """What every such process is told."""

    @property
    def kubeconfig(self) -> str:
        """Return the file that says where the API server is; empty in a pod."""

    @property
    def log_level(self) -> str:
        """Return the level of the log."""

    @property
    def audit(self) -> AuditSettings:
        """Return how much is recorded, and for which pod."""

    @property
    def health_port(self) -> int:
        """Return the port of the probes."""

    @property
    def metrics_port(self) -> int:
        """Return the port of the metrics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a process does once it is connected."""

    name: str
    """Of its task, as probes say it."""
    mirror: Mirror
    """Ready when the process is."""
    work: Callable[[], Coroutine[None, None, None]]
    """Goes on until it is cancelled."""
    open: Callable[[AsyncExitStack], Awaitable[None]]
    """Opens what else it needs, before the work begins; what the stack is given is closed after the work."""


def run(settings: ProcessSettings, component: str, job_of: Callable[[Api], Job]) -> int:
    """Run until a signal ends the process; return its exit code. ``component`` is its name in audit records."""
    logs.configure(settings.log_level)
    logging.getLogger("kopf").setLevel(max(logging.WARNING, logging.getLogger().level))
    code = 0
    try:
        asyncio.run(_run(settings, component, job_of))
    except* MediaInsightsError as errors:
        _log.error("%s", "; ".join(map(str, errors.exceptions)))
        code = 2
    return code


async def _run(settings: ProcessSettings, component: str, job_of: Callable[[Api], Job]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as ends:
        audit = audit_log(component, settings.audit.replica, settings.audit.level)
        api = await client.connect(settings.kubeconfig, metrics.count_request, audit)
        ends.push_async_callback(api.close)
        health, job = Health(), job_of(api)
        health.obstacles["watches"] = lambda: "" if job.mirror.ready.is_set() else "not watching yet"
        job.mirror.kinds.report(health)
        for server in await probes.serve(health, settings.health_port, settings.metrics_port):
            ends.push_async_callback(server.cleanup)
        await job.open(ends)
        await _work_until(stop, job, health)


async def _work_until(stop: asyncio.Event, job: Job, health: Health) -> None:
    work, stopped = asyncio.create_task(job.work()), asyncio.create_task(stop.wait())
    health.tasks[job.name] = work
    try:
        await asyncio.wait([work, stopped], return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        for task in (work, stopped):
            task.cancel()
        await asyncio.gather(work, stopped, return_exceptions=True)
