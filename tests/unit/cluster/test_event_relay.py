"""Events of a cluster reach a webhook: watches tell of them, and they are true when the API server says so."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from media_insights.cluster import event_relay
from media_insights.cluster.event_relay import EventRelay, read_change_number
from media_insights.cluster.mirror import Mirror
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.events.relay import Relay
from media_insights.events.webhook_addresses import Networks
from media_insights.events.webhook_sink import WebhookSink
from media_insights.kube.client import Api, connect
from media_insights.kube.resources import BATCHES
from media_insights.storage.folder import FolderStore
from tests.unit.controller.fake_api import FakeApi
from tests.unit.events.made import KEY, NOON, Receiver, asset_manifest, batch_manifest, entry_of
from tests.unit.kube.conftest import kubeconfig

SOURCE = {"s3": {"bucket": "media", "key": "clip.mp4"}}


class World:
    def __init__(self, cluster: FakeApi, api: Api, folder: Path) -> None:
        self.cluster, self.api = cluster, api
        self.store = FolderStore(folder, "media")
        self.outbox = Outbox(self.store)
        self.receiver = Receiver()

    def asset(self, changes: int) -> None:
        meta = {"name": "clip", "namespace": "n", "uid": "asset-1"}
        status = {"changes": changes}
        self.cluster.put("mediaassets", {"metadata": meta, "spec": {"source": SOURCE}, "status": status})

    @property
    def received(self) -> list[str]:
        return [json.loads(body)["id"] for _, body in self.receiver.requests]

    @asynccontextmanager
    async def relaying(self) -> AsyncIterator[EventRelay]:
        async def read_number(entry: OutboxEntry) -> int | None:
            return await read_change_number(self.api, entry)

        sink = WebhookSink(name="one", url=self.receiver.url, key=KEY, networks=Networks.of(["127.0.0.0/8"]))
        relay = Relay(outbox=self.outbox, sinks=[sink], read_number=read_number)
        mirror = Mirror(self.api, ("system", "limits"), also=(BATCHES,))
        whole = EventRelay(api=self.api, mirror=mirror, relay=relay, retention=timedelta(days=7))
        task = asyncio.create_task(whole.run())
        try:
            yield whole
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await sink.close()


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    cluster = FakeApi()
    with cluster.served():
        path = tmp_path / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(cluster.address)))
        monkeypatch.setenv("KUBECONFIG", str(path))
        cluster.put("namespaces", {"metadata": {"name": "n"}})
        api = await connect(str(path))
        made = World(cluster, api, tmp_path / "store")
        async with made.receiver.served():
            yield made
        await api.close()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(90):
        while not holds():  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(0.02)


async def test_a_batch_is_told_of_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_relay, "SWEEP_EVERY", 10_000.0)
    source = {"prefix": {"bucket": "media", "key": "public/upload/n/"}}
    batch = {**batch_manifest(), "spec": {"workflow": "full", "source": source}}
    async with world.relaying() as relay:
        await asyncio.wait_for(relay.mirror.ready.wait(), 90)
        world.outbox.put(entry_of(1, of=batch_manifest(), reason="Started"))
        world.cluster.put("mediabatches", {**batch, "status": {"changes": 1, "state": "Started"}})
        await until(lambda: world.received == ["batch-1/1"])
        world.outbox.put(entry_of(2, of=batch_manifest(), seconds=1, reason="Complete"))
        world.cluster.remove("mediabatches", "archive")
        await until(lambda: world.received[1:] == ["batch-1/2"])


async def test_what_happens_is_told_as_watches_bring_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_relay, "SWEEP_EVERY", 10_000.0)
    world.asset(1)
    world.outbox.put(entry_of(1))
    async with world.relaying() as relay:
        await until(lambda: world.received == ["asset-1/1"])
        await asyncio.wait_for(relay.mirror.ready.wait(), 90)
        world.outbox.put(entry_of(2, seconds=1))
        world.asset(2)
        await until(lambda: world.received[1:] == ["asset-1/2"])
        world.outbox.put(entry_of(3, seconds=2, reason="Deleted"))
        world.cluster.remove("mediaassets", "clip")
        await until(lambda: world.received[2:] == ["asset-1/3"])
        await until(lambda: world.outbox.pending_assets("n") == [])


async def test_what_a_relay_left_is_found_by_the_next_one(world: World) -> None:
    """Also of an asset that was deleted while nobody watched; what no status says waits."""
    world.asset(1)
    world.outbox.put(entry_of(1))
    world.outbox.put(entry_of(2, seconds=1))
    async with world.relaying():
        await until(lambda: world.received == ["asset-1/1"])
    world.cluster.remove("mediaassets", "clip")
    async with world.relaying():  # it may send the first one again: the other one perhaps died before it noted it
        await until(lambda: list(dict.fromkeys(world.received)) == ["asset-1/1", "asset-1/2"])


async def test_what_waits_of_a_namespace_that_is_gone_is_delivered(world: World) -> None:
    """It was deleted with all its assets while the relay was down; nothing of it is in the cluster any more."""
    world.cluster.remove("namespaces", "n", "")
    world.outbox.put(entry_of(1))
    world.outbox.put(entry_of(2, seconds=1, reason="Deleted"))
    async with world.relaying():
        await until(lambda: world.received == ["asset-1/1", "asset-1/2"])
        await until(lambda: world.outbox.pending_assets("n") == [])


async def test_an_asset_made_anew_under_the_name_is_another_object(world: World) -> None:
    meta = {"name": "clip", "namespace": "n", "uid": "asset-2"}
    world.cluster.put("mediaassets", {"metadata": meta, "spec": {"source": SOURCE}, "status": {"changes": 9}})
    assert await read_change_number(world.api, entry_of(1)) is None


async def test_old_events_are_removed(world: World) -> None:
    """Days are counted back from today: of two that were delivered this year, one is older than a week."""
    today = datetime.now(UTC)
    new, old = (entry_of(days, seconds=(today - timedelta(days=days) - NOON).total_seconds()) for days in (1, 30))
    world.outbox.settle(new)
    world.outbox.settle(old)
    async with world.relaying():
        await until(lambda: not world.store.path(old.log_key).exists())
    assert list(world.outbox.log("n", "2000", "3000")) == [new]


async def test_settled_numbers_of_what_is_gone_are_removed_and_those_of_what_lives_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_relay, "EXPIRE_EVERY", 0.05)
    world.asset(1)
    for about in (asset_manifest("asset-1"), asset_manifest("is-gone")):
        world.outbox.settle(entry_of(1, of=about))
    async with world.relaying() as relay:
        relay.now = lambda: datetime.now(UTC) + timedelta(days=60)
        await until(lambda: 1 not in world.outbox.settled("n", "is-gone"))
    assert 1 in world.outbox.settled("n", "asset-1")
