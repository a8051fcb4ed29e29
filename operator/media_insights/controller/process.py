"""The controller process: connect, wait to lead, watch and reconcile while leading, leave cleanly."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from media_insights.controller import wiring
from media_insights.controller.wiring import Parts
from media_insights.errors import LostLease, MediaInsightsError, SilentWatch
from media_insights.kube import client, watch
from media_insights.kube.resources import ASSETS, EXECUTIONS, LEASES
from media_insights.ports.audit import unaudited
from media_insights.runtime import logs, metrics, probes
from media_insights.runtime.audit_log import audit_log
from media_insights.runtime.health import Freshness, Health
from media_insights.runtime.lease import Lease
from media_insights.runtime.loop import WORKERS
from media_insights.runtime.otlp import begin_export, end_export
from media_insights.runtime.prerequisites import follow_bucket
from media_insights.runtime.store_threads import wait_in_threads
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.audited_store import AuditedStore
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.store import Store

SILENCE = 30.0
"""Seconds without an event of our own lease, which is renewed every 2.5 s, after which its watch is begun anew."""

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
    wait_in_threads()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    audit = audit_log("controller", settings.audit.replica, settings.audit.level)
    connection = await client.connect(settings.kubeconfig, metrics.count_request, audit)
    audited = AuditedStore(store, audit)
    exporter = settings.tracing.exporter("controller", settings.pod_name)
    tracing = exporter.tracing if exporter else None
    exporting = begin_export(exporter)
    lease = Lease(replace(connection, audit=unaudited), settings.namespace, settings.pod_name)
    health = Health()
    servers = await probes.serve(health, settings.health_port, settings.metrics_port)
    try:
        while await _finish_unless(stop, lease.acquire()):
            try:
                parts = wiring.build(settings, connection.fenced(lease.held), audited, tracing)
                return await _lead(parts, lease, health, stop)
            except (LostLease, SilentWatch) as error:
                _log.warning("%s; waiting to lead again", error)
    finally:
        await lease.release()
        await end_export(exporting)
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
        "copies": parts.copies.run(watching),
        "usages": parts.usages.run(watching, lambda namespace: _judge_anew(parts, namespace)),
        "silence": notice_silence(parts.loop.freshness, watching),
        "watch": _watch(parts, end_watch, watching),
        **{f"worker {number}": parts.loop.work() for number in range(WORKERS)},
        "stop": _wait(stop),
    }
    tasks = {name: asyncio.create_task(work, name=name) for name, work in vital.items()}
    passing = [
        asyncio.create_task(work)
        for work in (parts.argo.wait(), follow_bucket(parts.store), _follow_kinds(parts, watching))
    ]
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


def _judge_anew(parts: Parts, namespace: str) -> None:
    """Reconcile what waits in a namespace that became full, or is no more."""
    for key in parts.queueing.judge_anew(namespace):
        parts.loop.queue.add((EXECUTIONS, key))


async def _watch(parts: Parts, stop: asyncio.Event, watching: asyncio.Event) -> None:
    first = watch.FirstLists.of(parts.watched, watching, await parts.kinds.refresh())
    await watch.run(parts.loop, parts.watched, parts.relist.request, stop=stop, first=first)


async def _follow_kinds(parts: Parts, watching: asyncio.Event) -> None:
    await watching.wait()
    await parts.kinds.follow()


async def notice_silence(freshness: Freshness, watching: asyncio.Event, every: float = 1.0) -> None:
    """Raise SilentWatch when the watch of our own lease has brought nothing for too long, be it since it began.

    A connection that a firewall forgot stays open, and kopf waits 70 s for its next event; so it does when one of its
    watches failed. A lease that cannot be renewed is lost before. Other watches are seen only when they fall silent
    together with this one: nothing else changes so regularly that its silence means something.
    """
    await watching.wait()
    began = freshness.clock()
    while True:
        await asyncio.sleep(every)
        age = freshness.age(LEASES)
        age = freshness.clock() - began if age is None else age
        if age > SILENCE:
            raise SilentWatch(f"the watches have brought nothing for {age:.0f} s; all of them are begun anew")


def _report(parts: Parts, health: Health, tasks: dict[str, asyncio.Task[None]], watching: asyncio.Event) -> None:
    """Report the leading replica's health at the probes."""
    freshness = parts.loop.freshness
    health.tasks = tasks
    health.heartbeats["the watch of the lease"] = lambda: freshness.age(LEASES)
    health.obstacles["watches"] = lambda: (
        "" if freshness.age(ASSETS) is not None or watching.is_set() else "not watching yet"
    )
    health.obstacles["argo"] = lambda: parts.argo.obstacle
    parts.kinds.report(health)


async def _first_end(tasks: dict[str, asyncio.Task[None]]) -> None:
    done, _ = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()
