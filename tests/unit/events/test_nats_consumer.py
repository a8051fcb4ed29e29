"""examples/11-consumer over a real NATS server: events are handled once and in order, whatever is down meanwhile."""

import asyncio
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from media_insights.events.nats_sink import NatsSink, StreamBounds
from tests import nats_servers
from tests.unit.events.made import Receiver
from tests.unit.events.test_consumer_example import EXAMPLE, KEY, REMOVED, STORED, TRANSCRIPT, event


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    yield
    for name in ("nats_consumer", "transcripts", "consumer"):
        sys.modules.pop(name, None)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(holds):  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(0.05)


async def ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.usefixtures("example")
async def test_transcripts_follow_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = importlib.import_module("nats_consumer")
    monkeypatch.setattr(module, "AGAIN", 0.2)
    transcript = json.loads(TRANSCRIPT.read_text("utf-8"))
    sentences = [each["transcript"] for each in transcript["results"]["audio_segments"]]
    answers = [web.Response(status=500), web.json_response(transcript)]
    api = Receiver(lambda _: answers.pop(0) if answers else web.json_response({}))
    database = module.Database(str(tmp_path / "transcripts.db"))
    database.prepare()

    def column(query: str) -> list[str]:
        connection = database.connect()
        found = [str(row[0]) for row in connection.execute(query).fetchall()]
        connection.close()
        return found

    def handled() -> int:
        return len(column("SELECT id FROM media_events"))

    with nats_servers.serving(tmp_path) as server:
        bounds = StreamBounds(most_bytes=2**20, days=1)
        sink = NatsSink(name="bus", servers=[server.url], stream="MEDIA", subject="media", bounds=bounds)
        async with api.served():
            given = {"WEBHOOK_KEY": KEY, "MEDIA_API": api.url.removesuffix("/hook")}
            assert (await sink.send(STORED)).verdict == "Taken"
            following = asyncio.create_task(module.follow(module.consumer_of(given, database), server.url))
            await until(lambda: column("SELECT text FROM sentences ORDER BY number") == sentences)  # after a failure
            assert len(api.requests) == 2
            await ended(following)
            server.stop()
            server.start()
            for each in (STORED, event(5, "MetadataStored", "labelDetection"), REMOVED):
                while (await sink.send(each)).verdict != "Taken":  # noqa: ASYNC110 - as the relay does
                    await asyncio.sleep(0.1)
            following = asyncio.create_task(module.follow(module.consumer_of(given, database), server.url))
            await until(lambda: handled() == 3)
            assert await asyncio.to_thread(column, "SELECT text FROM sentences") == []
            assert len(api.requests) == 2
            await ended(following)
        await sink.close()
