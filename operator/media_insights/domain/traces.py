"""Traces: which spans exist, with the ids that anybody can compute again.

A span's id follows from what it is about, so that a controller that dies between two steps, or tells of one twice,
tells of the same span, and pods know theirs before it has ended. Contexts are written as W3C Trace Context has them:
https://www.w3.org/TR/trace-context/#traceparent-header. No span holds what users write: no titles, addresses of
sources, parameters, messages; names of workflows and operators alone.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_SAMPLED = 1
_LONGEST = 256
SpanKind = Literal["internal", "server"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceContext:
    """A place in a trace, under which further spans are."""

    trace: str
    """32 hexadecimal digits."""
    span: str
    """16 hexadecimal digits; empty above the first span."""
    sampled: bool = True
    """Whether spans of the trace are kept."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return what a ``traceparent`` says; None for one that says nothing: the standard asks to begin anew."""
        found = _TRACEPARENT.fullmatch(text) if len(text) <= _LONGEST else None
        if found is None or (text.startswith("00") and found[4]):
            return None
        return cls(trace=found[1], span=found[2], sampled=bool(int(found[3], 16) & _SAMPLED))

    def below(self, span: str) -> "TraceContext":
        """Return the context of a span of the same trace."""
        return TraceContext(trace=self.trace, span=span, sampled=self.sampled)

    @property
    def traceparent(self) -> str:
        """The context as a header, an annotation or a variable."""
        return f"00-{self.trace}-{self.span}-{int(self.sampled):02x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceSpan:
    """Something that took time."""

    name: str
    context: TraceContext
    parent: str = ""
    """Id of the span above; empty: none."""
    start: datetime
    end: datetime
    failed: bool = False
    kind: SpanKind = "internal"
    attributes: Mapping[str, str | int] = field(default_factory=dict)


def is_sampled(trace: str, ratio: float) -> bool:
    """Return whether a trace that begins here is kept; every process that is asked says the same."""
    return int(trace[-16:], 16) < ratio * 2**64


def context_of_execution(uid: str, annotation: str, ratio: float) -> tuple[TraceContext, str]:
    """Return the context of an execution's span, and the id of the span above it.

    ``annotation`` is what the request left that asked for it; without one the execution is a trace of its own.
    """
    span = digits_of(16, uid)
    if above := TraceContext.parse(annotation):
        return above.below(span), above.span
    trace = digits_of(32, uid, "trace")
    return TraceContext(trace=trace, span=span, sampled=is_sampled(trace, ratio)), ""


def context_of_step(execution: TraceContext, uid: str, step: str) -> TraceContext:
    """Return the context of a step of an execution: what runs in its pod is below it."""
    return execution.below(digits_of(16, uid, "step", step))


def digits_of(count: int, *parts: str) -> str:
    """Return hexadecimal digits that follow from some texts, never all of them zero."""
    found = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:count]
    return found if found.strip("0") else found[:-1] + "1"
