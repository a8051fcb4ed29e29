"""What is worth telling about an asset, picked from its stored results (MIE's shapes, for video and for images).

Nothing here fails: a result of another shape tells less.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.cli.spans import Span, spans_of

Results = Mapping[str, Any]
"""OperatorName → result."""


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


def duration_of(results: Results) -> float | None:
    """Return the duration in seconds, None when no result tells it."""
    tracks = _list(_of(results, "Mediainfo"), "tracks")
    general = next((track for track in tracks if track.get("track_type") == "General"), {})
    millis = [general.get("duration"), *(_metadata(result).get("DurationMillis") for result in results.values())]
    numbers = [value for value in millis if isinstance(value, int | float) and value > 0]
    return numbers[0] / 1000 if numbers else None


def picture_of(results: Results) -> str:
    """Return ``1280×720, 25 fps, h264, 2 audio tracks`` as far as it is known."""
    tracks = _list(_of(results, "Mediainfo"), "tracks")
    picture = next((track for track in tracks if track.get("track_type") in ("Video", "Image")), {})
    sound = [track for track in tracks if track.get("track_type") == "Audio"]
    parts = [
        f"{picture['width']}×{picture['height']}" if picture.get("width") and picture.get("height") else "",
        f"{float(picture['frame_rate']):g} fps" if _number(picture.get("frame_rate")) else "",
        str(picture.get("format") or ""),
        f"{len(sound)} audio track{'s' if len(sound) > 1 else ''} ({sound[0].get('format', '?')})" if sound else "",
    ]
    return ", ".join(part for part in parts if part)


def shots_of(results: Results) -> list[Span]:
    """Return start and end in seconds of every shot."""
    segments = _list(_of(results, "shotDetection"), "Segments")
    return [
        (_number(segment.get("StartTimestampMillis")) / 1000, _number(segment.get("EndTimestampMillis")) / 1000)
        for segment in segments
    ]


def labels_of(results: Results) -> list[Seen]:
    """Return the labels, the most seen and surest first."""
    return _seen(
        (_text(label.get("Name")), _number(label.get("Confidence")), time)
        for label, time in _items(_of(results, "labelDetection"), "Labels", "Label")
    )


def texts_of(results: Results) -> list[Seen]:
    """Return the lines of text in the picture, the most seen first: as tracks where there are any."""
    tracks = _list(_of(results, "textDetection"), "TextTracks")
    if tracks:
        return _followed((_text(track.get("DetectedText")), track) for track in tracks)
    return _seen(
        (_text(line.get("DetectedText")), _number(line.get("Confidence")), time)
        for line, time in _items(_of(results, "textDetection"), "TextDetections", "TextDetection")
        if line.get("Type", "LINE") == "LINE"
    )


def faces_of(results: Results) -> Faces | None:
    """Return what is known of the faces, None when faces were not looked for."""
    result = _of(results, "faceDetection")
    if not result:
        return None
    times = [time for _, time in _items(result, "Faces" if "Faces" in result else "FaceDetails", "Face")]
    most = max(Counter(times).values(), default=0)
    spans = tuple(spans_of(time for time in times if time is not None))
    return Faces(sightings=len(times), most_at_once=most, spans=spans)


def people_of(results: Results) -> list[Seen]:
    """Return the people that a collection knows, by the names they have there, the most seen first."""
    return _seen(
        (_text(face.get("ExternalImageId")), _number(match.get("Similarity")), time)
        for match, face, time in _matches(_of(results, "faceSearch"))
    )


def moderation_of(results: Results) -> list[Seen] | None:
    """Return what not everybody should see, groups left out; None when nobody looked."""
    result = _of(results, "contentModeration")
    if not isinstance(result.get("ModerationLabels"), list):
        return None
    labels = list(_items(result, "ModerationLabels", "ModerationLabel"))
    groups = {_text(label.get("ParentName")) for label, _ in labels}
    return _seen(
        (_text(label.get("Name")), _number(label.get("Confidence")), time)
        for label, time in labels
        if _text(label.get("Name")) not in groups
    )


def cues_of(results: Results) -> dict[str, list[Span]]:
    """Return kind → stretches in seconds: black, bars, frozen pictures, credits; silence is told by the sound."""
    segments = _list(_of(results, "technicalCueDetection"), "Segments")
    cues = ((_mapping(segment, "TechnicalCueSegment").get("Type"), segment) for segment in segments)
    return _stretches((kind, segment) for kind, segment in cues if kind != "Silence")


def sounds_of(results: Results) -> dict[str, list[Span]]:
    """Return kind → stretches in seconds: speech, music, singing, silence."""
    return _stretches((event.get("Type"), event) for event in _list(_of(results, "audioEvents"), "AudioEvents"))


def mood_of(results: Results) -> str:
    """Return for instance ``neutral (81 %)``; nothing when no text was judged."""
    result = _of(results, "sentiment")
    mood = _text(result.get("Sentiment"))
    score = _number(_mapping(result, "SentimentScore").get(mood.capitalize()))
    return f"{mood.lower()} ({100 * score:.0f} %)" if mood and score else ""


def transcript_of(results: Results) -> tuple[str, str] | None:
    """Return what was said and its language, None when nobody listened."""
    result = _of(results, "TranscribeVideo") or _of(results, "TranscribeAudio")
    said = result.get("results")
    if not isinstance(said, Mapping):
        return None
    texts = [_text(each.get("transcript")) for each in _list(said, "transcripts")]
    return " ".join(text for text in texts if text), _text(said.get("language_code"))


def entities_of(results: Results) -> list[tuple[str, str, int]]:
    """Return text, type and count of the entities, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    pages = _of(results, "entities").get("Results")
    for page in pages if isinstance(pages, list) else ():
        try:
            found = json.loads(page) if isinstance(page, str) else page
        except ValueError:
            continue
        for entity in _list(found if isinstance(found, Mapping) else {}, "Entities"):
            counts[(_text(entity.get("Text")), _text(entity.get("Type")))] += 1
    return [(text, type_, count) for (text, type_), count in counts.most_common() if text]


