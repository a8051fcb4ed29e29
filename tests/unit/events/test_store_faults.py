"""A real store that fails and is slow: the relay delivers everything in order all the same, and each event once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
        url = self.target + request.raw_path
        async with self._session.request(
            request.method, URL(url, encoded=True), headers=request.headers, data=await request.read()
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in ("transfer-encoding", "content-length")}
            return web.Response(status=answer.status, headers=kept, body=await answer.read())


@pytest.fixture
async def faulty(tmp_path: Path) -> AsyncIterator[FaultyStore]:
    with gateways.serving(tmp_path) as endpoint:
        async with FaultyStore(endpoint).served() as made:
            yield made


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

    async def read_number(_: OutboxEntry) -> int | None:
        return 999

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
