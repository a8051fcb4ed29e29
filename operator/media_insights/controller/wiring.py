"""Wiring: the controller's parts, built and connected once per time that a replica leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from media_insights.compile.settings import CompileSettings
from media_insights.controller import batch_metrics, children, source_metrics
from media_insights.controller.apply import Applier
from media_insights.controller.credential_upkeep import CredentialUpkeep
from media_insights.controller.dependents import Dependents
from media_insights.controller.event_outbox import EventOutbox
from media_insights.controller.event_recorder import Recorder
from media_insights.controller.execution_traces import ExecutionTraces
from media_insights.controller.followed_names import FollowedName
from media_insights.controller.metric_labels import MetricLabels
from media_insights.controller.object_copies import ObjectCopies
from media_insights.controller.object_writes import ObjectWrites
from media_insights.controller.observe.asset_observer import AssetObserver
from media_insights.controller.observe.batch_observer import BatchObserver
from media_insights.controller.observe.batch_sources import BatchSources
from media_insights.controller.observe.execution_observer import ExecutionObserver
from media_insights.controller.observe.plan_observer import PlanObserver
from media_insights.controller.observe.source_observer import SourceObserver
from media_insights.controller.observe.source_pages import SourcePages
from media_insights.controller.plain_passes import PlainPasses
from media_insights.controller.queueing import Queueing
from media_insights.controller.reconcile import Reconciler
from media_insights.controller.run_secrets import RunSecrets
from media_insights.controller.snapshots import Snapshots
from media_insights.controller.stored_usages import StoredUsages
from media_insights.controller.surroundings import Surroundings
from media_insights.controller.tenants import Tenants
from media_insights.controller.unread_objects import UnreadObjects
from media_insights.controller.watch_caches import WatchCaches
from media_insights.events.outbox import Outbox
from media_insights.kube.client import Api
from media_insights.kube.resources import (
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    EXECUTIONS,
    LEASES,
    NAMESPACES,
    OPERATORS,
    OURS,
    RUNS,
    SOURCES,
    WORKFLOWS,
    Resource,
)
from media_insights.ports.tracing import Tracing
from media_insights.runtime import lease
from media_insights.runtime.bounded_work import BoundedWork
from media_insights.runtime.health import measure_lag
from media_insights.runtime.loop import Loop, Work
from media_insights.runtime.own_kinds import OwnKinds
from media_insights.runtime.prerequisites import ServedKind
from media_insights.runtime.relist import Relist
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.run_credentials.assume_role import AssumeRole
from media_insights.storage.run_credentials.audited import AuditedCredentials
from media_insights.storage.run_credentials.credentials import RunCredentials
from media_insights.storage.run_credentials.iam_users import iam_users_of
from media_insights.storage.run_credentials.shared_keys import SharedKeys
from media_insights.storage.store import Store

NEAR = 8
"""How many waiting executions, from the head of the queue, get their new position at once."""
_COMPARED = (ASSETS, EXECUTIONS, BATCHES, SOURCES, WORKFLOWS, OPERATORS, RUNS, NAMESPACES, *children.WATCHED)
_RESYNCED = (ASSETS, EXECUTIONS, BATCHES, SOURCES, WORKFLOWS, OPERATORS, NAMESPACES)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a leading replica runs."""

    store: Store
    loop: Loop
    relist: Relist
    argo: ServedKind
    kinds: OwnKinds
    tenants: Tenants
    upkeep: CredentialUpkeep
    copies: ObjectCopies
    usages: StoredUsages
    queueing: Queueing
    watched: Mapping[Resource, str]


def watched_by(settings: ControllerSettings) -> dict[Resource, str]:
    """Return the kinds that are watched, and of some the only name."""
    whole = (NAMESPACES, OPERATORS, WORKFLOWS, ASSETS, EXECUTIONS, BATCHES, SOURCES, RUNS, *children.WATCHED)
    return {**dict.fromkeys(whole, ""), CONFIG_MAPS: settings.limits_config_map, LEASES: lease.NAME}


