"""Answers of Amazon Rekognition about videos and images: the Get… calls and the Detect… calls.

Shapes: https://docs.aws.amazon.com/rekognition/latest/APIReference/.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from media_insights.errors import InvalidImport
from media_insights.imports.shaping import Content, Shaped, number_in
from media_insights.results.faces import ImageFaces, VideoFaces
from media_insights.results.labels import ImageLabels, VideoLabels
from media_insights.results.moderation import ImageModeration, VideoModeration
from media_insights.results.persons import (
    ImageCelebrities,
    ImageMatches,
    VideoCelebrities,
    VideoMatches,
    VideoPersons,
)
from media_insights.results.segments import Segments
from media_insights.results.texts import ImageTexts, VideoTexts


def results_of_recognition(member: str, content: Content, where: str) -> Iterator[Shaped]:
    """Yield the results that an answer with this list holds; videos' in time order. Raises InvalidImport."""
    _check_job(content, where)
    if member == "Segments":
        yield from _segments(content, where)
    else:
        name, shape, is_video = _KINDS[member](content)
        yield Shaped(name, shape, content | {member: _timed(content[member])} if is_video else content)


Kind = tuple[str, Any, bool]
"""Result name, type, and whether the answer is about a video."""


def _either(name: str, item: str, member: str, video: Any, image: Any) -> Callable[[Content], Kind]:
    """One member, two calls: a video's items hold the thing beside a time, an image's are the thing."""

    def kind_of(content: Content) -> Kind:
        items = content[member]
        known = any(isinstance(each, Mapping) and item in each for each in items)
        is_video = known or (not items and not _JOB.isdisjoint(content))
        return name, video if is_video else image, is_video

    return kind_of


_JOB = {"JobStatus", "VideoMetadata", "JobId"}
"""Members that only answers about videos have."""


def _persons(content: Content) -> Kind:
    """Two calls, one shape: only a search has matches."""
    searched = any(isinstance(each, Mapping) and "FaceMatches" in each for each in content["Persons"])
    return ("faceSearch", VideoMatches, True) if searched else ("personTracking", VideoPersons, True)


_KINDS: Mapping[str, Callable[[Content], Kind]] = {
    "Labels": _either("labelDetection", "Label", "Labels", VideoLabels, ImageLabels),
    "ModerationLabels": _either(
        "contentModeration", "ModerationLabel", "ModerationLabels", VideoModeration, ImageModeration
    ),
    "TextDetections": _either("textDetection", "TextDetection", "TextDetections", VideoTexts, ImageTexts),
    "Faces": lambda _: ("faceDetection", VideoFaces, True),
    "Celebrities": lambda _: ("celebrityRecognition", VideoCelebrities, True),
    "Persons": _persons,
    "FaceDetails": lambda _: ("faceDetection", ImageFaces, False),
    "CelebrityFaces": lambda _: ("celebrityRecognition", ImageCelebrities, False),
    "FaceMatches": lambda _: ("faceSearch", ImageMatches, False),
}
MEMBERS = ("Segments", *_KINDS)
"""The list by which an answer is known."""


def _check_job(content: Content, where: str) -> None:
    status = content.get("JobStatus", "SUCCEEDED")
    if status != "SUCCEEDED":
        why = f" ({content['StatusMessage']})" if content.get("StatusMessage") else ""
        raise InvalidImport(f"{where}: JobStatus is {status}{why}: only a job that SUCCEEDED has a result")


def _timed(items: list[Any]) -> list[Any]:
    """Return the items in time order, each with a Timestamp: aggregated by segments they only have a start."""
    timed = [_with_time(each) for each in items]
    return sorted(timed, key=lambda each: number_in(each, "Timestamp"))


def _with_time(item: Any) -> Any:
    if isinstance(item, dict) and "Timestamp" not in item and "StartTimestampMillis" in item:
        return {"Timestamp": item["StartTimestampMillis"], **item}
    return item


def _selected(content: Content) -> list[Content]:
    selected = content.get("SelectedSegmentTypes")
    return [each for each in selected if isinstance(each, dict)] if isinstance(selected, list) else []


_SEGMENTS = {"SHOT": "shotDetection", "TECHNICAL_CUE": "technicalCueDetection"}


def _segments(content: Content, where: str) -> Iterator[Shaped]:
    """Split one answer by segment type: shots and technical cues are two results."""
    items = [each for each in content["Segments"] if isinstance(each, dict)]
    selected = _selected(content)
    kinds = [kind for kind in _SEGMENTS if any(each.get("Type") == kind for each in (*items, *selected))]
    if not kinds:
        raise InvalidImport(f"{where}: neither SelectedSegmentTypes nor Segments say what was looked for")
    strange = next((each.get("Type") for each in items if each.get("Type") not in _SEGMENTS), None)
    if strange is not None:
        raise InvalidImport(f"{where}: a segment has the Type {strange!r}: SHOT and TECHNICAL_CUE are known")
    for kind in kinds:
        own = [each for each in items if each["Type"] == kind]
        chosen = {"SelectedSegmentTypes": [each for each in selected if each.get("Type") == kind]} if selected else {}
        segments = sorted(own, key=lambda each: number_in(each, "StartTimestampMillis"))
        yield Shaped(_SEGMENTS[kind], Segments, content | {"Segments": segments} | chosen)
