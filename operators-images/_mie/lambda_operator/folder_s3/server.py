"""The server: on loopback, at a port of its own, for whoever has the run's own access key."""

import mimetypes
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree as ET

from lambda_operator.folder_s3 import answers
from lambda_operator.folder_s3.listings import listing
from lambda_operator.folder_s3.objects import CHUNK, Folder, Refusal

LOOPBACK = "127.0.0.1"


@contextmanager
def serving(folder: Folder, access_key: str) -> Iterator[str]:
    """Serve a folder while the block runs; gives the endpoint's URL."""
    with tempfile.TemporaryDirectory(prefix="parts-") as parts, _Server(folder, access_key, Path(parts)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Folder, access_key: str, parts: Path) -> None:
        super().__init__((LOOPBACK, 0), _Requests)
        self.folder, self.access_key, self.parts = folder, access_key, parts


class _Requests(BaseHTTPRequestHandler):
    """One connection. A request is a method on a bucket or on an object, told apart by its query."""

    protocol_version = "HTTP/1.1"
    server: _Server
    bucket: str
    key: str
    query: dict[str, str]

    def do_GET(self) -> None:
        self._answered(self._get)

    def do_HEAD(self) -> None:
        self._answered(self._get)

    def do_PUT(self) -> None:
        self._answered(self._put)

    def do_POST(self) -> None:
        self._answered(self._post)

    def do_DELETE(self) -> None:
        self._answered(self._delete)

    def _answered(self, act: Callable[[], None]) -> None:
        url = urlsplit(self.path)
        self.query = dict(parse_qsl(url.query, keep_blank_values=True))
        self.bucket, _, self.key = unquote(url.path).removeprefix("/").partition("/")
        try:
            self._admit()
            act()
        except Refusal as refusal:
            self.close_connection = True  # a body may be left unread
            body = answers.error(refusal.code, str(refusal))
            self._send(refusal.status, body, {"Content-Type": "application/xml"})

    def _admit(self) -> None:
        """Other programs of this machine may find the port; only the run knows its key."""
        told = self.headers.get("Authorization", "") + self.query.get("X-Amz-Credential", "")
        if self.server.access_key not in told:
            raise Refusal("AccessDenied", 403, "this store belongs to one run of an operator")

    def _get(self) -> None:
        if self.key:
            self._object(self.server.folder.existing(self.bucket, self.key))
        elif self.command == "HEAD":
            self._send(200)
        elif "location" in self.query:
            self._xml("LocationConstraint", {})
        elif not set(self.query) & {"uploads", "versions", "acl", "policy"}:
            self._xml("ListBucketResult", listing(self.server.folder, self.bucket, self.query))
        else:
            raise self._unknown()

    def _put(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        if "aws-chunked" in self.headers.get("Content-Encoding", "") or not self.key:
            raise self._unknown()
        if "partNumber" in self.query:
            self._put_part(length)
        elif source := self._copied():
            path = self.server.folder.join(self.bucket, self.key, [source])
            self._xml("CopyObjectResult", {"ETag": answers.etag(path)})
        else:
            path = self.server.folder.write(self.bucket, self.key, self.rfile, length)
            self._send(200, headers={"ETag": answers.etag(path)})

    def _put_part(self, length: int) -> None:
        """Store a part: the body, or a range of an object, as boto3 copies what is large."""
        parts, name = Folder(root=self._upload(), bucket=""), f"{int(self.query['partNumber']):05d}"
        source = self._copied()
        if source is None:
            self._send(200, headers={"ETag": answers.etag(parts.write("", name, self.rfile, length))})
            return
        start, end = _range(self.headers.get("x-amz-copy-source-range", ""), source.stat().st_size)
        with source.open("rb") as content:
            content.seek(start)
            part = parts.write("", name, content, end - start)
        self._xml("CopyPartResult", {"ETag": answers.etag(part)})

    def _copied(self) -> Path | None:
        """Return the object that the request copies, None when it brings its content itself."""
        source = self.headers.get("x-amz-copy-source")
        if not source:
            return None
        bucket, _, key = unquote(source.removeprefix("/").partition("?versionId=")[0]).partition("/")
        return self.server.folder.existing(bucket, key)

    def _post(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "delete" in self.query:
            tree = ET.fromstring(body)  # noqa: S314 - boto3 of this very process wrote it
            keys = [each.text or "" for each in tree.iter() if each.tag.endswith("Key")]
            for key in keys:
                self.server.folder.remove(self.bucket, key)
            self._xml("DeleteResult", {"Deleted": [{"Key": key} for key in keys]})
        elif "uploads" in self.query:
            upload = secrets.token_hex(16)
            (self.server.parts / upload).mkdir()
            self._xml("InitiateMultipartUploadResult", {"Bucket": self.bucket, "Key": self.key, "UploadId": upload})
        elif "uploadId" in self.query:
            parts = sorted(self._upload().iterdir())
            path = self.server.folder.join(self.bucket, self.key, parts)
            shutil.rmtree(self._upload())
            self._xml("CompleteMultipartUploadResult", {"Key": self.key, "ETag": answers.etag(path)})
        else:
            raise self._unknown()

    def _delete(self) -> None:
        if "uploadId" in self.query:
            shutil.rmtree(self._upload())
        else:
            self.server.folder.remove(self.bucket, self.key)
        self._send(204)

    def _upload(self) -> Path:
        name = self.query.get("uploadId", "")
        path = self.server.parts / name
        if not re.fullmatch(r"[0-9a-f]{32}", name) or not path.is_dir():
            raise Refusal("NoSuchUpload", 404, "there is no such upload")
        return path

    def _unknown(self) -> Refusal:
        wanted = f"{self.command} {'object' if self.key else 'bucket'} {'&'.join(self.query)}".strip()
        return Refusal("NotImplemented", 501, f"without a cluster the store is a folder, which does not know {wanted}")

    def _object(self, path: Path) -> None:
        size = path.stat().st_size
        start, end = _range(self.headers.get("Range", ""), size)
        whole = start == 0 and end == size
        headers = {
            "ETag": answers.etag(path),
            "Last-Modified": formatdate(path.stat().st_mtime, usegmt=True),
            "Content-Type": mimetypes.guess_type(self.key)[0] or "application/octet-stream",
            "Accept-Ranges": "bytes",
            **({} if whole else {"Content-Range": f"bytes {start}-{end - 1}/{size}"}),
        }
        self._head(200 if whole else 206, end - start, headers)
        if self.command == "GET":
            self._copy(path, start, end - start)

    def _copy(self, path: Path, start: int, length: int) -> None:
        with path.open("rb") as content:
            content.seek(start)
            while length and (piece := content.read(min(length, CHUNK))):
                self.wfile.write(piece)
                length -= len(piece)

    def _xml(self, name: str, content: dict[str, Any]) -> None:
        self._send(200, answers.document(name, content), {"Content-Type": "application/xml"})

    def _send(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self._head(status, len(body), headers or {})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(length)}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent: the operator's log is the operator's."""


def _range(told: str, size: int) -> tuple[int, int]:
    """Return first byte and byte after the last of a range as HTTP writes it; all of the object where none is told."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", told)
    if not found or not (found[1] or found[2]):
        return 0, size
    start = int(found[1]) if found[1] else max(0, size - int(found[2]))
    end = min(size, int(found[2]) + 1) if found[1] and found[2] else size
    if start >= end:
        raise Refusal("InvalidRange", 416, f"the object has {size} bytes")
    return start, end
