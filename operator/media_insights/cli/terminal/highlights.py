"""What is worth telling of what was seen and heard, from stored results (MIE's shapes, for video and for images).

Nothing here fails: a result of another shape tells less.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.cli.terminal import loose
from media_insights.cli.terminal.loose import Results
from media_insights.cli.terminal.spans import Span, spans_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One thing that was seen: how sure, how often, when."""

    name: str
    confidence: float
    """Percent, the best of all sightings."""
    count: int
    spans: tuple[Span, ...]
    """Empty for a still picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """What is known of the faces together."""

    sightings: int
    most_at_once: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearances:
    """What is known of the persons together: how often one appears, how many at most in one picture, when."""

    count: int
    most_at_once: int
    spans: tuple[Span, ...]


def duration_of(results: Results) -> float | None:
    """Return the duration in seconds, None when no result tells it."""
    tracks = loose.items(loose.of(results, "Mediainfo"), "tracks")
    general = next((track for track in tracks if track.get("track_type") == "General"), {})
    millis = [general.get("duration"), *(_metadata(result).get("DurationMillis") for result in results.values())]
    numbers = [value for value in millis if isinstance(value, int | float) and value > 0]
    return numbers[0] / 1000 if numbers else None


def picture_of(results: Results) -> str:
    """Return ``1280×720, 25 fps, h264, 2 audio tracks`` as far as it is known."""
    tracks = loose.items(loose.of(results, "Mediainfo"), "tracks")
    picture = next((track for track in tracks if track.get("track_type") in ("Video", "Image")), {})
    sound = [track for track in tracks if track.get("track_type") == "Audio"]
    parts = [
        f"{picture['width']}×{picture['height']}" if picture.get("width") and picture.get("height") else "",
        f"{float(picture['frame_rate']):g} fps" if loose.number(picture.get("frame_rate")) else "",
        str(picture.get("format") or ""),
        f"{len(sound)} audio track{'s' if len(sound) > 1 else ''} ({sound[0].get('format', '?')})" if sound else "",
    ]
    return ", ".join(part for part in parts if part)


def shots_of(results: Results) -> list[Span]:
    """Return start and end in seconds of every shot."""
    segments = loose.items(loose.of(results, "shotDetection"), "Segments")
    return [_span(segment, "StartTimestampMillis", "EndTimestampMillis") for segment in segments]


def labels_of(results: Results) -> list[Seen]:
    """Return the labels, the most seen and surest first."""
    return _seen(
        (loose.text(label.get("Name")), loose.number(label.get("Confidence")), time)
        for label, time in _items(loose.of(results, "labelDetection"), "Labels", "Label")
    )


def texts_of(results: Results) -> list[Seen]:
    """Return the lines of text in the picture, the most seen first: as tracks where there are any."""
    tracks = loose.items(loose.of(results, "textDetection"), "TextTracks")
    if tracks:
        return _followed((loose.text(track.get("DetectedText")), track) for track in tracks)
    return _seen(
        (loose.text(line.get("DetectedText")), loose.number(line.get("Confidence")), time)
        for line, time in _items(loose.of(results, "textDetection"), "TextDetections", "TextDetection")
        if line.get("Type", "LINE") == "LINE"
    )


def faces_of(results: Results) -> Faces | None:
    """Return what is known of the faces, None when faces were not looked for."""
    result = loose.of(results, "faceDetection")
    if not result:
        return None
    times = [time for _, time in _items(result, "Faces" if "Faces" in result else "FaceDetails", "Face")]
    most = max(Counter(times).values(), default=0)
    spans = tuple(spans_of(time for time in times if time is not None))
    return Faces(sightings=len(times), most_at_once=most, spans=spans)


def persons_of(results: Results) -> Appearances | None:
    """Return what is known of the persons that were followed, None when nobody followed any.

    Whoever comes back after a cut appears again: without tracks (Rekognition has none) the numbers are counted.
    """
    result = loose.of(results, "personTracking")
    if not isinstance(result.get("Persons"), list):
        return None
    persons, tracks = loose.items(result, "Persons"), loose.items(result, "Tracks")
    times = [loose.number(person.get("Timestamp")) / 1000 for person in persons]
    numbers = {str(loose.mapping(person, "Person").get("Index")) for person in persons}
    return Appearances(
        count=len(tracks) or len(numbers),
        most_at_once=max(Counter(times).values(), default=0),
        spans=tuple(spans_of(times)),
    )


def people_of(results: Results) -> list[Seen]:
    """Return the people that a collection knows, by the names they have there, the most seen first."""
    return _seen(
        (loose.text(face.get("ExternalImageId")), loose.number(match.get("Similarity")), time)
        for match, face, time in _matches(loose.of(results, "faceSearch"))
    )


def moderation_of(results: Results) -> list[Seen] | None:
    """Return what not everybody should see, groups left out; None when nobody looked."""
    result = loose.of(results, "contentModeration")
    if not isinstance(result.get("ModerationLabels"), list):
        return None
    labels = list(_items(result, "ModerationLabels", "ModerationLabel"))
    groups = {loose.text(label.get("ParentName")) for label, _ in labels}
    return _seen(
        (loose.text(label.get("Name")), loose.number(label.get("Confidence")), time)
        for label, time in labels
        if loose.text(label.get("Name")) not in groups
    )


def cues_of(results: Results) -> dict[str, list[Span]]:
    """Return kind → stretches in seconds: black, bars, frozen pictures, credits; silence is told by the sound."""
    segments = loose.items(loose.of(results, "technicalCueDetection"), "Segments")
    cues = ((loose.mapping(segment, "TechnicalCueSegment").get("Type"), segment) for segment in segments)
    return _stretches((kind, segment) for kind, segment in cues if kind != "Silence")


def sounds_of(results: Results) -> dict[str, list[Span]]:
    """Return kind → stretches in seconds: speech, music, singing, silence."""
    return _stretches(
        (event.get("Type"), event) for event in loose.items(loose.of(results, "audioEvents"), "AudioEvents")
    )


def _seen(sightings: Iterator[tuple[str, float, float | None]]) -> list[Seen]:
    found: dict[str, list[tuple[float, float | None]]] = {}
    for name, confidence, time in sightings:
        if name:
            found.setdefault(name, []).append((confidence, time))
    seen = [
        Seen(
            name=name,
            confidence=max(confidence for confidence, _ in each),
            count=len(each),
            spans=tuple(spans_of(time for _, time in each if time is not None)),
        )
        for name, each in found.items()
    ]
    return sorted(seen, key=lambda one: (-one.count * one.confidence, one.name))


def _followed(tracks: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Seen]:
    """Return things that were followed over time, those of the same name together."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for name, track in tracks:
        if name:
            found.setdefault(name, []).append(track)
    seen = [
        Seen(
            name=name,
            confidence=max(loose.number(track.get("Confidence")) for track in each),
            count=sum(int(loose.number(track.get("FrameCount"))) for track in each),
            spans=tuple(_span(track, "StartTimestamp", "EndTimestamp") for track in each),
        )
        for name, each in found.items()
    ]
    return sorted(seen, key=lambda one: (-one.count * one.confidence, one.name))


