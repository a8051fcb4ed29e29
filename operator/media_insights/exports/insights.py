"""Insights as Azure AI Video Indexer's "Get Video Index" gives them, for tools that read those.

Written from Microsoft's public documentation, "Examine the Azure AI Video Indexer output"
(https://learn.microsoft.com/azure/azure-video-indexer/video-indexer-output-json-v2). Confidences are 0 to 1, times are
``h:mm:ss.fff``, places of text are pixels. What no operator tells is empty: scenes, brands, emotions, topics. Faces
that were not told apart are one entry, Unknown. A MIXED sentence counts as Neutral: Video Indexer has no other word.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from media_insights.exports.assets import Asset, Missing
from media_insights.exports.stretches import Frames, Stretch, merged
from media_insights.results.comprehension import KeyPhrases, Sentiment
from media_insights.results.faces import FilmFaces
from media_insights.results.labels import FilmLabels
from media_insights.results.persons import FilmCelebrities, FilmMatches, FilmPersons
from media_insights.results.pictures import BoundingBox
from media_insights.results.segments import Segments
from media_insights.results.sounds import AudioEvents
from media_insights.results.texts import FilmTexts
from media_insights.results.tracks import Mediainfo
from media_insights.results.transcripts import AudioSegment, Transcription

Insight = dict[str, Any]
VERSION = "1.0.0.0"
SOURCES = (
    *("TranscribeVideo", "textDetection", "key_phrases", "faceSearch", "celebrityRecognition", "faceDetection"),
    *("personTracking", "labelDetection", "shotDetection", "sentiment", "audioEvents"),
)
"""Results that insights are made of; each may be missing."""
_SUMMARIZED = ("faces", "keywords", "sentiments", "audioEffects", "labels")


def insights_of(asset: Asset) -> Iterator[str]:
    """Yield the JSON document. Raises Missing when there is none of the results that insights are made of."""
    if not any(name in asset.results for name in SOURCES):
        raise Missing(
            f"{asset.name} has no result that insights are made of: run transcribe, label-detection, shot-detection, "
            "text-detection or the whole full-analysis over it first"
        )
    yield json.dumps(_document(asset), ensure_ascii=False, indent=2) + "\n"


def _document(asset: Asset) -> Insight:
    duration = _duration(asset)
    insights = _insights(asset, duration)
    name = asset.title or asset.name
    return {
        "accountId": "",
        "id": asset.uid,
        "name": name,
        "description": None,
        "userName": None,
        "created": asset.created,
        "privacyMode": "Private",
        "state": "Processed",
        "isOwned": True,
        "isEditable": False,
        "isBase": True,
        "durationInSeconds": round(duration / 1000),
        "summarizedInsights": _summary(asset, name, insights, duration),
        "videos": [
            {
                "accountId": "",
                "id": asset.uid,
                "name": name,
                "state": "Processed",
                "privacyMode": "Private",
                "processingProgress": "100%",
                "failureCode": "None",
                "failureMessage": "",
                "externalId": asset.name,
                "externalUrl": asset.source or None,
                "metadata": None,
                "insights": insights,
                "sourceLanguage": insights["sourceLanguage"],
                "language": insights["language"],
            }
        ],
        "videosRanges": [{"videoId": asset.uid, "range": {"start": _time(0), "end": _time(duration)}}],
    }


def _insights(asset: Asset, duration: int) -> Insight:
    speech = asset.model("TranscribeVideo", Transcription)
    language = speech.results.language_code if speech else None
    return {
        "version": VERSION,
        "duration": _time(duration),
        "sourceLanguage": language,
        "language": language,
        "transcript": _transcript(speech),
        "ocr": _ocr(asset, language),
        "keywords": _keywords(asset.model("key_phrases", KeyPhrases)),
        "faces": _faces(asset),
        "labels": _labels(asset.model("labelDetection", FilmLabels), language),
        "scenes": [],
        "shots": _shots(asset.model("shotDetection", Segments)),
        "brands": [],
        "audioEffects": _sounds(asset.model("audioEvents", AudioEvents)),
        "sentiments": _sentiments(asset.model("sentiment", Sentiment)),
        "emotions": [],
        "topics": [],
        "speakers": _speakers(speech),
    }


def _duration(asset: Asset) -> int:
    """Return the film's length in milliseconds, 0 when nothing tells it."""
    info = asset.model("Mediainfo", Mediainfo)
    lengths = [track.duration for track in info.tracks if track.duration] if info else []
    if lengths:
        return round(lengths[0])
    shots = asset.model("shotDetection", Segments)
    return max((each.end_timestamp_millis for each in shots.segments), default=0) if shots else 0


def _transcript(speech: Transcription | None) -> list[Insight]:
    if speech is None:
        return []
    sure = {
        item.id: item.alternatives[0].confidence
        for item in speech.results.items
        if item.type == "pronunciation" and item.alternatives
    }
    return [
        {
            "id": number,
            "text": each.transcript,
            "confidence": _mean([sure[item] for item in each.items if item in sure]),
            "speakerId": _speaker(each),
            "language": each.language_code or speech.results.language_code,
            "instances": [_instance((_millis(each.start_time), _millis(each.end_time)))],
        }
        for number, each in enumerate(speech.results.audio_segments or (), start=1)
    ]


