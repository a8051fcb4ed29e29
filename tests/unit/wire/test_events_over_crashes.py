"""A controller that dies between a result and its event: a real store and stream have each event once, and in order."""

import asyncio
import contextlib
import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nats
import pytest
from aiohttp import web

from media_insights.cli.cluster import events_process
from media_insights.domain.store_address import StoreAddress
from media_insights.events.nats_sink import NatsSink, StreamBounds
from media_insights.kube.client import connect
from media_insights.settings.events import EventsSettings
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_access import S3Access
from tests import gateways, nats_servers
from tests.nats_servers import NatsServer
from tests.unit.controller.whole import MP4, World, cluster_with_catalogue

_STATUS = re.compile(r"/media(assets|executions)/[^/]+/status$")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    (tmp_path / "nats").mkdir()
    with nats_servers.serving(tmp_path / "nats") as made:
        yield made


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The controller's world over a real S3, with events."""
    (tmp_path / "s3").mkdir()
    with gateways.serving(tmp_path / "s3") as endpoint, cluster_with_catalogue(tmp_path, monkeypatch) as made:
        access = S3Access(
            address=StoreAddress.of(endpoint, bucket="media"),
            access_key=gateways.ACCESS_KEY,
            secret_key=gateways.SECRET_KEY,
        )
        made.settings = replace(made.settings, events=True)
        made.store = store = s3_store_of(access)  # type: ignore[assignment]
        store.ensure_bucket()
        store.put("public/upload/n/clip.mp4", MP4)
        yield made


@contextlib.contextmanager
def relaying(world: World, server: NatsServer) -> Iterator[None]:
    """The relay in a thread of its own: kopf ends every task of its loop when a controller ends."""
    stop, errors = threading.Event(), list[BaseException]()

    def run() -> None:
        try:
            asyncio.run(_relay(world, server, stop))
        except Exception as error:  # noqa: BLE001 - told by the test
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not errors, errors


async def _relay(world: World, server: NatsServer, stop: threading.Event) -> None:
    bounds = StreamBounds(most_bytes=2**24, days=1)
    sink = NatsSink(name="bus", servers=[server.url], stream="MEDIA", subject="media", bounds=bounds)
    settings = EventsSettings(namespace="system", limits_config_map="limits", store=world.settings.store, sinks=(sink,))
    api = await connect(world.settings.kubeconfig)
    task = asyncio.create_task(events_process.relay_of(settings, api, world.store).run())
    try:
        while not stop.is_set() and not task.done():  # noqa: ASYNC110 - it is set by another thread
            await asyncio.sleep(0.05)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await sink.close()
        await api.close()


async def stored(url: str) -> list[dict[str, Any]]:
    """Return all events of the stream, in its order."""
    client = await nats.connect(url)
    try:
        stream = client.jetstream()
        with contextlib.suppress(nats.js.errors.NotFoundError):
            state = (await stream.stream_info("MEDIA")).state
            found = [await stream.get_msg("MEDIA", number) for number in range(state.first_seq, state.last_seq + 1)]
            return [json.loads(each.data or b"") for each in found]
        return []
    finally:
        await client.close()


@dataclass
class Deaths:
    """Ends of the controller at its writes of a status, whose events are stored by then."""

    world: World
    armed: str = ""
    """What becomes of the next write: refused or lost; after it nothing is written, until the controller is dead."""

    def fault(self, request: web.Request) -> web.Response | None:
        """Refuse the write: the events are not true, and are never delivered as they are."""
        if not _writes_status(request) or self.armed not in ("refused", "dead"):
            return None
        self.armed = "dead"
        return web.Response(status=503)

    def loses(self, request: web.Request) -> bool:
        """Do what is asked, and answer nobody: the events are true."""
        if not _writes_status(request) or self.armed != "lost":
            return False
        self.armed = "dead"
        return True

    async def die(self, how: str) -> None:
        """Run a controller until its next write of a status, and kill it there."""
        self.armed = how
        async with self.world.running():
            await self.world.until(lambda: self.armed == "dead", f"a status is written, and {how}", 120)
        self.armed = ""


def _writes_status(request: web.Request) -> bool:
    return request.method != "GET" and bool(_STATUS.search(request.path))


async def test_a_controller_that_dies_between_a_result_and_its_event_loses_and_doubles_none(
    world: World, server: NatsServer
) -> None:
    deaths = Deaths(world)
    world.api.fault, world.api.loses = deaths.fault, deaths.loses
    world.asset()
    with relaying(world, server):
        for how in ("refused", "lost", "refused", "lost"):  # while it is accepted and started
            await deaths.die(how)
        async with world.running():
            await world.until(lambda: world.state() == "Started", "the execution is Started", 120)
        world.argo_finishes()
        for how in ("refused", "lost"):  # results are stored, and nothing says so yet
            await deaths.die(how)
        async with world.running():
            await world.until(lambda: world.state() == "Complete", "the execution is Complete", 120)
            await world.until(lambda: _results(world) == ["labels", "proxy"], "pointers to both results", 120)
            objects = [*world.api.all("mediaassets"), *world.api.all("mediaexecutions")]
            await world.until(lambda: not list(world.store.list("private/n/events/pending/")), "all is delivered", 120)
    told = await stored(server.url)
    numbers: dict[str, list[int]] = defaultdict(list)
    for event in told:
        uid, _, number = event["id"].partition("/")
        numbers[uid].append(int(number))
    for each in objects:
        now = world.api.get(f"{each['kind'].lower()}s", each["metadata"]["name"])
        assert numbers[each["metadata"]["uid"]] == list(range(1, now["status"]["changes"] + 1)), each["kind"]
    results = [event["subject"] for event in told if event["type"].endswith(".metadata.stored")]
    assert sorted(results) == ["labels", "proxy"]


def _results(world: World) -> list[str]:
    folders = world.api.get("mediaassets", "clip")["status"].get("results") or []
    return sorted(each["operator"] for folder in folders for each in folder["metadata"])
