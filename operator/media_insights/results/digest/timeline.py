"""Spans of a video or recording by kind: shots, technical cues, audio events."""

from collections.abc import Iterable, Mapping

from media_insights.results.audio_events import AudioEvents
from media_insights.results.digest.spans import Span, span_of
from media_insights.results.segments import Segments

Timeline = Mapping[str, tuple[Span, ...]]
"""Kind → its spans, in the order in which kinds come first."""


def shots_of(result: Segments) -> tuple[Span, ...]:
    """Return the span of every shot."""
    return tuple(span_of(each.start_timestamp_millis, each.end_timestamp_millis) for each in result.segments)


def cues_of(result: Segments) -> Timeline:
    """Return black frames, colour bars, freezes, credits; silence is an audio event."""
    cues = ((each.technical_cue_segment, each) for each in result.segments)
    return _by_kind(
        (cue.type, span_of(each.start_timestamp_millis, each.end_timestamp_millis))
        for cue, each in cues
        if cue and cue.type != "Silence"
    )


def audio_events_of(result: AudioEvents) -> Timeline:
    """Return speech, music, singing and silence."""
    return _by_kind(
        (each.type, span_of(each.start_timestamp_millis, each.end_timestamp_millis)) for each in result.audio_events
    )


def _by_kind(found: Iterable[tuple[str, Span]]) -> Timeline:
    kinds: dict[str, list[Span]] = {}
    for kind, span in found:
        kinds.setdefault(kind, []).append(span)
    return {kind: tuple(spans) for kind, spans in kinds.items()}
