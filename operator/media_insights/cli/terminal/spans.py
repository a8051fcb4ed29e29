"""Points in time, joined to stretches that people can read: ``0:03–0:07, 0:21``."""

from collections.abc import Iterable, Sequence

Span = tuple[float, float]
"""Start and end in seconds."""


def spans_of(times: Iterable[float], gap: float = 2.5) -> list[Span]:
    """Return the stretches that cover the times (seconds); times at most ``gap`` apart belong together."""
    spans: list[Span] = []
    for time in sorted(times):
        if spans and time - spans[-1][1] <= gap:
            spans[-1] = (spans[-1][0], time)
        else:
            spans.append((time, time))
    return spans


def read(spans: Sequence[Span], most: int = 4) -> str:
    """Return the first ``most`` spans as text, and how many more there are."""
    shown = ", ".join(
        timecode(a) if timecode(a) == timecode(b) else f"{timecode(a)}–{timecode(b)}" for a, b in spans[:most]
    )
    return f"{shown} +{len(spans) - most} more" if len(spans) > most else shown


def timecode(seconds: float) -> str:
    """Return ``m:ss``, or ``h:mm:ss`` from one hour on."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
