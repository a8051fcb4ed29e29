"""A server on this machine that answers as it is told and keeps what it was sent: what operators reach, in tests."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer. `body` is JSON unless it is bytes; `withheld`: it is not given while the server runs."""

    status: int = 200
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    withheld: bool = False
    length: int | None = None
    """Bytes that the answer claims and sends, of `body` over and over; None: just the body."""


@dataclass(frozen=True)
class Request:
    """What was sent; names of headers in lower case."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """Return the content as JSON."""
        return json.loads(self.content)


Answer = Reply | Callable[[Request], Reply]
"""An answer, or what decides one by what was sent."""


@dataclass
class Server:
    """A running server: where it is, what it was sent so far, what it still answers (the last one for ever)."""

    url: str
    replies: list[Answer]
    requests: list[Request] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Return host and port."""
        return self.url.partition("://")[2]


@contextmanager
def serving(*replies: Answer, tls: SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Server]:
    """Serve on a free port of this machine for the time of the block."""
    server = Server("", list(replies))
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.path, headers, content)
            server.requests.append(request)
            told = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
            reply = told if isinstance(told, Reply) else told(request)
            if reply.withheld:
                closing.wait()
            _send(self, reply)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    listener = ThreadingHTTPServer((host, 0), Handler)
    if tls:
        listener.socket = tls.wrap_socket(listener.socket, server_side=True)
    server.url = f"http{'s' if tls else ''}://{host}:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        closing.set()
        listener.shutdown()
        thread.join()
        listener.server_close()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
    length = len(body) if reply.length is None else reply.length
    try:
        handler.send_response(reply.status)
        for name, value in {"Content-Length": str(length), **reply.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        for start in range(0, length, max(1, len(body))):
            handler.wfile.write(body[: length - start])
    except OSError:
        handler.close_connection = True  # the other side had enough, which is what some tests are about
