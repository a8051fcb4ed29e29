import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from media_insights.catalogue.install.pod_api import PodApi

Manifest = dict[str, Any]


class Cluster(ThreadingHTTPServer):
    """An API server that keeps objects by path; ``refusals`` are statuses it answers first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.objects: dict[str, Manifest] = {}
        self.refusals: list[int] = []
        self.unmergeable: set[str] = set()
        """Paths of objects that an apply cannot be merged with until a patch replaced them."""
        self.kept: set[str] = set()
        """Paths of objects that a policy lets nobody delete."""
        self.asked: list[str] = []

    @property
    def api(self) -> PodApi:
        return PodApi(f"http://127.0.0.1:{self.server_port}", "token", None, patience=0.5, pause=0.01)


class _Requests(BaseHTTPRequestHandler):
    server: Cluster

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in self.server.objects:
            self._answer(200, self.server.objects[path])
        else:
            below = [each for key, each in self.server.objects.items() if key.startswith(f"{path}/")]
            self._answer(200, {"items": below})

    def do_PATCH(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        name = urlsplit(self.path).path
        if "apply-patch" not in self.headers["Content-Type"]:
            self.server.unmergeable.discard(name)
        elif name in self.server.unmergeable:
            self._answer(500, {"message": "failed to create manager for existing fields: expected map, got string"})
            return
        self._answer(200, {"metadata": {"name": name.rpartition("/")[2]}, "text": content.decode()}, keep=name)

    def do_DELETE(self) -> None:
        if self.path in self.server.kept:
            self._answer(422, {"message": "it is in use"})
        else:
            self._answer(200, self.server.objects.pop(self.path))

    def _answer(self, status: int, body: Manifest, *, keep: str = "") -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.server.refusals:
            status, body, keep = self.server.refusals.pop(0), {"message": "the server's own sentence"}, ""
        if keep:
            self.server.objects[keep] = body
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with Cluster() as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield server
        server.shutdown()