def _items(result: Mapping[str, Any], key: str, inner: str) -> Iterator[tuple[Mapping[str, Any], float | None]]:
    """Yield each detection with its time in seconds: nested in a video's result, flat in an image's."""
    for item in loose.items(result, key):
        nested = item.get(inner)
        if isinstance(nested, Mapping):
            yield nested, loose.number(item.get("Timestamp")) / 1000
        else:
            yield item, None


def _matches(result: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], float | None]]:
    """Yield match, known face and time in seconds: of everybody in a film, of the largest face in an image."""
    for person in loose.items(result, "Persons"):
        for match in loose.items(person, "FaceMatches"):
            yield match, loose.mapping(match, "Face"), loose.number(person.get("Timestamp")) / 1000
    for match in loose.items(result, "FaceMatches"):
        yield match, loose.mapping(match, "Face"), None


def _stretches(found: Iterable[tuple[Any, Mapping[str, Any]]]) -> dict[str, list[Span]]:
    kinds: dict[str, list[Span]] = {}
    for kind, each in found:
        span = _span(each, "StartTimestampMillis", "EndTimestampMillis")
        kinds.setdefault(loose.text(kind) or "?", []).append(span)
    return kinds


def _metadata(result: Any) -> Mapping[str, Any]:
    found = result.get("VideoMetadata") if isinstance(result, Mapping) else None
    if isinstance(found, list) and found:
        found = found[0]
    return found if isinstance(found, Mapping) else {}


def _span(item: Mapping[str, Any], start: str, end: str) -> Span:
    """Return from when to when something is, in seconds, by two members in milliseconds."""
    return loose.number(item.get(start)) / 1000, loose.number(item.get(end)) / 1000