def _speaker(segment: AudioSegment) -> int:
    """Return 1 for ``spk_0``, and for all where speakers were not told apart."""
    digits = (segment.speaker_label or "").rpartition("_")[2]
    return int(digits) + 1 if digits.isdecimal() else 1


def _speakers(speech: Transcription | None) -> list[Insight]:
    found: defaultdict[int, list[Stretch]] = defaultdict(list)
    for each in (speech.results.audio_segments if speech else None) or ():
        if each.speaker_label:
            found[_speaker(each)].append((_millis(each.start_time), _millis(each.end_time)))
    return [
        {"id": number, "name": f"Speaker #{number}", "instances": _instances(found[number])} for number in sorted(found)
    ]


def _ocr(asset: Asset, language: str | None) -> list[Insight]:
    """Return each text with its places in time; the rectangle is that of the surest reading."""
    result = asset.model("textDetection", FilmTexts)
    if result is None:
        return []
    width, height = _size(asset, result)
    return [
        {
            "id": number,
            "text": text,
            "confidence": best.confidence / 100,
            **_pixels(best.box, width, height),
            "angle": best.angle,
            "language": language,
            "instances": _instances(each.stretch for each in written),
        }
        for number, (text, written) in enumerate(_grouped((each.text, each) for each in _written(result)).items())
        for best in [max(written, key=lambda each: each.confidence)]
    ]


class _Written(NamedTuple):
    """A text for a while."""

    text: str
    confidence: float
    box: BoundingBox
    angle: float
    stretch: Stretch


def _written(result: FilmTexts) -> Iterator[_Written]:
    """Yield the texts as they were followed; of a result without tracks, each line of each frame."""
    if result.text_tracks is not None:
        for track in result.text_tracks:
            stretch = track.start_timestamp, track.end_timestamp
            yield _Written(track.detected_text, track.confidence, track.bounding_box, 0, stretch)
        return
    frames = Frames(each.timestamp for each in result.text_detections)
    for each in result.text_detections:
        line = each.text_detection
        if line.type == "LINE":
            place, stretch = line.geometry, frames.stretch(each.timestamp)
            angle = place.rotation_angle or 0
            yield _Written(line.detected_text, line.confidence, place.bounding_box, angle, stretch)


def _size(asset: Asset, texts: FilmTexts) -> tuple[int, int]:
    facts = texts.video_metadata
    if facts and facts.frame_width and facts.frame_height:
        return facts.frame_width, facts.frame_height
    info = asset.model("Mediainfo", Mediainfo)
    sizes = [(each.width, each.height) for each in info.tracks if each.width and each.height] if info else []
    return next(((width, height) for width, height in sizes if width and height), (0, 0))


def _pixels(box: BoundingBox, width: int, height: int) -> Insight:
    return {
        "left": round(box.left * width),
        "top": round(box.top * height),
        "width": round(box.width * width),
        "height": round(box.height * height),
    }


def _keywords(result: KeyPhrases | None) -> list[Insight]:
    return (
        [
            {
                "id": number,
                "text": each.text,
                "confidence": each.score,
                "language": result.language_code,
                "instances": _instances(
                    (_millis(mention.start_time), _millis(mention.end_time))
                    for mention in each.mentions
                    if mention.start_time is not None and mention.end_time is not None
                ),
            }
            for number, each in enumerate(result.key_phrases)
        ]
        if result
        else []
    )


def _labels(result: FilmLabels | None, language: str | None) -> list[Insight]:
    if result is None:
        return []
    frames = Frames(each.timestamp for each in result.labels)
    found = _grouped((each.label.name, each) for each in result.labels)
    return [
        {
            "id": number,
            "name": name,
            "language": language,
            "instances": [
                {"confidence": max(each.label.confidence for each in seen if start <= each.timestamp < end) / 100}
                | _instance((start, end))
                for start, end in merged(frames.stretch(each.timestamp) for each in seen)
            ],
        }
        for number, (name, seen) in enumerate(found.items())
    ]


def _faces(asset: Asset) -> list[Insight]:
    """Return who is seen: known people by name, others by number, and faces that were not told apart as one."""
    people = [*_matched(asset), *_celebrities(asset)] or _tracked(asset) or _untold(asset)
    return [{"id": number} | each for number, each in enumerate(people)]


def _matched(asset: Asset) -> Iterator[Insight]:
    result = asset.model("faceSearch", FilmMatches)
    if result is None:
        return
    frames = Frames(each.timestamp for each in result.persons)
    for index, seen in _grouped((each.person.index, each) for each in result.persons).items():
        matches = [match for each in seen for match in each.face_matches or ()]
        best = max(matches, key=lambda match: match.similarity, default=None)
        yield _face(
            (best.face.external_image_id if best else None) or f"Unknown #{index}",
            best.similarity / 100 if best else 0.0,
            (frames.stretch(each.timestamp) for each in seen),
            person=best.face.face_id if best else None,
        )


