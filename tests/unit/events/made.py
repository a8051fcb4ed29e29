"""What tests of events are made of: entries, a receiver on loopback, and a sink that answers as it is told."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from media_insights.domain.deciding.changes import Change
from media_insights.events.cloud_events import CloudEvent, events_of, object_of
from media_insights.events.entries import OutboxEntry
from media_insights.events.sinks import Outcome, Selection
from tests import runners

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEY = b"a key of sixteen"


def asset_manifest(uid: str = "asset-1") -> dict[str, Any]:
    meta = {"name": "clip", "namespace": "n", "uid": uid}
    return {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaAsset", "metadata": meta, "status": {}}


def execution_manifest() -> dict[str, Any]:
    meta = {"name": "clip-full", "namespace": "n", "uid": "run-1", "labels": {"mediainsights.dev/asset-uid": "asset-1"}}
    return {"kind": "MediaExecution", "metadata": meta, "spec": {"asset": "clip", "workflow": "full"}}


def batch_manifest() -> dict[str, Any]:
    meta = {"name": "archive", "namespace": "n", "uid": "batch-1"}
    return {"kind": "MediaBatch", "metadata": meta, "spec": {"workflow": "full"}}


def entry_of(
    *numbers: int, of: dict[str, Any] | None = None, seconds: float = 0, reason: str = "Complete"
) -> OutboxEntry:
    """Return the entry of changes with these numbers, noticed some seconds after noon."""
    about = object_of(of or asset_manifest())
    changes = [Change(subject="asset", reason=reason, message=f"number {each}", sequence=each) for each in numbers]
    return OutboxEntry.of(about, events_of(about, {}, changes, NOON + timedelta(seconds=seconds)))


@dataclass
class Receiver:
    """A server on loopback that keeps what it is sent."""

    answer: Callable[[web.Request], web.Response] = lambda _: web.Response(status=204)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        return self.answer(request)

    @asynccontextmanager
    async def served(self) -> AsyncIterator["Receiver"]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/hook"
        try:
            yield self
        finally:
            await runners.close(runner)


TAKEN = Outcome(verdict="Taken")
LATER = Outcome(verdict="Later", why="it is down")
REFUSED = Outcome(verdict="Refused", why="it is wrong")


@dataclass
class ScriptedSink:
    """Answers in order as it is told, then takes everything; keeps the ids of what it took."""

    name: str = "one"
    selection: Selection = field(default_factory=Selection)
    outcomes: list[Outcome] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    give_up_seconds: float = 100.0

    async def send(self, event: CloudEvent) -> Outcome:
        self.attempts.append(event.id)
        outcome = self.outcomes.pop(0) if self.outcomes else TAKEN
        if outcome.verdict == "Taken":
            self.taken.append(event.id)
        return outcome

    async def close(self) -> None:
        pass


def ids(events: Sequence[CloudEvent]) -> list[str]:
    return [each.id for each in events]
