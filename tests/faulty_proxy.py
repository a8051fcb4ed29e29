"""A proxy on loopback before a real server: it refuses, delays, cuts off or holds requests as a test says."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "expect"})
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has arrived."""

    method: str
    path: str
    body: bytes
    number: int
    """How many there were, with this one."""


@dataclass(frozen=True, slots=True)
class Pass:
    """The server is asked, after a pause."""

    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Refuse:
    """The server is not asked, and this is answered."""

    status: int = 500
    body: bytes = b"{}"


@dataclass(frozen=True, slots=True)
class CutOff:
    """The server receives only the beginning of the request, and then its connection ends."""


@dataclass(frozen=True, slots=True)
class NeverAnswer:
    """The server does what it is asked; nobody is told, and the connection stays open."""


Fault = Pass | Refuse | CutOff | NeverAnswer


@dataclass
class FaultyProxy:
    """Passes requests on to a server, but for what ``rule`` says."""

    target: str
    rule: Callable[[Asked], Fault] = lambda _: Pass()
    address: str = ""
    asked: int = 0
    faults: int = 0
    """Requests that were not just passed on."""
    hit: threading.Event = field(default_factory=threading.Event)
    """Set when a request was cut off, or done without an answer."""
    _ended: threading.Event = field(default_factory=threading.Event)
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def _decide(self, method: str, path: str, body: bytes) -> Fault:
        with self._counting:
            self.asked += 1
            fault = self.rule(Asked(method, path, body, self.asked))
            self.faults += fault != Pass()
            return fault

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.target)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)


class _Handler(BaseHTTPRequestHandler):
    proxy: FaultyProxy
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.proxy._decide(self.command, self.path, body)
        match fault:
            case Refuse(status, told):
                self._answer(status, {"Content-Type": "application/json"}, told)
            case CutOff():
                self._cut_off(body)
            case NeverAnswer():
                self._pass_on(body)
                self.proxy.hit.set()
                self.proxy._ended.wait(_SECONDS)
                self.close_connection = True
            case Pass(pause):
                time.sleep(pause)
                self._answer(*self._pass_on(body))

    def _headers(self) -> dict[str, str]:
        return {name: value for name, value in self.headers.items() if name.lower() not in _HOP}

    def _pass_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = self.proxy._connect()
        try:
            connection.request(self.command, self.path, body or None, self._headers())
            found = connection.getresponse()
            kept = {name: value for name, value in found.getheaders() if name.lower() not in _HOP}
            return found.status, kept, found.read()
        except OSError:
            return 502, {}, b""
        finally:
            connection.close()

    def _cut_off(self, body: bytes) -> None:
        connection = self.proxy._connect()
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self._headers().items():
            connection.putheader(name, value)
        connection.endheaders(body[: len(body) // 2])
        connection.close()
        self.proxy.hit.set()
        self.proxy._ended.wait(_SECONDS)
        self.close_connection = True

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if self.command == "HEAD" or name.lower() != "content-length":
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def before(target: str) -> Iterator[FaultyProxy]:
    """Serve a proxy before a server."""
    proxy = FaultyProxy(target)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": proxy}))
    server.daemon_threads = True
    server.block_on_close = False
    proxy.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy._ended.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
