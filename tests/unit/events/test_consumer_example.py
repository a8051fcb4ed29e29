"""examples/11-consumer with the real sink, over HTTP, on SQLite and on a real PostgreSQL."""

import asyncio
import importlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pg8000.dbapi
import pytest
from aiohttp import web

from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.domain.deciding.changes import Change
from media_insights.events.cloud_events import CloudEvent, events_of, object_of
from media_insights.events.webhook_addresses import Networks
from media_insights.events.webhook_sink import WebhookSink
from tests.unit.events.made import NOON, Receiver, asset_manifest

EXAMPLE = Path(__file__).parents[3] / "examples/11-consumer"
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TRANSCRIPT = Path(__file__).parents[3] / "operators-images/transcribe/examples/1-speech/out/result.json"


def event(number: int, reason: str, result: str = "TranscribeVideo") -> CloudEvent:
    pointer = MetadataPointer(operator=result, key="k") if reason.startswith("Metadata") else None
    change = Change(subject="metadata", reason=reason, message="it is", result=pointer, sequence=number)
    (made,) = events_of(object_of(asset_manifest()), {}, [change], NOON)
    return made


STORED, REMOVED, DELETED = event(1, "MetadataStored"), event(2, "MetadataRemoved"), event(3, "Deleted")


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of its own on loopback; it refuses to be root's, so that a root's tests make it somebody else's."""
    if not shutil.which("initdb"):
        pytest.skip("no PostgreSQL: apt-get install postgresql, with its programs on the PATH")
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if root:
        shutil.chown(folder, "postgres")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    user: dict[str, Any] = {"user": "postgres", "cwd": "/"} if root else {"cwd": "/"}
    data = str(folder / "data")
    make = ["initdb", "-D", data, "-U", "media", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(make, check=True, capture_output=True, timeout=120, **user)
    run = [
        "postgres",
        "-D",
        data,
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-k",
        str(folder),
        "-c",
        "fsync=off",
    ]
    server = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user)
    try:
        _wait_for(port)
        yield f"postgresql://media@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            pg8000.dbapi.connect(user="media", host="127.0.0.1", port=port, database="postgres").close()
        except (pg8000.dbapi.Error, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("PostgreSQL does not answer")


class Consuming:
    """The example's consumer behind a real server, its database, and the API that it asks."""

    def __init__(self, address: str, api: str) -> None:
        module: Any = importlib.import_module("transcripts")
        self.database = module.Database(address)
        self.database.prepare()
        self.consumer = module.consumer_of({"WEBHOOK_KEY": KEY, "MEDIA_API": api, "MEDIA_TOKEN": "t"}, self.database)
        self.server = module.server_of(self.consumer, "127.0.0.1", 0)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        parse: Callable[[str], bytes] = importlib.import_module("media_insights.events.signatures").parse_key
        url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        self.sink = WebhookSink(name="one", url=url, key=parse(KEY), networks=Networks.of(["127.0.0.0/8"]))

    def rows(self) -> list[str]:
        connection = self.database.connect()
        cursor = connection.cursor()
        cursor.execute("SELECT text FROM sentences ORDER BY asset, number")
        found = [row[0] for row in cursor.fetchall()]
        connection.close()
        return found

    async def close(self) -> None:
        await self.sink.close()
        await asyncio.to_thread(self.server.shutdown)
        self.server.server_close()

    async def send(self, *events: CloudEvent) -> list[str]:
        return [(await self.sink.send(each)).verdict for each in events]

    async def shown(self) -> list[str]:
        return await asyncio.to_thread(self.rows)


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    yield
    for name in ("transcripts", "consumer"):
        sys.modules.pop(name, None)


async def scenario(address: str) -> None:
    transcript = json.loads(TRANSCRIPT.read_text("utf-8"))
    sentences = [each["transcript"] for each in transcript["results"]["audio_segments"]]
    answers = [web.Response(status=500), web.json_response(transcript)]
    api = Receiver(lambda _: answers.pop(0) if answers else web.json_response(transcript))
    async with api.served():
        consuming = await asyncio.to_thread(Consuming, address, api.url.removesuffix("/hook"))
        try:
            assert await consuming.send(STORED) == ["Later"]  # the API is down
            assert await consuming.shown() == []
            assert await consuming.send(STORED, STORED, event(9, "MetadataStored", "labelDetection")) == ["Taken"] * 3
            assert await consuming.shown() == sentences
            assert len(api.requests) == 2  # the second time it knew the id
            assert api.requests[0][0]["Authorization"] == "Bearer t"
            assert await consuming.send(REMOVED) == ["Taken"]
            assert await consuming.shown() == []
            assert await consuming.send(event(4, "MetadataStored"), DELETED) == ["Taken"] * 2
            assert await consuming.shown() == []
        finally:
            await consuming.close()


@pytest.mark.usefixtures("example")
async def test_transcripts_are_kept_in_sqlite(tmp_path: Path) -> None:
    await scenario(str(tmp_path / "transcripts.db"))


@pytest.mark.usefixtures("example")
async def test_transcripts_are_kept_in_postgresql() -> None:
    with postgresql() as address:
        await scenario(address)


@pytest.mark.usefixtures("example")
def test_what_is_not_signed_is_refused() -> None:
    consumer: Any = importlib.import_module("consumer")
    signed: Any = importlib.import_module("media_insights.events.signatures")
    body = STORED.json_bytes()
    headers = signed.signed_headers(STORED.id, body, signed.parse_key(KEY), 1000)
    assert consumer.verified(headers, body, KEY, 1010.0)["id"] == STORED.id
    other = replace(object_of(asset_manifest()), name="other")
    forged = events_of(other, {}, [Change(subject="asset", reason="Deleted", message="", sequence=1)], NOON)[0]
    wrong = [
        (headers, forged.json_bytes(), 1000.0),
        ({**headers, "webhook-id": "x"}, body, 1000.0),
        ({**headers, "webhook-signature": "v1,x"}, body, 1000.0),
        ({}, body, 1000.0),
        (headers, body, 1400.0),
    ]
    for each in wrong:
        with pytest.raises(consumer.NotSigned):
            consumer.verified(each[0], each[1], KEY, each[2])


def test_it_is_short_enough_to_be_copied() -> None:
    assert len((EXAMPLE / "consumer.py").read_text("utf-8").splitlines()) <= 100
