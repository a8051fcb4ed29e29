"""Process of the relay of events: its parts wired, probes and metrics on own ports."""

import asyncio
import logging
import signal
from datetime import timedelta

from media_insights.cluster.event_relay import EventRelay, read_change_number
from media_insights.cluster.mirror import Mirror
from media_insights.errors import MediaInsightsError
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.relay import Relay
from media_insights.kube import client
from media_insights.kube.client import Api
from media_insights.runtime import logs, metrics, probes
from media_insights.runtime.health import Health
from media_insights.settings.events import EventsSettings
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


def run_relay(settings: EventsSettings) -> int:
    """Run until a signal ends the process; return its exit code."""
    logs.configure(settings.log_level)
    logging.getLogger("kopf").setLevel(max(logging.WARNING, logging.getLogger().level))
    code = 0
    try:
        asyncio.run(_run(settings, s3_store_of(settings.store)))
    except* MediaInsightsError as errors:
        _log.error("%s", "; ".join(map(str, errors.exceptions)))
        code = 2
    return code


def relay_of(settings: EventsSettings, api: Api, store: Store) -> EventRelay:
    """Wire the relay together."""

    async def reached(entry: OutboxEntry) -> int | None:
        return await read_change_number(api, entry)

    relay = Relay(outbox=Outbox(store), sinks=settings.sinks, reached=reached)
    mirror = Mirror(api, (settings.namespace, settings.limits_config_map))
    return EventRelay(api=api, mirror=mirror, relay=relay, retention=timedelta(days=settings.retention_days))


async def _run(settings: EventsSettings, store: Store) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    api = await client.connect(settings.kubeconfig, metrics.count_request)
    health, relay = Health(), relay_of(settings, api, store)
    health.obstacles["watches"] = lambda: "" if relay.mirror.ready.is_set() else "not watching yet"
    servers = await probes.serve(health, settings.health_port, settings.metrics_port)
    work, stopped = asyncio.create_task(relay.run()), asyncio.create_task(stop.wait())
    health.tasks["relay"] = work
    try:
        await asyncio.wait([work, stopped], return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        for task in (work, stopped):
            task.cancel()
        await asyncio.gather(work, stopped, return_exceptions=True)
        await asyncio.gather(*(sink.close() for sink in settings.sinks))
        for server in servers:
            await server.cleanup()
        await api.close()