def translation_of(results: Results) -> tuple[str, str] | None:
    """Return the translated text, and its language and what it is worth; None when nothing was translated."""
    result = _of(results, "Translate")
    text = _text(result.get("TranslatedText"))
    return (text, _translated(result)) if text else None


def translated_captions_of(results: Results) -> list[str]:
    """Return the languages of translated captions, and what each is worth."""
    return [_translated(each) for each in _list(_of(results, "TranslateWebCaptions"), "CaptionsCollection")]


def captions_of(results: Results) -> int:
    """Return the number of captions."""
    return len(_list(_of(results, "WebCaptions"), "WebCaptions"))


def _translated(result: Mapping[str, Any]) -> str:
    """Return for instance ``es, a rule-based draft``."""
    draft = ", a rule-based draft" if result.get("Engine") == "apertium" else ""
    return (_text(result.get("TargetLanguageCode")) or "?") + draft


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
            confidence=max(_number(track.get("Confidence")) for track in each),
            count=sum(int(_number(track.get("FrameCount"))) for track in each),
            spans=tuple(
                (_number(track.get("StartTimestamp")) / 1000, _number(track.get("EndTimestamp")) / 1000)
                for track in each
            ),
        )
        for name, each in found.items()
    ]
    return sorted(seen, key=lambda one: (-one.count * one.confidence, one.name))


def _items(result: Mapping[str, Any], key: str, inner: str) -> Iterator[tuple[Mapping[str, Any], float | None]]:
    """Yield each detection with its time in seconds: nested in a video's result, flat in an image's."""
    for item in _list(result, key):
        nested = item.get(inner)
        if isinstance(nested, Mapping):
            yield nested, _number(item.get("Timestamp")) / 1000
        else:
            yield item, None


def _matches(result: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], float | None]]:
    """Yield match, known face and time in seconds: of everybody in a film, of the largest face in an image."""
    for person in _list(result, "Persons"):
        for match in _list(person, "FaceMatches"):
            yield match, _mapping(match, "Face"), _number(person.get("Timestamp")) / 1000
    for match in _list(result, "FaceMatches"):
        yield match, _mapping(match, "Face"), None


def _stretches(found: Iterable[tuple[Any, Mapping[str, Any]]]) -> dict[str, list[Span]]:
    kinds: dict[str, list[Span]] = {}
    for kind, each in found:
        span = (_number(each.get("StartTimestampMillis")) / 1000, _number(each.get("EndTimestampMillis")) / 1000)
        kinds.setdefault(_text(kind) or "?", []).append(span)
    return kinds


def _mapping(result: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = result.get(key)
    return found if isinstance(found, Mapping) else {}


def _of(results: Results, name: str) -> Mapping[str, Any]:
    result = results.get(name)
    return result if isinstance(result, Mapping) else {}


def _list(result: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = result.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _metadata(result: Any) -> Mapping[str, Any]:
    found = result.get("VideoMetadata") if isinstance(result, Mapping) else None
    if isinstance(found, list) and found:
        found = found[0]
    return found if isinstance(found, Mapping) else {}


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
