"""The indexer's answers: the search port over HTTP, for the API alone, which shows the key that both have.

Who may read which namespace is decided by the API; a request names the namespaces, and the index finds nothing outside
of them.
"""

import asyncio
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from media_insights.cluster import index_messages as messages
from media_insights.errors import InvalidQuery, NotInstalled, Unavailable
from media_insights.ports.moment_search import MomentSearch
from media_insights.runtime import metrics

AT_ONCE = 4
"""Queries that are computed at the same time."""
WAITING = 64
"""Further ones that wait for their turn; more are refused."""
_T = TypeVar("_T")
_R = TypeVar("_R")
_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class IndexService:
    """Answers for one index."""

    index: MomentSearch
    key: str = field(repr=False)
    notice: Callable[[messages.ChangedAsset], None]
    """Told of assets that are to be indexed again."""
    obstacle: Callable[[], str] = lambda: ""
    """A sentence while the index has not everything yet, else nothing."""
    on_failure: Callable[[], None] = lambda: None
    """Told when the index did not answer: it may have to be made anew."""
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "query"))
    _asked: int = 0

    def application(self) -> web.Application:
        """Return the application of its routes."""
        app = web.Application(client_max_size=messages.MAX_REQUEST, middlewares=[self._guard])
        app.router.add_post(messages.SEARCH, self._search)
        app.router.add_post(messages.ALIKE, self._alike)
        app.router.add_post(messages.FACETS, self._facets)
        app.router.add_post(messages.SUGGESTIONS, self._suggestions)
        app.router.add_post(messages.NOTICE, self._notice)
        return app

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), self.key.encode()):
            return _refusal(401, "the indexer answers the API of its installation only")
        try:
            return await handler(request)
        except (InvalidQuery, NotInstalled, Unavailable) as error:
            return _refusal_of(error)
        except ValidationError as error:
            return _refusal(422, f"the request is none of this version: {error.errors()[0]['msg']}")
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - a defect in one answer or pass must not end the others
            _log.exception("%s: a defect", request.path)
            return _refusal(500, "the indexer has a defect: its log says more")

    async def _search(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, messages.SEARCH_REQUEST)
        return _response(await self._compute("search", lambda: self.index.search(wanted)), messages.HIT_PAGE)

    async def _alike(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, messages.LIKE_REQUEST)
        return _response(await self._compute("alike", lambda: self.index.alike(wanted)), messages.HIT_PAGE)

    async def _facets(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, messages.SEARCH_REQUEST)
        return _response(await self._compute("facets", lambda: self.index.facets(wanted)), messages.FACETS_FOUND)

    async def _suggestions(self, request: web.Request) -> web.Response:
        wanted = await _parse(request, messages.SUGGESTION_REQUEST)
        found = await self._compute(
            "suggestions", lambda: self.index.suggestions(wanted.beginning, wanted.namespaces, wanted.limit)
        )
        return _response(list(found), messages.TITLES)

    async def _notice(self, request: web.Request) -> web.Response:
        self.notice(await _parse(request, messages.CHANGED_ASSET))
        return web.json_response({})

    async def _compute(self, kind: str, ask: Callable[[], _R]) -> _R:
        self._require_all()
        if self._asked >= AT_ONCE + WAITING:
            raise Unavailable("the indexer has too much to do: try again")
        self._asked += 1
        began = time.perf_counter()
        try:
            found = await asyncio.get_running_loop().run_in_executor(self.threads, ask)
        except Unavailable:
            self.on_failure()
            raise
        finally:
            self._asked -= 1
            metrics.INDEX_QUERY_SECONDS.labels(kind).observe(time.perf_counter() - began)
        self._require_all()  # the question may have shown that the index was lost, and found nothing in a new one
        return found

    def _require_all(self) -> None:
        if obstacle := self.obstacle():
            raise Unavailable(obstacle)


async def _parse(request: web.Request, shape: TypeAdapter[_T]) -> _T:
    return shape.validate_json(await request.read())


def _response(found: _T, shape: TypeAdapter[_T]) -> web.Response:
    return web.Response(body=shape.dump_json(found), content_type="application/json")


def _refusal_of(error: InvalidQuery | NotInstalled | Unavailable) -> web.Response:
    match error:
        case InvalidQuery(position=position):
            return _refusal(400, str(error), position)
        case NotInstalled():
            return _refusal(501, str(error))
        case Unavailable():
            return _refusal(503, str(error))


def _refusal(status: int, message: str, position: int | None = None) -> web.Response:
    return web.json_response({"message": message, "position": position}, status=status)
