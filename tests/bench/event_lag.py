"""How late events are at a sink: from their entry in the outbox to their delivery, by webhook and into NATS.

The outbox lies in a folder, the relay is the real one, and so are the receivers: an HTTP server that checks nothing,
and a NATS server with JetStream. Entries come 50 a second over 100 assets, as those of a busy installation do.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from media_insights.events.entries import OutboxEntry
from media_insights.events.nats_sink import NatsSink, StreamBounds
from media_insights.events.outbox import Outbox
from media_insights.events.relay import WORKERS, Relay
from media_insights.events.sinks import Sink
from media_insights.events.webhook_addresses import Networks
from media_insights.events.webhook_sink import WebhookSink
from media_insights.storage.folder import FolderStore
from tests import nats_servers
from tests.unit.events.made import Receiver, asset_manifest, entry_of

RATE = 50
SECONDS = 20
ASSETS = 100


def entries() -> list[OutboxEntry]:
    """Return what happens, in its order."""
    return [
        entry_of(1 + number // ASSETS, of=asset_manifest(f"asset-{number % ASSETS}"), seconds=number)
        for number in range(RATE * SECONDS)
    ]


async def measure(name: str, sink: Sink, folder: Path) -> None:
    """Deliver everything, and print how late it was."""
    outbox, arrived, put = Outbox(FolderStore(folder)), dict[str, float](), dict[str, float]()

    async def read_number(_: OutboxEntry) -> int | None:
        return 999

    class Noting:
        """The sink, with a note of each time."""

        def __getattr__(self, attribute: str) -> object:
            return getattr(sink, attribute)

        async def send(self, event: object) -> object:
            outcome = await sink.send(event)  # type: ignore[arg-type]
            arrived[event.id] = time.monotonic()  # type: ignore[attr-defined]
            return outcome

    noting: Sink = Noting()  # type: ignore[assignment]
    relay = Relay(outbox=outbox, sinks=[noting], read_number=read_number)
    workers = [asyncio.create_task(relay.work(noting)) for _ in range(WORKERS)]
    began = time.monotonic()
    for number, entry in enumerate(entries()):
        await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
        await asyncio.to_thread(outbox.put, entry)
        put[entry.events[0].id] = time.monotonic()
        relay.notice(entry.namespace, entry.partition)
    async with asyncio.timeout(600):
        while len(arrived) < RATE * SECONDS:  # noqa: ASYNC110 - a benchmark's end
            await asyncio.sleep(0.05)
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    await sink.close()
    late = sorted(1000 * (arrived[each] - at) for each, at in put.items())
    half, most = (late[int(len(late) * part)] for part in (0.5, 0.99))
    sys.stdout.write(f"  {name:10} {half:8.1f} ms  {most:8.1f} ms of 99 in 100, {len(late)} events\n")


async def run(folder: Path) -> None:
    """Measure both kinds of sink."""
    networks = Networks.of(["127.0.0.0/8"])
    async with Receiver().served() as receiver:
        webhook = WebhookSink(name="hook", url=receiver.url, key=b"k" * 32, networks=networks)
        await measure("webhook", webhook, folder / "webhook")
    (folder / "server").mkdir()
    with nats_servers.serving(folder / "server") as server:
        bounds = StreamBounds(most_bytes=2**26, days=1)
        bus = NatsSink(name="bus", servers=[server.url], stream="MEDIA", subject="media", bounds=bounds)
        await measure("NATS", bus, folder / "nats")


def main() -> int:
    """Measure in a folder of its own."""
    sys.stdout.write(f"lag of events, {RATE} a second; load of the machine {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
