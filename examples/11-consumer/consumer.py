"""A consumer of media-insights' events, in one file of the standard library: copy it into your service.

It checks signatures (Standard Webhooks), handles each event once and those of an asset one after the other, and keeps
what it has handled in your own database: the effect of an event and the note of its id are one transaction.
"""

import base64
import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_log = logging.getLogger(__name__)
Event = dict[str, Any]
OLDEST = 300
"""Seconds that a signature may be old: what somebody has recorded cannot be sent again later."""
MOST_BYTES = 1_000_000
TABLE = "CREATE TABLE IF NOT EXISTS media_events (id VARCHAR(300) PRIMARY KEY)"


class NotSigned(Exception):  # noqa: N818 - the name is the sentence
    """A request is not what its signature says, or has none."""


def verified(headers: Mapping[str, str], body: bytes, key: str, now: float) -> Event:
    """Return the event of a request. Raises NotSigned. ``key`` is the sink's: whsec_ and base64, or any text."""
    lower = {name.lower(): value for name, value in headers.items()}
    id_, sent, signatures = (lower.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    secret = base64.b64decode(key.removeprefix("whsec_")) if key.startswith("whsec_") else key.encode()
    digest = hmac.new(secret, f"{id_}.{sent}.".encode() + body, hashlib.sha256).digest()
    expected = f"v1,{base64.b64encode(digest).decode()}"
    if not any(hmac.compare_digest(each.encode(), expected.encode()) for each in signatures.split()):
        raise NotSigned("the signature is missing or wrong")
    if not sent.isdecimal() or abs(now - int(sent)) > OLDEST:
        raise NotSigned("the time stamp is too old")
    event: Event = json.loads(body)
    return event


class Consumer:
    """Handles events with a database (DB-API 2.0): ``handle(event, cursor)`` writes what they mean to you."""

    def __init__(
        self, key: str, connect: Callable[[], Any], handle: Callable[[Event, Any], None], mark: str = "%s"
    ) -> None:
        """``mark`` stands for a parameter in the database's SQL: %s or ?."""
        self._key, self._connect, self._handle, self._mark = key, connect, handle, mark
        self._locks = [threading.Lock() for _ in range(64)]

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """Handle a request; return the HTTP status of its answer: after 204 the event does not come again."""
        try:
            event = verified(headers, body, self._key, time.time())
        except NotSigned as error:
            _log.warning("refused: %s", error)
            return 401
        with self._locks[hash(event["partitionkey"]) % len(self._locks)]:
            try:
                self.once(event)
            except Exception:  # noqa: BLE001 - whatever it is, the event comes again
                _log.exception("the event %s is not handled; it comes again", event["id"])
                return 503
        return 204

    def once(self, event: Event) -> None:
        """Handle an event unless it was handled before; raises whatever keeps it from being handled."""
        connection = self._connect()
        try:
            cursor = connection.cursor()
            note = f"INSERT INTO media_events (id) VALUES ({self._mark}) ON CONFLICT DO NOTHING"  # noqa: S608 - a mark
            cursor.execute(note, (event["id"],))
            if cursor.rowcount == 1:
                self._handle(event, cursor)
            connection.commit()
        finally:
            connection.close()


def server_of(consumer: Consumer, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server of a consumer; put it behind TLS."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            status = 413 if length > MOST_BYTES else consumer.take(dict(self.headers), self.rfile.read(length))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    return ThreadingHTTPServer((host, port), Handler)
