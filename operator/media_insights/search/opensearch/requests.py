"""Requests to OpenSearch: JSON over HTTP, each within a time and a size; refusals as errors of ours."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from media_insights.errors import Unavailable

MAX_ANSWER = 256 * 2**20
"""Bytes of an answer that are read."""
_PIECE = 4 * 2**20
"""Bytes of one bulk request, about."""


class IndexMissing(Unavailable):
    """OpenSearch has no index of that name, or no longer."""


@dataclass(frozen=True, slots=True)
class OpenSearchConnection:
    """Where an OpenSearch is, and as whom it is asked."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    seconds: float = 30.0
    """For a connection, and for each answer."""
    _pool: urllib3.PoolManager = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep connections."""
        pool = urllib3.PoolManager(
            maxsize=16, timeout=Timeout(self.seconds), retries=False, ca_certs=self.ca_file or None
        )
        object.__setattr__(self, "_pool", pool)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Return the answer to a request. Raises Unavailable, IndexMissing for an index that is not there."""
        return self._send(method, path, None if body is None else json.dumps(body).encode(), "application/json")

    def bulk(self, index: str, documents: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Store documents under their ids. Raises Unavailable when one is not stored."""
        piece, size = list[bytes](), 0
        for id_, document in documents:
            piece.append(f"{json.dumps({'index': {'_id': id_}})}\n{json.dumps(document)}\n".encode())
            size += len(piece[-1])
            if size >= _PIECE:
                self._bulk(index, piece)
                piece, size = [], 0
        if piece:
            self._bulk(index, piece)

    def _bulk(self, index: str, piece: list[bytes]) -> None:
        answer = self._send("POST", f"/{index}/_bulk", b"".join(piece), "application/x-ndjson")
        if answer.get("errors"):
            failed = next(each["index"]["error"] for each in answer["items"] if each["index"].get("error"))
            raise Unavailable(f"OpenSearch does not store a moment: {failed.get('reason', failed)}")

    def _send(self, method: str, path: str, content: bytes | None, kind: str) -> Any:
        credentials = f"{self.user}:{self.password}" if self.user else None
        headers = urllib3.make_headers(basic_auth=credentials) | {"Content-Type": kind}
        try:
            reply = self._pool.request(method, self.url + path, body=content, headers=headers, preload_content=False)
            try:
                found = reply.read(MAX_ANSWER + 1)
            finally:
                reply.release_conn()
        except (HTTPError, OSError) as error:
            raise Unavailable(f"OpenSearch does not answer: {error}") from error
        if len(found) > MAX_ANSWER:
            raise Unavailable(f"an answer of OpenSearch has more than {MAX_ANSWER} bytes")
        return _answer(reply.status, found)


def _answer(status: int, content: bytes) -> Any:
    try:
        answer = json.loads(content) if content else {}
    except ValueError as error:
        raise Unavailable(f"what answers is no OpenSearch (HTTP {status})") from error
    if status < 300:
        return answer
    told = answer.get("error") if isinstance(answer, dict) else None
    reason = told.get("reason", told) if isinstance(told, dict) else told
    if isinstance(told, dict) and told.get("type") == "index_not_found_exception":
        raise IndexMissing(f"OpenSearch has no such index: {reason}")
    raise Unavailable(f"OpenSearch answered {status}: {reason}")
