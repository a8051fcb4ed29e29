"""Export of spans by OTLP over HTTP, in its JSON encoding: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request.

It is one POST that :mod:`aiohttp` can make, see docs/decisions/0177-spans-are-written-as-json.md. What cannot be
delivered is dropped and counted: no trace is worth a run.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from media_insights import __version__
from media_insights.domain.traces import TraceSpan
from media_insights.ports.tracing import Tracing
from media_insights.runtime import metrics

MOST = 4096
"""Spans that wait; further ones are dropped."""
BATCH = 512
PAUSE = 1.0
"""Seconds between two posts."""
SECONDS = 10.0
"""Of one post."""
LAST_SECONDS = 5.0
"""Of all posts after the end: a process that ends waits no longer for a receiver."""
_EPOCH = datetime.fromtimestamp(0, UTC)
_KINDS = {"internal": 1, "server": 2}
_ERROR = 2
_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class SpanExporter:
    """Takes the spans of a process, and posts them in batches while :meth:`work` runs."""

    endpoint: str
    """Address of the receiver, without the path ``/v1/traces``."""
    component: str
    replica: str
    header: tuple[str, str] | None = field(default=None, repr=False)
    """Name and value of a header that the receiver asks for."""
    ratio: float = 1.0
    """How many of the traces that begin in this process are kept, 0 to 1."""
    _waiting: deque[TraceSpan] = field(default_factory=deque)
    _told: str = ""
    """What went wrong last, so that a receiver that is away fills no log."""

    @property
    def tracing(self) -> Tracing:
        """The tracing of a process that exports here."""
        return Tracing(self, self.ratio)

    def __call__(self, span: TraceSpan) -> None:
        """Take a span."""
        if len(self._waiting) >= MOST:
            metrics.SPANS.labels("dropped").inc()
        else:
            self._waiting.append(span)

    async def work(self) -> None:
        """Post what waits, for ever; what still waits when it is cancelled is posted once."""
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
            try:
                while True:
                    await asyncio.sleep(PAUSE)
                    await self._flush(session)
            finally:
                await self._last(session)

    async def _last(self, session: aiohttp.ClientSession) -> None:
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self._flush(session)
        except TimeoutError:
            metrics.SPANS.labels("dropped").inc(len(self._waiting))
            self._waiting.clear()

    async def _flush(self, session: aiohttp.ClientSession) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            problem = "it ended first"
            try:
                problem = await self._post(session, batch)
            finally:
                metrics.SPANS.labels("dropped" if problem else "sent").inc(len(batch))
            if problem and problem != self._told:
                _log.warning("%d spans could not be delivered and are dropped: %s", len(batch), problem)
            self._told = problem

    async def _post(self, session: aiohttp.ClientSession, batch: Sequence[TraceSpan]) -> str:
        """Post spans; return what went wrong."""
        url = f"{self.endpoint}/v1/traces"
        headers = {"Content-Type": "application/json", **dict([self.header] if self.header else [])}
        content = json.dumps(request_of(batch, self.component, self.replica)).encode()
        try:
            async with session.post(url, data=content, headers=headers, allow_redirects=False) as answer:
                return "" if answer.ok and answer.status < 300 else f"{url} answered {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return f"{url}: {error or type(error).__name__}"


def begin_export(exporter: SpanExporter | None) -> asyncio.Task[None] | None:
    """Begin to post spans beside what the process does; None where nothing is traced."""
    return asyncio.create_task(exporter.work(), name="spans") if exporter else None


async def end_export(exporting: asyncio.Task[None] | None) -> None:
    """End it, when what waits has been posted."""
    if exporting:
        exporting.cancel()
        await asyncio.gather(exporting, return_exceptions=True)


def request_of(spans: Sequence[TraceSpan], component: str, replica: str) -> dict[str, Any]:
    """Return an ExportTraceServiceRequest in OTLP's JSON: ids are hexadecimal, 64-bit numbers are texts."""
    resource = {
        "service.name": f"media-insights-{component}",
        "service.namespace": "media-insights",
        "service.instance.id": replica,
        "service.version": __version__,
    }
    scope = {"scope": {"name": "media_insights"}, "spans": [_span(each) for each in spans]}
    return {"resourceSpans": [{"resource": {"attributes": _attributes(resource)}, "scopeSpans": [scope]}]}


def _span(span: TraceSpan) -> dict[str, Any]:
    return {
        "traceId": span.context.trace,
        "spanId": span.context.span,
        **({"parentSpanId": span.parent} if span.parent else {}),
        "name": span.name,
        "kind": _KINDS[span.kind],
        "startTimeUnixNano": _nanoseconds(span.start),
        "endTimeUnixNano": _nanoseconds(span.end),
        "attributes": _attributes(span.attributes),
        "status": {"code": _ERROR} if span.failed else {},
    }


def _attributes(values: Any) -> list[dict[str, Any]]:
    return [{"key": name, "value": _value(value)} for name, value in values.items()]


def _value(value: str | int) -> dict[str, str]:
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}


def _nanoseconds(moment: datetime) -> str:
    return str((moment - _EPOCH) // timedelta(microseconds=1) * 1000)
