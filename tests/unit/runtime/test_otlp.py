"""Export of spans, to a receiver that reads them with the protocol's own classes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY

from media_insights.domain.traces import TraceContext, TraceSpan
from media_insights.runtime import otlp
from media_insights.runtime.otlp import SpanExporter, begin_export, end_export
from tests.trace_receivers import Receiver, receiving

AT = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)


def span(name: str = "queue", parent: str = "b" * 16) -> TraceSpan:
    context = TraceContext(trace="a" * 32, span="c" * 16)
    about: dict[str, str | int] = {"k8s.namespace.name": "news", "media_insights.attempts": 2}
    return TraceSpan(
        name=name,
        context=context,
        parent=parent,
        start=AT,
        end=AT + timedelta(seconds=1.5),
        failed=True,
        attributes=about,
    )


def exporter(receiver: Receiver, header: tuple[str, str] | None = None) -> SpanExporter:
    return SpanExporter(endpoint=receiver.url, component="controller", replica="one", header=header)


def dropped() -> float:
    return REGISTRY.get_sample_value("media_insights_spans_total", {"outcome": "dropped"}) or 0.0


async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read what comes, and answer nothing."""
    await reader.read()
    writer.close()


async def test_what_waits_is_delivered_at_the_end_with_the_header_that_is_asked_for() -> None:
    with receiving() as receiver:
        spans = exporter(receiver, ("Authorization", "Bearer of news"))
        exporting = begin_export(spans)
        spans(span())
        spans(span("execution flow", parent=""))
        await asyncio.sleep(0)
        await end_export(exporting)
        first, last = receiver.spans
        assert (first.service, first.trace, first.parent) == ("media-insights-controller", "a" * 32, "b" * 16)
        assert (first.seconds, first.failed, last.parent) == (1.5, True, "")
        assert first.attributes == {"k8s.namespace.name": "news", "media_insights.attempts": 2}
        assert receiver.headers[0]["Authorization"] == "Bearer of news"
        assert "Bearer" not in repr(spans)


async def test_a_receiver_that_refuses_or_is_away_costs_spans_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(otlp, "PAUSE", 0.01)
    with receiving() as receiver:
        receiver.status = 503
        spans = exporter(receiver)
        exporting = begin_export(spans)
        for _ in range(3):
            spans(span())
            await asyncio.sleep(0.1)
        await end_export(exporting)
        assert receiver.spans == []
    assert [each.message.partition(":")[0] for each in caplog.records] == [
        "1 spans could not be delivered and are dropped"
    ]
    away = exporter(receiver)
    exporting = begin_export(away)
    away(span())
    await asyncio.sleep(0.1)
    await end_export(exporting)


async def test_a_receiver_that_never_answers_holds_no_process_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(otlp, "LAST_SECONDS", 0.2)
    before = dropped()
    silent = await asyncio.start_server(swallow, "127.0.0.1", 0)
    async with silent:
        spans = SpanExporter(
            endpoint=f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}", component="c", replica="one"
        )
        exporting = begin_export(spans)
        for _ in range(otlp.BATCH + 3):
            spans(span())
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await end_export(exporting)
    assert dropped() - before == otlp.BATCH + 3


async def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(otlp, "MOST", 3)
    with receiving() as receiver:
        spans = exporter(receiver)
        for _ in range(5):
            spans(span())
        exporting = begin_export(spans)
        await asyncio.sleep(0)
        await end_export(exporting)
        assert len(receiver.spans) == 3


async def test_where_nothing_is_traced_nothing_runs() -> None:
    assert begin_export(None) is None
    await end_export(None)
