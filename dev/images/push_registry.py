"""Registry for one push: receives images from any builder into a :class:`~dev.images.layout.Layout`.

Every builder can push, and only to a registry do all of them send just the layers that are missing there. This one
listens on the loopback address for as long as a ``with`` block lasts. It speaks the push half of the protocol:
https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
"""

import hashlib
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from dev.images.layout import Layout

CHUNK = 1 << 20
PORT = 51873
"""Always the same where it is free: builders remember by address which layers they have sent, and skip those."""


@contextmanager
def serve_registry(layout: Layout, prefix: str) -> Iterator[str]:
    """Run the registry and give its address ``127.0.0.1:PORT``; images are kept under ``prefix`` and their name."""

    class Push(_RegistryHandler):
        store = layout
        names = prefix

    with _bind(Push) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def _bind(push: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("127.0.0.1", PORT), push)
    except OSError:
        return ThreadingHTTPServer(("127.0.0.1", 0), push)


class _RegistryHandler(BaseHTTPRequestHandler):
    store: Layout
    names: str
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        """Answer which blobs are here already; that is what makes the second push of a base free."""
        digest = self.path.rpartition("/blobs/")[2]
        if self._holds(digest):
            self._answer(200, Length=self.store.blob(digest).stat().st_size, Docker_Content_Digest=digest)
        else:
            self._answer(404)

    def do_GET(self) -> None:
        """Answer the greeting ``/v2/``; nothing can be pulled."""
        self._answer(200 if self.path.rstrip("/") == "/v2" else 404)

    def do_POST(self) -> None:
        """Begin an upload, unless the layer is known from another image: then it is here already."""
        digest = parse_qs(urlsplit(self.path).query).get("mount", [""])[0]
        if self._holds(digest):
            self._answer(201, Location=f"/v2/any/blobs/{digest}", Docker_Content_Digest=digest)
            return
        self._answer(202, Location=f"{urlsplit(self.path).path.rstrip('/')}/{uuid.uuid4().hex}")

    def do_PATCH(self) -> None:
        """Take a part of a blob."""
        part = self._part()
        self._receive(part)
        self._answer(202, Location=self.path, Range=f"0-{max(part.stat().st_size - 1, 0)}")

    def do_PUT(self) -> None:
        """End an upload, or take a manifest."""
        if "/manifests/" in self.path:
            self._take_manifest()
        else:
            self._finish_blob()

    def _take_manifest(self) -> None:
        name, _, tag = self.path.removeprefix("/v2/").partition("/manifests/")
        content = b"".join(self._body())
        digest = self.store.add(f"{self.names}/{name}:{tag}", self.headers["Content-Type"], content)
        self._answer(201, Location=self.path, Docker_Content_Digest=digest)

    def _finish_blob(self) -> None:
        part = self._part()
        self._receive(part)
        wanted = parse_qs(urlsplit(self.path).query)["digest"][0]
        with part.open("rb") as content:
            found = f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}"
        if found != wanted:
            part.unlink()
            self._answer(400)
            return
        target = self.store.blob(found)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.rename(target)
        self._answer(201, Location=self.path, Docker_Content_Digest=found)

    def _holds(self, digest: str) -> bool:
        return bool(re.fullmatch(r"sha256:[0-9a-f]{64}", digest)) and self.store.blob(digest).exists()

    def _part(self) -> Path:
        identity = urlsplit(self.path).path.rpartition("/")[2]
        if not re.fullmatch(r"[0-9a-f]{32}", identity):
            raise ValueError(f"no upload of ours: {self.path}")
        folder = self.store.root / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / identity

    def _receive(self, part: Path) -> None:
        with part.open("ab") as target:
            target.writelines(self._body())

    def _body(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            while size := int(self.rfile.readline().split(b";")[0], 16):
                yield from self._read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            yield from self._read(int(self.headers.get("Content-Length", 0)))

    def _read(self, size: int) -> Iterator[bytes]:
        while size and (content := self.rfile.read(min(size, CHUNK))):
            size -= len(content)
            yield content

    def _answer(self, status: int, **headers: object) -> None:
        length = headers.pop("Length", 0)
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent: the builder reports what went wrong."""
