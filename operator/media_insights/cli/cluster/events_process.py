"""Process of the relay of events: its parts wired."""

from contextlib import AsyncExitStack
from datetime import timedelta

from media_insights.cli.cluster import following_process
from media_insights.cli.cluster.following_process import Job
from media_insights.cluster.event_relay import EventRelay, read_change_number
from media_insights.cluster.mirror import Mirror
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.relay import Relay
from media_insights.kube.client import Api
from media_insights.kube.resources import BATCHES
from media_insights.settings.events import EventsSettings
from media_insights.storage.audited_store import AuditedStore
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.store import Store


def run_relay(settings: EventsSettings) -> int:
    """Run until a signal ends the process; return its exit code."""
    store = s3_store_of(settings.store)

    def job_of(api: Api) -> Job:
        return _job_of(settings, relay_of(settings, api, AuditedStore(store, api.audit)))

    return following_process.run(settings, "relay", job_of)


def relay_of(settings: EventsSettings, api: Api, store: Store) -> EventRelay:
    """Wire the relay together."""

    async def read_number(entry: OutboxEntry) -> int | None:
        return await read_change_number(api, entry)

    relay = Relay(outbox=Outbox(store), sinks=settings.sinks, read_number=read_number)
    mirror = Mirror(api, (settings.namespace, settings.limits_config_map), also=(BATCHES,))
    return EventRelay(api=api, mirror=mirror, relay=relay, retention=timedelta(days=settings.retention_days))


def _job_of(settings: EventsSettings, relay: EventRelay) -> Job:
    async def open_sinks(ends: AsyncExitStack) -> None:
        """Leave it to the sinks to connect when they are sent something; they are closed at the end."""
        for sink in settings.sinks:
            ends.push_async_callback(sink.close)

    return Job(name="relay", mirror=relay.mirror, work=relay.run, open=open_sinks)
