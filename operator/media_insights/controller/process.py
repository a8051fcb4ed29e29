"""The controller process: connect, wait to lead, watch, work, and leave cleanly."""

import asyncio
import logging
import signal
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile.settings import CompileSettings
from media_insights.controller.apply import Applier
from media_insights.controller.event_recorder import Recorder
from media_insights.controller.loop import WORKERS, Loop
from media_insights.controller.observe.asset_observer import AssetObserver
from media_insights.controller.observe.execution_observer import ExecutionObserver
from media_insights.controller.observe.plan_observer import PlanObserver
from media_insights.controller.queueing import Queueing
from media_insights.controller.reconcile import Reconciler
from media_insights.controller.relist import Pruner
from media_insights.controller.snapshots import Snapshots
from media_insights.controller.tenants import Tenants
from media_insights.controller.world import World
from media_insights.errors import ApiError, LostLease, MediaInsightsError, NotFound, StoreError, Unavailable
from media_insights.kube import client as connections
from media_insights.kube import watch as watches
from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, LEASES, RUNS, Resource
from media_insights.runtime import health as probes
from media_insights.runtime import lease as leases
from media_insights.runtime import metrics
from media_insights.runtime.health import Health
from media_insights.runtime.lease import Lease
from media_insights.settings import Settings
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


def run_controller(settings: Settings) -> int:
    """Run until the process is told to end; returns its exit code."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("kopf").setLevel(max(logging.WARNING, logging.getLogger().level))
    try:
        asyncio.run(run(settings, s3_store_of(settings.store)))
    except LostLease as error:
        _log.error("%s", error)
        return 1
    except MediaInsightsError as error:
        _log.error("%s", error)
        return 2
    return 0


async def run(settings: Settings, store: Store) -> None:
    """Lead whenever this replica holds the lease, until the process is told to end."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    connection = await connections.connect(settings.kubeconfig, metrics.count_request)
    lease = Lease(connection, settings.namespace, settings.pod_name)
    health = Health()
    servers = await probes.serve(health, settings.health_port, settings.metrics_port)
    try:
        while await _unless(stop, lease.acquire()):
            try:
                return await _lead(_parts(settings, connection.fenced(lease.held), store), lease, health, stop)
            except LostLease as error:
                _log.warning("%s; waiting to lead again", error)
    finally:
        await lease.release()
        for server in servers:
            await server.cleanup()
        await connection.close()


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do something unless the process is told to end first; returns whether it was done."""
    tasks = [asyncio.create_task(work), asyncio.create_task(_stopped(stop))]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if not tasks[0].cancelled():
        tasks[0].result()
    return not stop.is_set()


async def _lead(parts: "_Parts", lease: Lease, health: Health, stop: asyncio.Event) -> None:
    """Watch and work while the lease is held; raises what ended it."""
    flag, ready = asyncio.Event(), asyncio.Event()
    registry = watches.registry_of(_Watcher(parts.loop), parts.pruner.relisted)
    works: dict[str, Coroutine[Any, Any, None]] = {
        "lease": lease.keep(),
        "bucket": _bucket(parts.store),
        "argo": _argo(parts.api, health),
        "pruning": parts.pruner.run(),
        "watching": watches.run(
            registry, watches.settings_of(parts.settings.limits_config_map, leases.NAME), stop=flag, ready=ready
        ),
        **{f"worker {number}": parts.loop.work() for number in range(WORKERS)},
        "stop": _stopped(stop),
    }
    health.heartbeats["the watch of the lease"] = lambda: probes.age_of(parts.loop.seen, LEASES.kind)
    health.unready["watches"] = lambda: "" if ASSETS.kind in parts.loop.seen or ready.is_set() else "not watching yet"
    tasks = {name: asyncio.create_task(work, name=name) for name, work in works.items()}
    health.tasks = {name: task for name, task in tasks.items() if name not in ("bucket", "argo")}
    try:
        await _first_end([task for name, task in tasks.items() if name not in ("bucket", "argo")])
    finally:
        flag.set()
        health.tasks, health.heartbeats = {}, {}
        await asyncio.wait([tasks["watching"]], timeout=5)
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _first_end(tasks: list[asyncio.Task[None]]) -> None:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _stopped(stop: asyncio.Event) -> None:
    await stop.wait()


async def _bucket(store: Store) -> None:
    """Make the bucket as soon as the store answers; assets wait for it by themselves."""
    while True:
        try:
            return await asyncio.to_thread(store.ensure_bucket)
        except (Unavailable, StoreError) as error:
            _log.warning("the bucket %s: %s", store.bucket, error)
            await asyncio.sleep(5)


async def _argo(api: Api, health: Health) -> None:
    """Say plainly that Argo Workflows is missing, until it is there."""
    problem = ""
    health.unready["argo"] = lambda: problem
    while True:
        try:
            await api.get(RUNS, "default", "there-is-none")
        except NotFound as error:
            if "there-is-none" in str(error):
                problem = ""
                return
            problem = "Argo Workflows is not installed: the API server does not know workflows.argoproj.io"
            _log.warning("%s; https://argo-workflows.readthedocs.io says how", problem)
        except (ApiError, Unavailable) as error:
            problem = f"Argo Workflows cannot be seen: {error}"
            _log.warning("%s", problem)
        await asyncio.sleep(10)


@dataclass(frozen=True, slots=True)
class _Watcher:
    """Hands events to the loop; from the lease's, it reads how late events come."""

    loop: Loop

    def learn(self, resource: Resource, manifest: Manifest) -> None:
        if resource is LEASES:
            _note_lag(manifest)
        self.loop.learn(resource, manifest)

    def tell(self, resource: Resource, manifest: Manifest, *, gone: bool) -> None:
        if resource is not LEASES:
            self.loop.tell(resource, manifest, gone=gone)