def _celebrities(asset: Asset) -> Iterator[Insight]:
    result = asset.model("celebrityRecognition", FilmCelebrities)
    if result is None:
        return
    frames = Frames(each.timestamp for each in result.celebrities)
    for seen in _grouped((each.celebrity.id or each.celebrity.name, each) for each in result.celebrities).values():
        best = max((each.celebrity for each in seen), key=lambda one: one.confidence)
        stretches = (frames.stretch(each.timestamp) for each in seen)
        yield _face(best.name, best.confidence / 100, stretches, person=best.id)


def _tracked(asset: Asset) -> list[Insight]:
    result = asset.model("personTracking", FilmPersons)
    if result is None:
        return []
    frames = Frames(each.timestamp for each in result.persons)
    people = _grouped((each.person.index, each) for each in result.persons)
    return [
        _face(f"Unknown #{index}", 0.0, (frames.stretch(each.timestamp) for each in seen))
        for index, seen in people.items()
    ]


def _untold(asset: Asset) -> list[Insight]:
    result = asset.model("faceDetection", FilmFaces)
    if result is None or not result.faces:
        return []
    frames = Frames(each.timestamp for each in result.faces)
    face = _face("Unknown", 0.0, (frames.stretch(each.timestamp) for each in result.faces))
    return [face | {"description": "Faces that were not told apart: face-search does that."}]


def _face(name: str, confidence: float, stretches: Iterable[Stretch], person: str | None = None) -> Insight:
    return {
        "name": name,
        "confidence": confidence,
        "description": None,
        "thumbnailId": None,
        "knownPersonId": person,
        "referenceId": None,
        "title": None,
        "imageUrl": None,
        "instances": _instances(stretches),
    }


def _shots(result: Segments | None) -> list[Insight]:
    shots = [each for each in result.segments if each.type == "SHOT"] if result else []
    return [
        {
            "id": number,
            "keyFrames": [],
            "instances": [
                _instance((each.start_timestamp_millis, each.end_timestamp_millis))
                | {"duration": _time(each.duration_millis)}
            ],
        }
        for number, each in enumerate(shots)
    ]


def _sounds(result: AudioEvents | None) -> list[Insight]:
    found = _grouped((each.type, each) for each in result.audio_events) if result else {}
    return [
        {
            "id": number,
            "type": kind,
            "name": kind,
            "instances": [
                {"confidence": each.confidence / 100}
                | _instance((each.start_timestamp_millis, each.end_timestamp_millis))
                for each in heard
            ],
        }
        for number, (kind, heard) in enumerate(found.items())
    ]


def _sentiments(result: Sentiment | None) -> list[Insight]:
    sentences = [each for each in result.sentences if each.start_time is not None] if result else []
    found = _grouped((_FEELINGS[each.sentiment], each) for each in sentences)
    return [
        {
            "id": number,
            "averageScore": _mean([each.score for each in felt]),
            "sentimentType": kind,
            "instances": _instances(
                (_millis(each.start_time or 0), _millis(each.end_time or each.start_time or 0)) for each in felt
            ),
        }
        for number, (kind, felt) in enumerate(found.items())
    ]


_FEELINGS = {"POSITIVE": "Positive", "NEGATIVE": "Negative", "NEUTRAL": "Neutral", "MIXED": "Neutral"}


def _summary(asset: Asset, name: str, insights: Insight, duration: int) -> Insight:
    return {
        "name": name,
        "id": asset.uid,
        "privacyMode": "Private",
        "duration": {"time": _time(duration), "seconds": duration / 1000},
        "thumbnailVideoId": asset.uid,
        "thumbnailId": None,
        **{part: [_summarized(each) for each in insights[part]] for part in _SUMMARIZED},
        "brands": [],
        "statistics": {},
        "emotions": [],
        "topics": [],
    }


def _summarized(insight: Mapping[str, Any]) -> Insight:
    """Return an insight with appearances in place of instances."""
    kept = {key: value for key, value in insight.items() if key not in ("instances", "text", "sentimentType", "type")}
    names = {"text": "name", "sentimentType": "sentimentKey", "type": "audioEffectKey"}
    return (
        kept
        | {to: insight[old] for old, to in names.items() if old in insight}
        | {
            "appearances": [
                {
                    "startTime": each["start"],
                    "endTime": each["end"],
                    "startSeconds": _seconds(each["start"]),
                    "endSeconds": _seconds(each["end"]),
                }
                for each in insight["instances"]
            ]
        }
    )


def _instances(stretches: Iterable[Stretch]) -> list[Insight]:
    return [_instance(stretch) for stretch in merged(stretches)]


def _instance(stretch: Stretch) -> Insight:
    start, end = map(_time, stretch)
    return {"adjustedStart": start, "adjustedEnd": end, "start": start, "end": end}


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Return key → values, keys in the order in which they come first."""
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _millis(seconds: float | None) -> int:
    return round((seconds or 0) * 1000)


def _time(millis: int) -> str:
    seconds, rest = divmod(millis, 1000)
    fraction = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def _seconds(time: str) -> float:
    hours, minutes, seconds = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
