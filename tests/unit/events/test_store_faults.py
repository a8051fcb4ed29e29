"""A real store that fails and is slow: the relay delivers everything in order all the same, and each event once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from media_insights.domain.store_address import StoreAddress
from media_insights.errors import Unavailable
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.relay import Relay
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_access import S3Access
from tests import gateways, runners
from tests.unit.events.made import ScriptedSink, asset_manifest, entry_of


@dataclass
class FaultyStore:
    """Passes requests on to a store, unless it is told to fail; every third answer is slow while it is told to be."""

    target: str
    fails: bool = False
    slow: float = 0.0
    url: str = ""
    asked: int = 0
    held: asyncio.Event | None = None
    """Until when a conditional write is on its way: told by whoever waits for it."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether one is on its way."""

    @asynccontextmanager
    async def served(self) -> AsyncIterator["FaultyStore"]:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession(auto_decompress=False) as self._session:
            try:
                yield self
            finally:
                await runners.close(runner)

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.fails:
            return web.Response(status=500, text="<Error><Code>InternalError</Code></Error>")
        if self.slow and self.asked % 3 == 0:
            await asyncio.sleep(self.slow)
        if self.held and "If-None-Match" in request.headers:
            self.arrived.set()
            await self.held.wait()
        url = self.target + request.raw_path
        async with self._session.request(
            request.method, URL(url, encoded=True), headers=request.headers, data=await request.read()
        ) as answer:
            dropped = {"transfer-encoding"} if request.method == "HEAD" else {"transfer-encoding", "content-length"}
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in dropped}
            return web.Response(status=answer.status, headers=kept, body=await answer.read())


@pytest.fixture
async def faulty(tmp_path: Path) -> AsyncIterator[FaultyStore]:
    with gateways.serving(tmp_path) as endpoint:
        async with FaultyStore(endpoint).served() as made:
            yield made


async def read_number(_: OutboxEntry) -> int | None:
    return 999


def outbox_at(endpoint: str) -> Outbox:
    address = StoreAddress.of(endpoint, bucket="events")
    return Outbox(
        s3_store_of(S3Access(address=address, access_key=gateways.ACCESS_KEY, secret_key=gateways.SECRET_KEY))
    )


async def test_what_a_failing_store_keeps_back_comes_in_order(faulty: FaultyStore) -> None:
    direct, outbox = outbox_at(faulty.target), outbox_at(faulty.url)
    await asyncio.to_thread(direct.store.ensure_bucket)
    assets = ["asset-1", "asset-2"]

    def happen(first: int, last: int) -> None:
        for asset in assets:
            for number in range(first, last + 1):
                direct.put(entry_of(number, of=asset_manifest(asset), seconds=number))

    sink = ScriptedSink()
    relay = Relay(outbox=outbox, sinks=[sink], read_number=read_number)
    working = [asyncio.create_task(relay.work(sink)) for _ in range(2)]
    await asyncio.to_thread(happen, 1, 3)
    faulty.fails = True
    with pytest.raises(Unavailable):
        await relay.sweep()
    for asset in assets:
        relay.notice("n", asset)
    faulty.fails, faulty.slow = False, 0.3
    await asyncio.to_thread(happen, 4, 6)
    async with asyncio.timeout(60):
        while await asyncio.to_thread(direct.pending_assets, "n"):
            await relay.sweep()
            await asyncio.sleep(0.1)
    for asset in assets:
        assert [each for each in sink.taken if each.startswith(asset)] == [f"{asset}/{n}" for n in range(1, 7)]
    logged = await asyncio.to_thread(lambda: [each.last for each in direct.log("n", "2000", "3000")])
    assert sorted(logged) == sorted([*range(1, 7)] * 2)
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)


async def test_a_write_that_arrives_after_its_successors_was_delivered_is_told_by_no_relay(faulty: FaultyStore) -> None:
    """A controller loses its lease while the store has not answered it; what it wrote then is no event."""
    direct, slow = outbox_at(faulty.target), outbox_at(faulty.url)
    await asyncio.to_thread(direct.store.ensure_bucket)
    faulty.held = asyncio.Event()
    superseded = asyncio.create_task(asyncio.to_thread(slow.add, entry_of(1, reason="Error")))
    await asyncio.wait_for(faulty.arrived.wait(), 60)
    sink = ScriptedSink()
    assert await asyncio.to_thread(direct.add, entry_of(1, 2, seconds=5))
    assert await Relay(outbox=direct, sinks=[sink], read_number=read_number).deliver(sink, "n", "asset-1") == 0
    faulty.held.set()
    assert await superseded, "the store takes the write: nothing lies there any more"
    await asyncio.to_thread(direct.put, entry_of(3, seconds=9))
    assert await Relay(outbox=direct, sinks=[sink], read_number=read_number).deliver(sink, "n", "asset-1") == 0
    assert sink.taken == ["asset-1/1", "asset-1/2", "asset-1/3"]
    assert await asyncio.to_thread(direct.pending_assets, "n") == []
    logged = await asyncio.to_thread(
        lambda: [e.number for each in direct.log("n", "2000", "3000") for e in each.events]
    )
    assert logged == [1, 2, 3]


async def test_two_relays_keep_each_others_settled_numbers(faulty: FaultyStore) -> None:
    """While one is replaced by another, both may note what they delivered."""
    direct = outbox_at(faulty.target)
    await asyncio.to_thread(direct.store.ensure_bucket)
    entries = [entry_of(number, seconds=number) for number in range(1, 7)]
    await asyncio.gather(*(asyncio.to_thread(direct.settle, each) for each in entries[:3]))
    await asyncio.gather(*(asyncio.to_thread(outbox_at(faulty.url).settle, each) for each in entries[3:]))
    assert (await asyncio.to_thread(direct.settled, "n", "asset-1")).stretches == ((1, 6),)
