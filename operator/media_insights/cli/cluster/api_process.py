"""Process of the HTTP API on a cluster: its ports wired, the mirror beside it, probes and metrics on own ports."""

import asyncio
import logging
import socket

import uvicorn
from fastapi import FastAPI

from media_insights.api.v1alpha1 import (
    MediaAsset,
    MediaBatch,
    MediaExecution,
    MediaOperator,
    MediaSource,
    MediaWorkflow,
)
from media_insights.cluster.callers_changes import CallersChanges
from media_insights.cluster.cluster_logs import ClusterLogs
from media_insights.cluster.cluster_plans import ClusterPlans
from media_insights.cluster.mirror import Mirror
from media_insights.cluster.mirrored_capacities import MirroredCapacities
from media_insights.cluster.mirrored_objects import MirroredNamespaces, MirroredObjects
from media_insights.cluster.openid import OpenIdConnect, OpenIdSettings
from media_insights.cluster.remote_index import RemoteIndex
from media_insights.cluster.reviews import ReviewedIdentity
from media_insights.errors import MediaInsightsError
from media_insights.kube import client
from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, OPERATORS, SOURCES, WORKFLOWS
from media_insights.ports.sign_in import SignIn
from media_insights.ports.tracing import Tracing
from media_insights.rest.app import app_of
from media_insights.rest.deployment import Deployment, Ports
from media_insights.rest.sessions import SessionSettings
from media_insights.runtime import logs, metrics, probes
from media_insights.runtime.audit_log import audit_log
from media_insights.runtime.health import Health
from media_insights.runtime.otlp import begin_export, end_export
from media_insights.settings.api import ApiSettings, SignInSettings
from media_insights.settings.indexer import SearchAddress
from media_insights.storage.audited_multipart import AuditedMultipart
from media_insights.storage.audited_store import AuditedStore
from media_insights.storage.multipart import Multipart
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_multipart import S3Multipart
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


def run_api(settings: ApiSettings) -> int:
    """Run until a signal ends the process; return its exit code."""
    logs.configure(settings.log_level)
    logging.getLogger("kopf").setLevel(max(logging.WARNING, logging.getLogger().level))
    store = s3_store_of(settings.store)
    try:
        return asyncio.run(_run(settings, store, S3Multipart(store)))
    except MediaInsightsError as error:
        _log.error("%s", error)
        return 2


async def _run(settings: ApiSettings, store: Store, multipart: Multipart) -> int:
    audit = audit_log("api", settings.audit.replica, settings.audit.level)
    api = await client.connect(settings.kubeconfig, metrics.count_request, audit)
    health, mirror = Health(), mirror_of(settings, api)
    exporter = settings.tracing.exporter("api", settings.audit.replica)
    tracing = exporter.tracing if exporter else None
    app = cluster_app(settings, api, mirror, store, multipart, tracing=tracing)
    health.obstacles["watches"] = lambda: "" if mirror.ready.is_set() else "not watching yet"
    mirror.kinds.report(health)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=20,
        timeout_keep_alive=75,
        limit_concurrency=1000,
    )
    server = uvicorn.Server(config)
    servers = await probes.serve(health, settings.health_port, settings.metrics_port)
    following, exporting = asyncio.create_task(mirror.run()), begin_export(exporter)
    health.tasks["watches"] = following
    try:
        await server.serve(sockets=[listener(settings.port)])
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        for each in servers:
            await each.cleanup()
        await end_export(exporting)
        await api.close()
    return 0


def listener(port: int) -> socket.socket:
    """Return a socket for IPv4 and, where the machine has it, IPv6: by its host ``::``, uvicorn means IPv6 alone."""
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=2048)
    return socket.create_server(("", port), backlog=2048)


def mirror_of(settings: ApiSettings, api: Api) -> Mirror:
    """Return the mirror of the cluster's objects, which knows nothing before it runs."""
    return Mirror(api, (settings.namespace, settings.limits_config_map), with_namespaces=True, also=(BATCHES, SOURCES))


def cluster_app(  # noqa: PLR0913 - what the application is over
    settings: ApiSettings,
    api: Api,
    mirror: Mirror,
    store: Store,
    multipart: Multipart,
    *,
    tracing: Tracing | None = None,
) -> FastAPI:
    """Return the application over a cluster."""
    workflows = MirroredObjects(MediaWorkflow, WORKFLOWS, mirror, api)
    operators = MirroredObjects(MediaOperator, OPERATORS, mirror, api)
    multipart = AuditedMultipart(multipart, api.audit, store.bucket)
    store = AuditedStore(store, api.audit)
    bucket, index = settings.store.address.bucket, _index_of(settings.search)
    ports = Ports(
        assets=MirroredObjects(MediaAsset, ASSETS, mirror, api),
        executions=MirroredObjects(MediaExecution, EXECUTIONS, mirror, api),
        workflows=workflows,
        operators=operators,
        store=store,
        multipart=multipart,
        plans=ClusterPlans(
            workflows=workflows,
            operators=operators,
            installation=settings.namespace,
            bucket=bucket,
            tenants=settings.tenants,
        ),
        logs=ClusterLogs(api, store),
        feed=mirror.changes,
        identity=ReviewedIdentity(api, settings.audiences),
        namespaces=MirroredNamespaces(mirror),
        capacities=MirroredCapacities(mirror, store),
        installation=CallersChanges(api, mirror),
        batches=MirroredObjects(MediaBatch, BATCHES, mirror, api),
        sources=MirroredObjects(MediaSource, SOURCES, mirror, api),
        search=index,
        index_hints=index,
        sign_in=_sign_in_of(settings.sign_in),
        audit=api.audit,
        tracing=tracing,
    )
    deployment = Deployment(
        key=settings.key,
        bucket=bucket,
        prefix=settings.prefix,
        installation=settings.namespace,
        mie_namespace=settings.mie_namespace,
        embed_origins=settings.embed_origins,
        sessions=_sessions_of(settings.sign_in),
    )
    return app_of(ports, deployment)


def _index_of(found: SearchAddress | None) -> RemoteIndex | None:
    return None if found is None else RemoteIndex(found.url, found.key)


def _sign_in_of(found: SignInSettings | None) -> SignIn | None:
    if found is None:
        return None
    return OpenIdConnect(
        OpenIdSettings(
            issuer=found.issuer,
            client=found.client,
            secret=found.secret,
            name_claim=found.name_claim,
            groups_claim=found.groups_claim,
            prefix=found.prefix,
            scopes=found.scopes,
        )
    )


def _sessions_of(found: SignInSettings | None) -> SessionSettings | None:
    return None if found is None else SessionSettings(origin=found.origin, keys=found.keys)
