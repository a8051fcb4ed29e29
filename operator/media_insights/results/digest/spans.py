"""Points in time, joined to spans."""

from collections.abc import Iterable

Span = tuple[float, float]
"""Start and end in seconds."""
GAP = 2.5
"""Seconds between two points that still belong together: a little more than two seconds, between which frames lie."""


def spans_of(times: Iterable[float], gap: float = GAP) -> list[Span]:
    """Return the spans that cover the times (seconds); times at most ``gap`` apart belong together."""
    spans: list[Span] = []
    for time in sorted(times):
        if spans and time - spans[-1][1] <= gap:
            spans[-1] = (spans[-1][0], time)
        else:
            spans.append((time, time))
    return spans


def span_of(start: int, end: int) -> Span:
    """Return a span that is given in milliseconds."""
    return start / 1000, end / 1000
