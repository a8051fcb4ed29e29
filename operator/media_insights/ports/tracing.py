"""Tracing: where spans go, and the place in a trace of the request that is being answered."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from media_insights.domain.traces import TraceContext, TraceSpan

TRACE: ContextVar[TraceContext | None] = ContextVar("media_insights_trace", default=None)
"""Of the request that is being answered; objects that are made meanwhile are noted with it. None: nothing is traced."""

Spans = Callable[[TraceSpan], None]
"""Takes a span; it never fails, and never waits for a network."""


@dataclass(frozen=True, slots=True)
class Tracing:
    """Tracing of one process; where nothing is traced there is none."""

    spans: Spans
    ratio: float
    """How many of the traces that begin here are kept, 0 to 1."""
