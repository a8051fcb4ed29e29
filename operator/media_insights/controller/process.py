"""The controller process: connect, wait to lead, watch and reconcile while leading, leave cleanly."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from typing import Any

from media_insights.controller import wiring
from media_insights.controller.wiring import Parts
from media_insights.errors import LostLease, MediaInsightsError
from media_insights.kube import client, watch
from media_insights.kube.resources import ASSETS, LEASES
from media_insights.runtime import logs, metrics, probes
from media_insights.runtime.health import Health
from media_insights.runtime.lease import Lease
from media_insights.runtime.loop import WORKERS
from media_insights.runtime.prerequisites import follow_bucket
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


def run_controller(settings: ControllerSettings) -> int:
    """Run until a signal ends the process; return its exit code."""
    logs.configure(settings.log_level)
    logging.getLogger("kopf").setLevel(max(logging.WARNING, logging.getLogger().level))
    try:
        asyncio.run(run(settings, s3_store_of(settings.store)))
    except MediaInsightsError as error:
        _log.error("%s", error)
        return 2
    return 0


async def run(settings: ControllerSettings, store: Store) -> None:
    """Lead whenever this replica holds the lease, until a signal ends the process."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    connection = await client.connect(settings.kubeconfig, metrics.count_request)
    lease = Lease(connection, settings.namespace, settings.pod_name)
    health = Health()
    servers = await probes.serve(health, settings.health_port, settings.metrics_port)
    try:
        while await _finish_unless(stop, lease.acquire()):
            try:
                return await _lead(wiring.build(settings, connection.fenced(lease.held), store), lease, health, stop)
            except LostLease as error:
                _log.warning("%s; waiting to lead again", error)
    finally:
        await lease.release()
        for server in servers:
            await server.cleanup()
        await connection.close()


async def _finish_unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do something unless a signal ends the process first; return whether it was done."""
    tasks = [asyncio.create_task(work), asyncio.create_task(_wait(stop))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if not tasks[0].cancelled():
        tasks[0].result()
    return not stop.is_set()


async def _lead(parts: Parts, lease: Lease, health: Health, stop: asyncio.Event) -> None:
    """Watch and reconcile while the lease is held; raises what ended it."""
    end_watch, watching = asyncio.Event(), asyncio.Event()
    vital: dict[str, Coroutine[Any, Any, None]] = {
        "lease": lease.keep(),
        "relist": parts.relist.run(),
        "tenants": parts.tenants.follow(parts.loop.queue.add),
        "credentials": parts.upkeep.run(watching),
        "watch": watch.run(parts.loop, parts.watched, parts.relist.request, stop=end_watch, ready=watching),
        **{f"worker {number}": parts.loop.work() for number in range(WORKERS)},
        "stop": _wait(stop),
    }
    tasks = {name: asyncio.create_task(work, name=name) for name, work in vital.items()}
    passing = [asyncio.create_task(work) for work in (parts.argo.wait(), follow_bucket(parts.store))]
    _report(parts, health, tasks, watching)
    try:
        await _first_end(tasks)
    finally:
        end_watch.set()
        health.tasks, health.heartbeats = {}, {}
        await asyncio.wait([tasks["watch"]], timeout=5)
        for task in (*tasks.values(), *passing):
            task.cancel()
        await asyncio.gather(*tasks.values(), *passing, return_exceptions=True)


def _report(parts: Parts, health: Health, tasks: dict[str, asyncio.Task[None]], watching: asyncio.Event) -> None:
    """Report the leading replica's health at the probes."""
    freshness = parts.loop.freshness
    health.tasks = tasks
    health.heartbeats["the watch of the lease"] = lambda: freshness.age(LEASES)
    health.obstacles["watches"] = lambda: (
        "" if freshness.age(ASSETS) is not None or watching.is_set() else "not watching yet"
    )
    health.obstacles["argo"] = lambda: parts.argo.obstacle


async def _first_end(tasks: dict[str, asyncio.Task[None]]) -> None:
    done, _ = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()
