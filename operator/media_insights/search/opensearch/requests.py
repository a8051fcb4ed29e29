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
_REFUSED = 400
"""Status of a document that does not fit the mapping or its limits, whenever it is sent."""


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

    def bulk(self, index: str, documents: Iterable[tuple[str, dict[str, Any]]]) -> list[str]:
        """Store documents under their ids; return why each was refused that never will be stored.

        Raises Unavailable when one is not stored that may be later.
        """
        piece, size, refused = list[bytes](), 0, list[str]()
        for id_, document in documents:
            piece.append(f"{json.dumps({'index': {'_id': id_}})}\n{json.dumps(document)}\n".encode())
            size += len(piece[-1])
            if size >= _PIECE:
                refused += self._bulk(index, piece)
                piece, size = [], 0
        return refused + self._bulk(index, piece) if piece else refused

    def _bulk(self, index: str, piece: list[bytes]) -> list[str]:
        answer = self._send("POST", f"/{index}/_bulk", b"".join(piece), "application/x-ndjson")
        if not answer.get("errors"):
            return []
        failed = [each["index"] for each in answer["items"] if each["index"].get("error")]
        for each in failed:
            if each["status"] != _REFUSED:
                raise Unavailable(f"OpenSearch does not store a moment: {_reason(each['error'])}")
        return [_reason(each["error"]) for each in failed]

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


def _reason(error: Any) -> str:
    """Return why a document was not stored: the sentence, and what lies below it when there is something."""
    if not isinstance(error, dict):
        return str(error)
    cause = error.get("caused_by")
    below = f": {cause['reason']}" if isinstance(cause, dict) and cause.get("reason") else ""
    return f"{error.get('reason', error)}{below}"


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
