"""Metrics of the API: requests by route, method and status, and how long they took."""

import time

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from media_insights.rest.deployment import Deployment

REQUESTS = Counter("media_insights_api_requests_total", "Requests that were answered.", ("route", "method", "status"))
SECONDS = Histogram(
    "media_insights_api_request_seconds",
    "From a request to the head of its answer.",
    ("route", "method"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """Measures every request, by the pattern of its route: paths that callers make up are one label, ``none``."""

    def __init__(self, app: ASGIApp, deployment: Deployment) -> None:  # noqa: ARG002 - as its siblings
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"] if scope["method"] in _METHODS else "other"
                route = getattr(scope.get("route"), "path", "none")
                REQUESTS.labels(route, method, str(message["status"])).inc()
                SECONDS.labels(route, method).observe(time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, send_and_count)
