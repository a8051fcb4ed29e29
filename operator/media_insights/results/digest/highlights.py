"""Highlights: things that were detected, all detections of one name together, the most frequent and surest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from media_insights.results.custom_labels import ImageCustomLabels, VideoCustomLabels
from media_insights.results.digest.spans import Span, span_of, spans_of
from media_insights.results.labels import ImageLabels, Label, VideoLabels
from media_insights.results.moderation import ImageModeration, ModerationLabel, VideoModeration
from media_insights.results.persons import (
    FaceMatch,
    ImageCelebrities,
    ImageMatches,
    VideoCelebrities,
    VideoMatches,
)
from media_insights.results.texts import DetectedText, ImageTexts, TextTrack, VideoTexts

Detection = tuple[str, float, float | None]
"""Name, confidence in percent, and time in seconds; None in an image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """One thing that was detected: how surely, how often, when."""

    name: str
    confidence: float
    """Percent, the best of all detections."""
    count: int
    spans: tuple[Span, ...]
    """Empty for an image."""


def labels_of(result: VideoLabels | ImageLabels) -> tuple[Highlight, ...]:
    """Return the labels."""
    return _highlights((each.name, each.confidence, time) for each, time in _labels(result))


def custom_labels_of(result: VideoCustomLabels | ImageCustomLabels) -> tuple[Highlight, ...]:
    """Return the labels of the user's own."""
    if isinstance(result, ImageCustomLabels):
        return _highlights((each.name, each.confidence, None) for each in result.custom_labels)
    return _highlights(
        (each.custom_label.name, each.custom_label.confidence, each.timestamp / 1000) for each in result.custom_labels
    )


def texts_of(result: VideoTexts | ImageTexts) -> tuple[Highlight, ...]:
    """Return the lines of text: as tracks where there are any."""
    if isinstance(result, VideoTexts) and result.text_tracks:
        return _followed(result.text_tracks)
    lines = ((each, time) for each, time in _texts(result) if each.type == "LINE")
    return _highlights((each.detected_text, each.confidence, time) for each, time in lines)


def people_of(result: VideoMatches | ImageMatches) -> tuple[Highlight, ...]:
    """Return the people that a collection knows, by the names that they have there."""
    return _highlights((each.face.external_image_id or "", each.similarity, time) for each, time in _matches(result))


def celebrities_of(result: VideoCelebrities | ImageCelebrities) -> tuple[Highlight, ...]:
    """Return the people that a gallery knows."""
    if isinstance(result, ImageCelebrities):
        return _highlights((each.name, each.match_confidence, None) for each in result.celebrity_faces)
    return _highlights(
        (each.celebrity.name, each.celebrity.confidence, each.timestamp / 1000) for each in result.celebrities
    )


def moderation_of(result: VideoModeration | ImageModeration) -> tuple[Highlight, ...]:
    """Return what not everybody should see, without the groups that it belongs to."""
    groups = {each.parent_name for each, _ in _moderation_labels(result)}
    labels = ((each, time) for each, time in _moderation_labels(result) if each.name not in groups)
    return _highlights((each.name, each.confidence, time) for each, time in labels)


def _labels(result: VideoLabels | ImageLabels) -> Iterator[tuple[Label, float | None]]:
    if isinstance(result, ImageLabels):
        yield from ((each, None) for each in result.labels)
    else:
        yield from ((each.label, each.timestamp / 1000) for each in result.labels)


def _texts(result: VideoTexts | ImageTexts) -> Iterator[tuple[DetectedText, float | None]]:
    if isinstance(result, ImageTexts):
        yield from ((each, None) for each in result.text_detections)
    else:
        yield from ((each.text_detection, each.timestamp / 1000) for each in result.text_detections)


def _moderation_labels(result: VideoModeration | ImageModeration) -> Iterator[tuple[ModerationLabel, float | None]]:
    if isinstance(result, ImageModeration):
        yield from ((each, None) for each in result.moderation_labels)
    else:
        yield from ((each.moderation_label, each.timestamp / 1000) for each in result.moderation_labels)


def _matches(result: VideoMatches | ImageMatches) -> Iterator[tuple[FaceMatch, float | None]]:
    """Yield the matches of everybody in a video, of the largest face in an image."""
    if isinstance(result, ImageMatches):
        yield from ((each, None) for each in result.face_matches)
    else:
        for person in result.persons:
            yield from ((each, person.timestamp / 1000) for each in person.face_matches or ())


def _highlights(detections: Iterable[Detection]) -> tuple[Highlight, ...]:
    found: dict[str, list[tuple[float, float | None]]] = {}
    for name, confidence, time in detections:
        if name:
            found.setdefault(name, []).append((confidence, time))
    return _ordered(
        Highlight(
            name=name,
            confidence=max(confidence for confidence, _ in each),
            count=len(each),
            spans=tuple(spans_of(time for _, time in each if time is not None)),
        )
        for name, each in found.items()
    )


def _followed(tracks: Iterable[TextTrack]) -> tuple[Highlight, ...]:
    """Return texts that were followed over time, those that read the same together."""
    found: dict[str, list[TextTrack]] = {}
    for track in tracks:
        if track.detected_text:
            found.setdefault(track.detected_text, []).append(track)
    return _ordered(
        Highlight(
            name=name,
            confidence=max(track.confidence for track in each),
            count=sum(track.frame_count for track in each),
            spans=tuple(span_of(track.start_timestamp, track.end_timestamp) for track in each),
        )
        for name, each in found.items()
    )


def _ordered(found: Iterable[Highlight]) -> tuple[Highlight, ...]:
    return tuple(sorted(found, key=lambda one: (-one.count * one.confidence, one.name)))
