"""The NATS sink on a real server: what is acknowledged is stored, once, and in order also after an outage."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.api import StreamConfig

from media_insights.events.entries import OutboxEntry
from media_insights.events.nats_sink import NatsLogin, NatsSink, StreamBounds
from media_insights.events.outbox import Outbox
from media_insights.events.relay import Relay
from media_insights.storage.folder import FolderStore
from tests import nats_servers
from tests.nats_servers import NatsServer
from tests.unit.events.certificates import issued
from tests.unit.events.made import asset_manifest, entry_of, execution_manifest

BOUNDS = StreamBounds(most_bytes=2**20, days=7)
NOBODY = NatsLogin()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    with nats_servers.serving(tmp_path) as made:
        yield made


def sink_of(url: str, bounds: StreamBounds | None = BOUNDS, login: NatsLogin = NOBODY) -> NatsSink:
    return NatsSink(name="bus", servers=[url], stream="MEDIA", subject="media", login=login, bounds=bounds, seconds=5)


@asynccontextmanager
async def stream_of(url: str) -> AsyncIterator[JetStreamContext]:
    client = await nats.connect(url, connect_timeout=5)
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def stored(url: str) -> list[tuple[str, str]]:
    """Return (subject, event's id) of all that a stream holds, in order."""
    async with stream_of(url) as stream:
        state = (await stream.stream_info("MEDIA")).state
        found = [await stream.get_msg("MEDIA", number) for number in range(state.first_seq, state.last_seq + 1)]
        return [(str(each.subject), json.loads(each.data or b"")["id"]) for each in found]


async def test_an_event_is_stored_once_under_its_namespace_and_type(server: NatsServer) -> None:
    sink = sink_of(server.url)
    first, second = entry_of(1).events[0], entry_of(2, reason="Deleted").events[0]
    for event in (first, first, second):
        assert (await sink.send(event)).verdict == "Taken"
    assert await stored(server.url) == [
        ("media.n.asset.changed", "asset-1/1"),
        ("media.n.asset.deleted", "asset-1/2"),
    ]
    async with stream_of(server.url) as stream:
        message = await stream.get_msg("MEDIA", 1)
        assert (message.data, (message.headers or {})["Content-Type"]) == (
            first.json_bytes(),
            "application/cloudevents+json",
        )
        config = (await stream.stream_info("MEDIA")).config
        assert (config.max_bytes, config.max_age, config.duplicate_window) == (2**20, 7 * 86400, 3600)
    await sink.close()


async def test_a_stream_that_is_missing_is_named_and_what_somebody_made_is_used(server: NatsServer) -> None:
    sink = sink_of(server.url, bounds=None)
    outcome = await sink.send(entry_of(1).events[0])
    assert (outcome.verdict, outcome.why) == (
        "Later",
        "no stream takes media.n.asset.changed: make the stream MEDIA with the subjects media.>, or say nats.create",
    )
    async with stream_of(server.url) as stream:
        await stream.add_stream(StreamConfig(name="OTHER", subjects=["media.>"]))
        outcome = await sink.send(entry_of(1).events[0])
        assert outcome.why == "NATS (bus) answered: expected stream does not match"
        await stream.delete_stream("OTHER")
        await stream.add_stream(StreamConfig(name="MEDIA", subjects=["media.>"], max_msg_size=10))
        assert "message size exceeds maximum allowed" in (await sink.send(entry_of(1).events[0])).why
        await stream.update_stream(StreamConfig(name="MEDIA", subjects=["media.>"]))
    assert (await sink.send(entry_of(1).events[0])).verdict == "Taken"
    await sink.close()


async def test_after_an_outage_everything_is_there_in_order(server: NatsServer, tmp_path: Path) -> None:
    """The server is killed while events are sent; what was acknowledged is not sent again, the rest in order."""
    outbox = Outbox(FolderStore(tmp_path / "store", "media"))
    seconds = 0.0

    async def read_number(_: OutboxEntry) -> int | None:
        return 999

    sink = sink_of(server.url)
    relay = Relay(outbox=outbox, sinks=[sink], read_number=read_number, clock=lambda: seconds)

    def happen(first: int, last: int) -> None:
        for number in range(first, last + 1):
            outbox.put(entry_of(number, seconds=2 * number))
            outbox.put(entry_of(number, of=execution_manifest(), seconds=2 * number + 1))

    happen(1, 5)
    assert await relay.deliver(sink, "n", "asset-1") == 0
    server.kill()
    happen(6, 8)
    assert await relay.deliver(sink, "n", "asset-1") > 0
    happen(9, 10)
    server.start()
    seconds += 10
    assert await relay.deliver(sink, "n", "asset-1") == 0
    ids = [id_ for _, id_ in await stored(server.url)]
    assert ids == [f"{name}/{number}" for number in range(1, 11) for name in ("asset-1", "run-1")]
    assert outbox.pending_assets("n") == []
    await sink.close()


async def test_a_server_that_is_killed_while_many_are_sent_has_each_once(server: NatsServer, tmp_path: Path) -> None:
    outbox = Outbox(FolderStore(tmp_path / "store", "media"))

    async def read_number(_: OutboxEntry) -> int | None:
        return 999

    sink = sink_of(server.url)
    relay = Relay(outbox=outbox, sinks=[sink], read_number=read_number)
    assets = [f"asset-{number}" for number in range(8)]
    for asset in assets:
        for number in range(1, 16):
            outbox.put(entry_of(number, of=asset_manifest(asset), seconds=number))
    await sink.send(entry_of(1, of=asset_manifest("first")).events[0])
    delivering = [asyncio.create_task(relay.deliver(sink, "n", asset)) for asset in assets]
    await asyncio.wait(delivering, return_when=asyncio.FIRST_COMPLETED, timeout=0.05)
    server.kill()
    await asyncio.gather(*delivering)
    server.start()
    async with asyncio.timeout(60):
        while outbox.pending_assets("n"):
            for asset in outbox.pending_assets("n"):
                await relay.deliver(sink, "n", asset)
            await asyncio.sleep(0.1)
    ids = [id_ for _, id_ in await stored(server.url)][1:]
    assert len(ids) == len(set(ids)) == 8 * 15
    for asset in assets:
        assert [each for each in ids if each.startswith(f"{asset}/")] == [f"{asset}/{n}" for n in range(1, 16)]
    await sink.close()


async def test_who_may_not_log_in_is_told_apart(tmp_path: Path) -> None:
    with nats_servers.serving(tmp_path, 'authorization {user: "media", password: "right"}') as server:
        stranger = sink_of(server.url, login=NatsLogin(user="media", password="wrong"))
        outcome = await stranger.send(entry_of(1).events[0])
        assert (outcome.verdict, "Authorization" in outcome.why) == ("Later", True), outcome.why
        known = sink_of(server.url, login=NatsLogin(user="media", password="right"))
        assert (await known.send(entry_of(1).events[0])).verdict == "Taken"
        await stranger.close()
        await known.close()
    assert "right" not in repr(known)


async def test_tls_shows_a_certificate_and_trusts_its_own_authority(tmp_path: Path) -> None:
    chain = issued(tmp_path)
    files = f'cert_file: "{chain.certificate}", key_file: "{chain.key}", ca_file: "{chain.authority}", verify: true'
    with nats_servers.serving(tmp_path, f"tls {{{files}}}") as server:
        url = server.url.replace("nats://", "tls://")
        strange = sink_of(url, login=NatsLogin(tls=chain.strange_context()))
        assert (await strange.send(entry_of(1).events[0])).verdict == "Later"
        sink = sink_of(url, login=NatsLogin(tls=chain.context()))
        assert (await sink.send(entry_of(1).events[0])).verdict == "Taken"
        await strange.close()
        await sink.close()