def _note_lag(lease: Manifest) -> None:
    renewed = (lease.get("spec") or {}).get("renewTime")
    if renewed:
        metrics.WATCH_LAG.set(max(0.0, time.time() - datetime.fromisoformat(renewed).astimezone(UTC).timestamp()))


@dataclass(frozen=True, slots=True)
class _Parts:
    settings: Settings
    api: Api
    store: Store
    loop: Loop
    pruner: Pruner


def _parts(settings: Settings, api: Api, store: Store) -> _Parts:
    """Wire the controller together."""
    world, snapshots, tenants = World(), Snapshots(store), Tenants(api, settings)
    queueing = Queueing(world, (settings.namespace, settings.limits_config_map), settings.namespace)
    assets = AssetObserver(world=world, store=store, snapshots=snapshots, tenants=tenants, settings=settings)
    plans = PlanObserver(world=world, store=store, snapshots=snapshots, tenants=tenants, settings=settings)
    executions = ExecutionObserver(
        world=world, api=api, plans=plans, snapshots=snapshots, queueing=queueing, settings=settings
    )
    applier = Applier(
        world=world,
        api=api,
        store=store,
        snapshots=snapshots,
        tenants=tenants,
        compile_settings=compile_settings_of(settings),
    )
    recorder = Recorder(api, settings.pod_name)
    reconciler = Reconciler(
        world=world, assets=assets, executions=executions, applier=applier, queueing=queueing, recorder=recorder
    )
    loop = Loop(world=world, reconciler=reconciler, queueing=queueing)
    return _Parts(settings, api, store, loop, Pruner(loop, api))


def compile_settings_of(settings: Settings) -> CompileSettings:
    """Return what Argo Workflows are compiled with."""
    return CompileSettings(
        store=settings.store.address,
        private_ca=bool(settings.store.ca_file),
        registry=settings.images.registry,
        tag=settings.images.tag,
        images=settings.images.exact,
        pull_policy=settings.images.pull_policy,
        pull_secrets=settings.images.pull_secrets,
        environment=settings.operator_environment,
        gpu=settings.gpu,
    )
