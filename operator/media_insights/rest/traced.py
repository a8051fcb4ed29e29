"""Traced requests: each has a span, and the objects that it makes are noted with its place in the trace.

It goes on with the trace of a caller that sends the header ``traceparent``, else it begins one. A span has the pattern
of the route, never the path, the query, a header or the caller.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.traces import TraceContext, TraceSpan, is_sampled
from media_insights.ports.objects import KindObjects, KindT, ObjectSummary
from media_insights.ports.tracing import TRACE, Tracing
from media_insights.rest.audited import PUBLIC
from media_insights.rest.deployment import Ports

HEADER = "traceparent"


class Traced:
    """Makes a span of every request to a route."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self._app, self._tracing = app, tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on below a span, and tell the span when the answer has ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        above = TraceContext.parse(Headers(scope=scope).get(HEADER, ""))
        context = (above or self._new()).below(secrets.token_hex(8))
        parent = above.span if above else ""
        started, status = datetime.now(UTC), 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        mark = TRACE.set(context)
        try:
            await self._app(scope, receive, send_and_note)
        finally:
            TRACE.reset(mark)
            route = getattr(scope.get("route"), "path", "")
            if context.sampled and route and route not in PUBLIC:
                about = {
                    "http.request.method": scope["method"],
                    "http.route": route,
                    "http.response.status_code": status,
                }
                span = TraceSpan(
                    name=f"{scope['method']} {route}",
                    context=context,
                    parent=parent,
                    start=started,
                    end=datetime.now(UTC),
                    failed=status >= 500 or not status,
                    kind="server",
                    attributes=about,
                )
                self._tracing.spans(span)

    def _new(self) -> TraceContext:
        trace = secrets.token_hex(16)
        return TraceContext(trace=trace, span="", sampled=is_sampled(trace, self._tracing.ratio))


@dataclass(frozen=True, slots=True)
class TracedObjects(Generic[KindT]):
    """Objects of a kind that have runs, or are runs: what a traced request makes or gives another spec is noted."""

    objects: KindObjects[KindT]
    begins_runs: bool
    """Whether a new spec may begin runs, which are then of that request."""

    async def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every object."""
        return await self.objects.summaries()

    async def find(self, uid: str) -> KindT:
        """Return the object of a UID."""
        return await self.objects.find(uid)

    async def get(self, namespace: str, name: str) -> KindT:
        """Return the object of a name."""
        return await self.objects.get(namespace, name)

    async def create(self, manifest: Manifest) -> KindT:
        """Create an object."""
        return await self.objects.create(_with_traceparent(manifest))

    async def patch(self, namespace: str, name: str, patch: Manifest) -> KindT:
        """Merge a patch into an object."""
        return await self.objects.patch(
            namespace, name, _with_traceparent(patch) if self.begins_runs and "spec" in patch else patch
        )

    async def delete(self, namespace: str, name: str, uid: str) -> None:
        """Delete that very object."""
        await self.objects.delete(namespace, name, uid)


def traced_ports(ports: Ports) -> Ports:
    """Return ports whose assets and executions are noted with the traces of requests."""
    return replace(
        ports,
        assets=TracedObjects(ports.assets, begins_runs=True),
        executions=TracedObjects(ports.executions, begins_runs=False),
    )


def _with_traceparent(manifest: Manifest) -> Manifest:
    context = TRACE.get()
    if context is None:
        return manifest
    meta = manifest.get("metadata") or {}
    annotations = {**(meta.get("annotations") or {}), labels.TRACEPARENT: context.traceparent}
    return {**manifest, "metadata": {**meta, "annotations": annotations}}
