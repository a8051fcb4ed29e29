"""Spans of time as people read them: ``0:03–0:07, 0:21``."""

from collections.abc import Sequence

from media_insights.results.digest.spans import Span


def spans_text(spans: Sequence[Span], most: int = 4) -> str:
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
