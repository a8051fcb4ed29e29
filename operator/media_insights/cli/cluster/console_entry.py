"""Entry to the console: an address of this machine that signs one browser in, once.

A browser cannot be given a token: addresses stay in histories and lists of processes. The address that it gets holds a
code instead. Whoever opens it first gets the session cookie that the API made of the token, and is sent on. Cookies
belong to a host whatever the port, so that the one set here is sent to the console behind the tunnel, too.
"""

import hmac
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3

from media_insights.cli.terminal.failures import Failure

LOOPBACK = "127.0.0.1"
_SECONDS = 30.0


def session_cookie(url: str, token: str) -> str:
    """Return the cookie, as a header's value, that the API at a URL gives a browser for a token. Raises Failure."""
    try:
        with urllib3.PoolManager(retries=False, timeout=_SECONDS) as pool:
            answer = pool.request("POST", f"{url}/v1/session", json={"token": token})
    except urllib3.exceptions.HTTPError as error:
        raise Failure(f"the HTTP API does not answer through the tunnel: {error}") from error
    if answer.status == 401:
        raise Failure("the HTTP API does not accept the token: it has expired, or is of another cluster")
    cookie = answer.headers.get("Set-Cookie", "")
    if answer.status != 204 or not cookie:
        raise Failure(f"the HTTP API gave no session: it answered with {answer.status}")
    return cookie


@contextmanager
def entry_to(url: str, cookie: str) -> Iterator[str]:
    """Give an address during the block that gives its first reader the cookie, and leads to ``url``."""
    code = secrets.token_urlsafe(32)
    is_open = threading.Lock()

    class Entry(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if hmac.compare_digest(self.path.encode(), f"/{code}".encode()) and is_open.acquire(blocking=False):
                self._answer(303, {"Location": f"{url}/", "Set-Cookie": cookie})
            else:
                self._answer(410, {})

        def _answer(self, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in (headers | {"Cache-Control": "no-store", "Content-Length": "0"}).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing: a request's line holds the code."""

    with ThreadingHTTPServer((LOOPBACK, 0), Entry) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}/{code}"
        finally:
            server.shutdown()