def build(settings: ControllerSettings, api: Api, store: Store, tracing: Tracing | None = None) -> Parts:
    """Wire the controller together."""
    caches, snapshots = WatchCaches(), Snapshots(store)
    surroundings = Surroundings(api, settings.destinations, FollowedName(settings.store.address.host))
    tenants = Tenants(api, settings, caches, surroundings)
    limits_key = settings.namespace, settings.limits_config_map
    usages, copies = _rounds(settings, caches, store)
    priority = lambda namespace: tenants.of(namespace).max_priority  # noqa: E731
    queueing = Queueing(caches, limits_key, settings.namespace, priority, usages.reason)
    work = BoundedWork()
    assets = AssetObserver(
        caches=caches, store=store, snapshots=snapshots, tenants=tenants, settings=settings, work=work
    )
    plans = PlanObserver(caches=caches, store=store, snapshots=snapshots, tenants=tenants, settings=settings, work=work)
    executions = ExecutionObserver(
        caches=caches, api=api, plans=plans, snapshots=snapshots, queueing=queueing, settings=settings, work=work
    )
    batches = BatchObserver(caches, BatchSources(store), tenants, settings.namespace)
    sources = SourceObserver(caches, SourcePages(store), tenants, settings.namespace, batches.refused, work)
    audited = AuditedCredentials(credentials_of(settings, caches), api.audit)
    secrets, writes = RunSecrets(api, tenants, audited, settings, store), ObjectWrites(caches, api)
    applier = Applier(
        caches=caches,
        api=api,
        writes=writes,
        store=store,
        snapshots=snapshots,
        tenants=tenants,
        run_secrets=secrets,
        compile_settings=compile_settings_of(settings),
        refused_items=batches.refused,
        traces=ExecutionTraces(tracing) if tracing else None,
    )
    recorder = Recorder(api, settings.pod_name)
    reconciler = Reconciler(
        caches=caches,
        assets=assets,
        executions=executions,
        plain=PlainPasses(caches=caches, batches=batches, sources=sources, work=work, installation=settings.namespace),
        applier=applier,
        queueing=queueing,
        recorder=recorder,
        outbox=EventOutbox(Outbox(store) if settings.events else None, writes),
        unread=UnreadObjects(caches=caches, applier=applier, recorder=recorder),
        work=work,
        labels=_labels(settings, caches),
    )
    loop = Loop(
        caches=caches,
        reconcile=reconciler.reconcile,
        dependents=Dependents(caches, settings.namespace).of,
        on_quarantine=reconciler.on_quarantine,
        after_pass=lambda resource: _due(resource, queueing),
    )
    _measure(caches)
    life = settings.run_credentials.seconds
    upkeep = CredentialUpkeep(caches=caches, api=api, store=store, secrets=secrets, snapshots=snapshots, seconds=life)
    relist, kinds = Relist(loop, api, _COMPARED, _RESYNCED), OwnKinds(api, OURS)
    return Parts(
        store, loop, relist, _argo(api), kinds, tenants, upkeep, copies, usages, queueing, watched_by(settings)
    )


def _rounds(settings: ControllerSettings, caches: WatchCaches, store: Store) -> tuple[StoredUsages, ObjectCopies]:
    usages = StoredUsages(
        caches=caches,
        store=store,
        limits_key=(settings.namespace, settings.limits_config_map),
        by_namespace=settings.metrics_by_namespace,
        every=settings.measure_seconds,
    )
    return usages, ObjectCopies(caches=caches, store=store, every=settings.copy_seconds)


def _labels(settings: ControllerSettings, caches: WatchCaches) -> MetricLabels:
    return MetricLabels(
        caches=caches,
        installation=settings.namespace,
        by_namespace=settings.metrics_by_namespace,
        gpu=settings.gpu,
    )


def _argo(api: Api) -> ServedKind:
    return ServedKind(api, RUNS, "Argo Workflows", "https://argo-workflows.readthedocs.io says how it is installed")


def credentials_of(settings: ControllerSettings, caches: WatchCaches) -> RunCredentials:
    """Return the way in which runs get credentials, as the administrator chose it."""
    asked = settings.run_credentials
    match asked.kind:
        case "iamUsers":
            home = ("", settings.namespace)
            return iam_users_of(settings.store, asked.endpoint, lambda: caches.namespaces.uid(home))
        case "assumeRole":
            return AssumeRole(access=settings.store, endpoint=asked.endpoint, role=asked.role, seconds=asked.seconds)
        case "shared":
            return SharedKeys()


def _measure(caches: WatchCaches) -> None:
    """Keep the metrics that are read from objects."""
    caches.batches.listeners.append(lambda _: batch_metrics.measure(view for _, view in caches.batches.views()))
    caches.sources.listeners.append(lambda _: source_metrics.measure(view for _, view in caches.sources.views()))
    caches[LEASES].listeners.append(lambda key: measure_lag(caches[LEASES].get(key) or {}, datetime.now(UTC)))


def _due(resource: Resource, queueing: Queueing) -> Iterable[Work]:
    """Return the executions whose admission changed by a pass over one of them, or over the limits."""
    if resource not in (EXECUTIONS, CONFIG_MAPS):
        return ()
    return [(EXECUTIONS, key) for key in queueing.changed_admissions(NEAR)]


def compile_settings_of(settings: ControllerSettings) -> CompileSettings:
    """Return what Argo Workflows are compiled with."""
    return CompileSettings(
        store=settings.store.address,
        private_ca=bool(settings.store.ca_file),
        session_tokens=settings.run_credentials.kind == "assumeRole",
        registry=settings.images.registry,
        tag=settings.images.tag,
        images=settings.images.exact,
        pull_policy=settings.images.pull_policy,
        pull_secrets=settings.images.pull_secrets,
        environment=settings.pods.environment,
        identity=settings.pods.identity,
        host_users=settings.pods.host_users,
        default_cpu_limit=settings.pods.cpu_limit,
        scratch_size=settings.pods.scratch_size,
        output_guard=bool(settings.pods.output_guard),
        gpu=settings.gpu,
    )
