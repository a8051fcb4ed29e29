"""The application: its routes, and how everything that goes wrong is answered."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from media_insights import __version__
from media_insights.errors import MediaInsightsError
from media_insights.rest import console_pages, documentation, problems
from media_insights.rest.audited import Audited
from media_insights.rest.deployment import Deployment, Ports
from media_insights.rest.embed_links import EmbedPaths
from media_insights.rest.metrics import Measured
from media_insights.rest.mie import (
    dataplane_api,
    definition_api,
    object_api,
    operation_api,
    replaced_routes,
    workflow_api,
)
from media_insights.rest.mie.error_words import error_words
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.requests_in import Bodies, Hosts, RoutePaths
from media_insights.rest.routers import (
    assets,
    batches,
    boxes,
    catalogue,
    collections,
    edits,
    embeds,
    events,
    executions,
    explanations,
    frames,
    health,
    label_collections,
    lineage,
    media,
    people,
    queue,
    receipts,
    results,
    review,
    rights,
    saved_searches,
    search,
    session,
    similar,
    sources,
    streaming,
    timeline,
    transcript,
    uploads,
    waveform,
    word_lists,
    workflows,
)
from media_insights.rest.traced import Traced, traced_ports
from media_insights.rest.unfinished_uploads import keep_dropping_unfinished

_ROUTES = (
    health,
    assets,
    receipts,
    executions,
    batches,
    sources,
    results,
    lineage,
    edits,
    embeds,
    boxes,
    timeline,
    transcript,
    media,
    frames,
    streaming,
    waveform,
    search,
    saved_searches,
    similar,
    review,
    people,
    collections,
    label_collections,
    word_lists,
    uploads,
    catalogue,
    workflows,
    explanations,
    queue,
    events,
    session,
    rights,
)
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
_log = logging.getLogger(__name__)
_CODES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "unsupported-type"}


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


def app_of(ports: Ports, deployment: Deployment, lifespan: Lifespan = _nothing) -> FastAPI:
    """Return the application over some ports; ``lifespan`` runs what the ports need beside it."""
    ports = traced_ports(ports) if ports.tracing else ports

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        async with lifespan(app), keep_dropping_unfinished(ports.multipart, ports.store):
            yield

    app = FastAPI(
        title="media-insights",
        version=__version__,
        summary="Everything a machine can say about media: assets, executions, results.",
        description=documentation.INTRODUCTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=running,
        servers=[{"url": deployment.prefix}] if deployment.prefix else None,
        redirect_slashes=False,
    )
    app.state.ports = ports
    app.state.deployment = deployment
    for routes in (*_ROUTES, workflow_api, operation_api, definition_api, dataplane_api, object_api, replaced_routes):
        app.include_router(routes.router)
    documentation.add_to(app)
    _add_handlers(app)
    app.add_middleware(Audited, deployment=deployment, audit=ports.audit)
    if ports.tracing:
        app.add_middleware(Traced, tracing=ports.tracing)
    for layer in (Measured, Bodies):  # the last one that is added sees a request first
        app.add_middleware(layer, deployment=deployment)
    app.add_middleware(EmbedPaths)
    for outer in (RoutePaths, Hosts):
        app.add_middleware(outer, deployment=deployment)
    return app


def _add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(ApiRefusal, _refused)
    app.add_exception_handler(MediaInsightsError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _defect)


def answer(request: Request, refusal: ApiRefusal, headers: dict[str, str] | None = None) -> Response:
    """Return a refusal as an answer; clients of Media Insights Engine find its members in it, too."""
    more = {**problems.headers_of(refusal.status), **(headers or {})}
    words = error_words(refusal) if request.scope["path"].startswith("/mie/") else {}
    return JSONResponse({**refusal.document(), **words}, refusal.status, more, problems.CONTENT_TYPE)


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, MediaInsightsError):
        refusal = problems.refusal_of(error)
        if refusal.status >= 500:
            _log.warning("%s %s: %s", request.method, request.url.path, error)
        return answer(request, refusal)
    assert isinstance(error, ApiRefusal)  # noqa: S101 - what it is registered for
    return answer(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    """Answer a request that does not have its route's shape: 400 when it is no JSON at all, else 422."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    found = [(_pointer(each["loc"]), each["msg"]) for each in error.errors()]
    unreadable = any(each["type"] == "json_invalid" for each in error.errors())
    said = "; ".join(f"{at}: {message}" for at, message in found)
    if unreadable:
        return answer(request, ApiRefusal(400, "bad-request", f"the body is no JSON: {said}", at=found))
    return answer(request, ApiRefusal(422, "invalid", said, at=found))


async def _of_http(request: Request, error: Exception) -> Response:
    """Answer what Starlette refuses; an address that is no route of the API may be one of the console."""
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    unrouted = error.status_code == 404 and "endpoint" not in request.scope
    page = console_pages.answer_of(request, request.app.state.deployment) if unrouted else None
    if page is not None:
        return page
    code = _CODES.get(error.status_code, "refused")
    return answer(request, ApiRefusal(error.status_code, code, str(error.detail)), dict(error.headers or {}))


async def _defect(request: Request, error: Exception) -> Response:
    _log.error("%s %s: a defect", request.method, request.url.path, exc_info=error)
    return answer(request, problems.defect())


def _pointer(place: tuple[Any, ...]) -> str:
    """Return where a wrong value is: a JSON pointer into the body, or ``query/limit``, ``path/id``."""
    first, *rest = (str(each).replace("~", "~0").replace("/", "~1") for each in place)
    return "/" + "/".join(rest) if first == "body" else "/".join((first, *rest))
