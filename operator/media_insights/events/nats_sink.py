"""NATS sink: one message per event into a JetStream stream, acknowledged before the next event of its asset.

https://docs.nats.io/nats-concepts/jetstream. A message's ``Nats-Msg-Id`` is the event's id, by which the server drops
what it has stored within the stream's window of duplicates; its body is the event in CloudEvents' JSON format.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nats.aio.client import Client
from nats.errors import ConnectionClosedError, Error, MaxPayloadError, NoServersError
from nats.js.api import StreamConfig
from nats.js.errors import APIError, BadRequestError, NoStreamResponseError

from media_insights.domain.wording import cut, printable
from media_insights.events.cloud_events import TYPES, CloudEvent
from media_insights.events.sinks import DAY, Outcome, Selection

CONTENT_TYPE = "application/cloudevents+json"
SECONDS = 10.0
"""Of one attempt: to connect, to publish and to be acknowledged."""
LONGEST_WINDOW = 3600.0
"""Seconds for which a stream of ours knows ids again."""
_GOODBYE = 1.0
"""Seconds that a connection may take to end."""
_SENTENCE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NatsLogin:
    """How the server knows us; all empty where it does not ask."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = None
    """Whom we trust and, where the server asks for one, our certificate; None: ``nats://`` without TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamBounds:
    """Bounds of a stream that is made when it is missing; the oldest messages go first."""

    most_bytes: int
    days: float
    replicas: int = 1


@dataclass(slots=True, kw_only=True)
class NatsSink:
    """A JetStream stream. Its subjects are ``<subject>.<namespace>.<type>``: ``media.newsroom.metadata.stored``."""

    name: str
    servers: Sequence[str]
    stream: str
    subject: str
    login: NatsLogin = field(default_factory=NatsLogin)
    selection: Selection = field(default_factory=Selection)
    give_up_seconds: float = DAY
    bounds: StreamBounds | None = None
    """None: the stream is somebody else's, and must be there."""
    seconds: float = SECONDS
    _client: Client | None = None
    _closed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the connection has ended."""
    _last: str = ""
    """What kept the client from connecting."""
    _connecting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, event: CloudEvent) -> Outcome:
        """Publish an event once, and wait until the stream has it."""
        try:
            async with asyncio.timeout(self.seconds):
                client = await self._connect()
                await self._await_acknowledgement(self._publish(client, event))
        except (Error, OSError, TimeoutError, ValueError) as error:
            verdict: Literal["Later", "Refused"] = "Refused" if isinstance(error, MaxPayloadError) else "Later"
            return Outcome(verdict=verdict, why=cut(self._why(event, error), _SENTENCE))
        return Outcome(verdict="Taken")

    def _why(self, event: CloudEvent, error: Exception) -> str:
        where = f"NATS ({self.name})"
        match error:
            case NoStreamResponseError():
                return f"no stream takes {self.subject_of(event)}: {self._what_to_do()}"
            case MaxPayloadError():
                return f"the event is larger than a message of {where} may be"
            case APIError():
                return f"{where} answered: {_reason_of(error)}"
            case TimeoutError():
                return f"{where} did not acknowledge within {self.seconds:g} s"
            case NoServersError():
                return f"{where} could not be reached: {self._last}"
            case _:
                return f"{where} could not be reached: {_reason_of(error)}"

    async def close(self) -> None:
        """End the connection."""
        client, self._client = self._client, None
        if client:
            with contextlib.suppress(Error, OSError, TimeoutError):
                async with asyncio.timeout(_GOODBYE):  # a broken handshake of TLS never answers
                    await client.close()

    def subject_of(self, event: CloudEvent) -> str:
        """Return the subject of an event: its namespace, and its type without what all types begin with."""
        return f"{self.subject}.{event.data.asset.namespace}.{event.type.removeprefix(TYPES)}"

    async def _await_acknowledgement(self, publishing: Coroutine[None, None, None]) -> None:
        """Wait for an acknowledgement as long as there is a connection over which it can come."""
        work, closed = asyncio.create_task(publishing), asyncio.create_task(self._closed.wait())
        try:
            await asyncio.wait({work, closed}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise ConnectionClosedError
            await work
        finally:
            for task in (work, closed):
                task.cancel()
            await asyncio.gather(work, closed, return_exceptions=True)

    async def _publish(self, client: Client, event: CloudEvent) -> None:
        stream = client.jetstream(timeout=self.seconds)
        headers = {"Nats-Msg-Id": event.id, "Content-Type": CONTENT_TYPE}
        subject, content = self.subject_of(event), event.json_bytes()
        try:
            await stream.publish(subject, content, stream=self.stream, headers=dict(headers))
        except NoStreamResponseError:
            if self.bounds is None:
                raise
            await self._make_stream(client, self.bounds)
            await stream.publish(subject, content, stream=self.stream, headers=dict(headers))

    async def _connect(self) -> Client:
        """Return the connection; one that ended is made anew by the next attempt, never behind our back.

        A client that reconnects by itself keeps messages for later, after we have given them up or sent them again.
        """
        async with self._connecting:
            if self._client and self._client.is_connected:
                return self._client
            await self.close()
            self._closed = closed = asyncio.Event()

            async def note_end() -> None:
                closed.set()

            self._client = Client()  # kept before it is connected: one that fails half-way is closed, too
            await self._client.connect(
                servers=list(self.servers),
                name="media-insights",
                allow_reconnect=False,
                max_reconnect_attempts=1,
                reconnect_time_wait=0,
                connect_timeout=max(1, int(self.seconds)),
                error_cb=self._note_error,
                closed_cb=note_end,
                user=self.login.user or None,
                password=self.login.password or None,
                token=self.login.token or None,
                tls=self.login.tls,
            )
            return self._client

    async def _note_error(self, error: Exception) -> None:
        self._last = _reason_of(error)

    async def _make_stream(self, client: Client, bounds: StreamBounds) -> None:
        age = bounds.days * DAY
        config = StreamConfig(
            name=self.stream,
            description="CloudEvents of media-insights",
            subjects=[f"{self.subject}.>"],
            max_bytes=bounds.most_bytes,
            max_age=age,
            num_replicas=bounds.replicas,
            duplicate_window=min(age, LONGEST_WINDOW),
        )
        with contextlib.suppress(BadRequestError):  # it is there, with other bounds, which are not ours to change
            await client.jetstream(timeout=self.seconds).add_stream(config)

    def _what_to_do(self) -> str:
        return f"make the stream {self.stream} with the subjects {self.subject}.>, or say nats.create"


def _reason_of(error: BaseException) -> str:
    said = error.description if isinstance(error, APIError) else str(error)
    return printable(said or type(error).__name__)
