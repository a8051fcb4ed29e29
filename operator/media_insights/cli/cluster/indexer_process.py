"""Process of the indexer: its parts wired, its answers to the API on one port, probes and metrics on own ports."""

import asyncio
import logging
import signal
from collections.abc import Callable

from aiohttp import web

from media_insights.cluster.index_service import IndexService
from media_insights.cluster.index_upkeep import IndexUpkeep
from media_insights.cluster.mirror import Mirror
from media_insights.errors import MediaInsightsError
from media_insights.kube import client
from media_insights.kube.client import Api
from media_insights.runtime import logs, metrics, probes
from media_insights.runtime.health import Health
from media_insights.search.opensearch.opensearch_index import OpenSearchIndex
from media_insights.search.opensearch.requests import OpenSearchConnection
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.settings.indexer import IndexerSettings
from media_insights.storage.library import Library
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


def run_indexer(settings: IndexerSettings, store: Store | None = None) -> int:
    """Run until a signal ends the process; return its exit code."""
    logs.configure(settings.log_level)
    logging.getLogger("kopf").setLevel(max(logging.WARNING, logging.getLogger().level))
    code = 0
    try:
        asyncio.run(_run(settings, store or s3_store_of(settings.store)))
    except* MediaInsightsError as errors:
        _log.error("%s", "; ".join(map(str, errors.exceptions)))
        code = 2
    return code


def index_of(settings: IndexerSettings, on_made: Callable[[], None]) -> OpenSearchIndex | SqliteIndex:
    """Return the index: in OpenSearch where one is named, and else in the file."""
    if settings.opensearch is None:
        return SqliteIndex(settings.file, on_made)
    found = settings.opensearch
    connection = OpenSearchConnection(found.url, user=found.user, password=found.password, ca_file=found.ca_file)
    return OpenSearchIndex(connection, found.prefix, on_made)


def upkeep_of(settings: IndexerSettings, api: Api, store: Store) -> IndexUpkeep:
    """Return what keeps the index in line with the cluster."""
    mirror = Mirror(api, (settings.namespace, settings.limits_config_map))
    upkeep = IndexUpkeep(mirror=mirror, library=Library(store), index=index_of(settings, lambda: None))
    upkeep.index = index_of(settings, upkeep.on_made)
    return upkeep


def service_of(settings: IndexerSettings, upkeep: IndexUpkeep) -> IndexService:
    """Return what answers the API."""
    return IndexService(
        index=index_of(settings, upkeep.on_made),
        key=settings.key,
        notice=upkeep.notice,
        obstacle=lambda: "" if upkeep.is_complete else "the index is being made: try again soon",
        on_failure=upkeep.request_sweep,
    )


async def _run(settings: IndexerSettings, store: Store) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    api = await client.connect(settings.kubeconfig, metrics.count_request)
    health, upkeep = Health(), upkeep_of(settings, api, store)
    health.obstacles["watches"] = lambda: "" if upkeep.mirror.ready.is_set() else "not watching yet"
    servers = await probes.serve(health, settings.health_port, settings.metrics_port)
    servers.append(await _answer(service_of(settings, upkeep), settings.port))
    work, stopped = asyncio.create_task(upkeep.run()), asyncio.create_task(stop.wait())
    health.tasks["upkeep"] = work
    try:
        await asyncio.wait([work, stopped], return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        for task in (work, stopped):
            task.cancel()
        await asyncio.gather(work, stopped, return_exceptions=True)
        for server in servers:
            await server.cleanup()
        await api.close()


async def _answer(service: IndexService, port: int) -> web.AppRunner:
    runner = web.AppRunner(service.application(), access_log=None, keepalive_timeout=75)
    await runner.setup()
    await web.TCPSite(runner, port=port).start()
    return runner
