"""Webhook sink: one signed POST per event, by Standard Webhooks and CloudEvents' HTTP binding (structured mode)."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from media_insights.domain.wording import cut, printable
from media_insights.events.client_context import client_context
from media_insights.events.cloud_events import CloudEvent
from media_insights.events.signatures import signed_headers
from media_insights.events.sinks import DAY, Outcome, Selection
from media_insights.events.webhook_addresses import CheckedResolver, Networks, UnreachableError, literal_address

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SECONDS = 30.0
"""Of one attempt, with all that is read of the answer."""
MOST_BYTES = 16_384
"""Of an answer; all that is wanted is a status and, when it is bad, a sentence."""
LONGEST_PAUSE = 3600.0
"""Seconds; a receiver that asks for a longer pause gets this one."""
_ABOUT_THE_EVENT = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.GONE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
"""Statuses by which a receiver refuses this very event; others tell of what people mend: addresses, rights, outages."""
_SENTENCE = 300


@dataclass(slots=True, kw_only=True)
class WebhookSink:
    """A receiver of events over HTTP. Redirects are not followed, and no environment's proxy is used."""

    name: str
    url: str
    key: bytes = field(repr=False)
    selection: Selection = field(default_factory=Selection)
    networks: Networks = field(default_factory=Networks)
    authorities: str = ""
    """Certificates (PEM) that are trusted instead of the system's; empty: the system's."""
    give_up_seconds: float = DAY
    seconds: float = SECONDS
    clock: Callable[[], float] = time.time
    _session: aiohttp.ClientSession | None = None

    async def send(self, event: CloudEvent) -> Outcome:
        """Post an event once."""
        content = event.json_bytes()
        headers = signed_headers(event.id, content, self.key, int(self.clock()))
        try:
            self._check_literal()
            async with asyncio.timeout(self.seconds):
                return await self._post(content, headers | {"Content-Type": CONTENT_TYPE})
        except UnreachableError as error:
            return Outcome(verdict="Later", why=str(error))
        except TimeoutError:
            return Outcome(verdict="Later", why=f"{self._host} did not answer within {self.seconds:g} s")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Outcome(
                verdict="Later", why=cut(f"{self._host} could not be reached: {_reason_of(error)}", _SENTENCE)
            )

    async def close(self) -> None:
        """End the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    async def _post(self, content: bytes, headers: dict[str, str]) -> Outcome:
        session = self._open()
        async with session.post(self.url, data=content, headers=headers, allow_redirects=False) as answer:
            body = await answer.content.read(MOST_BYTES)
            pause = _pause_in(answer.headers.get("Retry-After", ""))
            return self._outcome(answer.status, body, pause)

    def _outcome(self, status: int, body: bytes, pause: float) -> Outcome:
        if 200 <= status < 300:
            return Outcome(verdict="Taken")
        said = f"{self._host} answered {status}: {_sentence(body) or 'nothing more'}"
        return Outcome(verdict="Refused" if status in _ABOUT_THE_EVENT else "Later", why=said, pause=pause)

    def _check_literal(self) -> None:
        """Check a host that is an address: nobody resolves it."""
        address = literal_address(self._host)
        if address:
            self.networks.demand_reachable(self._host, address, secure=self._secure)

    def _open(self) -> aiohttp.ClientSession:
        """Return the session, which is made in the loop that sends."""
        if self._session is None:
            resolver = CheckedResolver(aiohttp.ThreadedResolver(), self.networks, self._secure)
            connector = aiohttp.TCPConnector(
                resolver=resolver, ssl=client_context(self.authorities), use_dns_cache=False
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                trust_env=False,
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self.seconds, connect=min(10.0, self.seconds)),
                headers={"User-Agent": "media-insights"},
            )
        return self._session

    @property
    def _host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def _secure(self) -> bool:
        return urlsplit(self.url).scheme == "https"


def _pause_in(text: str) -> float:
    return min(float(text), LONGEST_PAUSE) if text.isascii() and text.isdigit() and len(text) < 7 else 0.0


def _sentence(body: bytes) -> str:
    """Return what a receiver says is wrong, on one line: the message of an error as JSON, or the text itself."""
    said: Any = body.decode(errors="replace")
    with contextlib.suppress(ValueError, RecursionError):
        said = _message_in(json.loads(body)) or said
    return cut(printable(said[: 10 * _SENTENCE]), _SENTENCE)


def _message_in(value: Any) -> str:
    for key in ("error", "message", "detail"):
        if isinstance(value, dict) and key in value:
            value = value[key]
    return value if isinstance(value, str) else ""


def _reason_of(error: BaseException) -> str:
    reason = error.__cause__ if isinstance(error.__cause__, UnreachableError) else error
    return printable(str(reason) or type(error).__name__)
