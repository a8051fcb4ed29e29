"""The index of moments as the API asks it: the indexer's answers over HTTP, each within a time and a size."""

import threading
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urljoin

import urllib3
from pydantic import TypeAdapter, ValidationError
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from media_insights.cluster import index_messages as messages
from media_insights.errors import InvalidQuery, NotInstalled, Unavailable
from media_insights.ports.moment_search import Facets, HitPage, LikeRequest, SearchRequest

AT_ONCE = 16
"""Searches of one process that wait for the indexer: when it hangs, the API's threads are for other requests."""
_TIMEOUT = Timeout(connect=3.0, read=30.0)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RemoteIndex:
    """The indexer at an address, which knows the API by a key that both have."""

    url: str
    key: str = field(repr=False)
    _pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(maxsize=AT_ONCE, timeout=_TIMEOUT, retries=False), repr=False
    )
    _waiting: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))

    def search(self, request: SearchRequest) -> HitPage:
        """Return a page of the moments that a query finds."""
        return self._ask(messages.SEARCH, messages.SEARCH_REQUEST.dump_json(request), messages.HIT_PAGE)

    def alike(self, request: LikeRequest) -> HitPage:
        """Return images that are like one, or show what a text says, the nearest first."""
        return self._ask(messages.ALIKE, messages.LIKE_REQUEST.dump_json(request), messages.HIT_PAGE)

    def facets(self, request: SearchRequest) -> Facets:
        """Return kinds, operators and the most frequent titles of what a query finds."""
        return self._ask(messages.FACETS, messages.SEARCH_REQUEST.dump_json(request), messages.FACETS_FOUND)

    def suggestions(self, beginning: str, namespaces: frozenset[str], limit: int) -> list[str]:
        """Return titles of moments that begin with a text, the most frequent first."""
        request = messages.SuggestionRequest(beginning=beginning, namespaces=namespaces, limit=limit)
        content = messages.SUGGESTION_REQUEST.dump_json(request)
        return self._ask(messages.SUGGESTIONS, content, messages.TITLES)

    def notice(self, namespace: str, name: str, uid: str) -> None:
        """Say that something was stored of an asset, so that it is indexed again at once. Raises Unavailable."""
        changed = messages.ChangedAsset(namespace=namespace, name=name, uid=uid)
        self._send(messages.NOTICE, messages.CHANGED_ASSET.dump_json(changed))

    def _ask(self, path: str, content: bytes, shape: TypeAdapter[_T]) -> _T:
        answer = self._send(path, content)
        try:
            return shape.validate_json(answer)
        except ValidationError as error:
            raise Unavailable("the indexer does not answer as this version expects: it is being upgraded") from error

    def _send(self, path: str, content: bytes) -> bytes:
        if not self._waiting.acquire(timeout=1.0):
            raise Unavailable("the indexer does not keep up with what is asked: try again")
        try:
            status, answer = self._answer(path, content)
        except (HTTPError, OSError) as error:
            raise Unavailable("the indexer does not answer") from error
        finally:
            self._waiting.release()
        if status == 200:
            return answer
        raise _refused(status, answer)

    def _answer(self, path: str, content: bytes) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        reply = self._pool.request(
            "POST", urljoin(self.url, path), body=content, headers=headers, preload_content=False
        )
        try:
            found = reply.read(messages.MAX_ANSWER + 1)
        finally:
            reply.release_conn()
        if len(found) > messages.MAX_ANSWER:
            reply.close()
            raise Unavailable(f"the answer has more than {messages.MAX_ANSWER} bytes: ask for fewer moments")
        return reply.status, found


def _refused(status: int, answer: bytes) -> InvalidQuery | NotInstalled | Unavailable:
    try:
        refusal = messages.REFUSAL.validate_json(answer)
    except ValidationError:
        return Unavailable(f"the indexer does not answer as it should (HTTP {status})")
    if status == 400:
        return InvalidQuery(refusal.message, refusal.position)
    if status == 501:
        return NotInstalled(refusal.message)
    return Unavailable(refusal.message)
