"""Answers of Amazon Rekognition about films and pictures: the Get… calls and the Detect… calls.

Shapes: https://docs.aws.amazon.com/rekognition/latest/APIReference/.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.imports.numbers import number_in
from media_insights.imports.problems import Unreadable
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

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A result that is to be checked."""

    name: str
    shape: Any
    content: Content


def results_of_film(member: str, content: Content, where: str) -> Iterator[Shaped]:
    """Yield the results that an answer with this list holds; films' in time order. Raises Unreadable."""
    _check_job(content, where)
    if member == "Segments":
        yield from _segments(content, where)
    else:
        name, shape, is_film = _KINDS[member](content)
        yield Shaped(name, shape, content | {member: _timed(content[member])} if is_film else content)


Kind = tuple[str, Any, bool]
"""Result name, type, and whether the answer is about a film."""


def _either(name: str, item: str, member: str, film: Any, picture: Any) -> Callable[[Content], Kind]:
    """One member, two calls: a film's items hold the thing beside a time, a picture's are the thing."""

    def told(content: Content) -> Kind:
        items = content[member]
        known = any(isinstance(each, Mapping) and item in each for each in items)
        is_film = known or (not items and not _JOB.isdisjoint(content))
        return name, film if is_film else picture, is_film

    return told


_JOB = {"JobStatus", "VideoMetadata", "JobId"}
"""Members that only answers about films have."""


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
        told = f" ({content['StatusMessage']})" if content.get("StatusMessage") else ""
        raise Unreadable(f"{where}: JobStatus is {status}{told}: only a job that SUCCEEDED has a result")


def _timed(items: list[Any]) -> list[Any]:
    """Return the items in time order, each with a Timestamp: aggregated by segments they only have a start."""
    timed = [_with_time(each) for each in items]
    return sorted(timed, key=lambda each: number_in(each, "Timestamp"))


def _with_time(item: Any) -> Any:
    if isinstance(item, dict) and "Timestamp" not in item and "StartTimestampMillis" in item:
        return {"Timestamp": item["StartTimestampMillis"], **item}
    return item


def _selected(content: Content) -> list[Content]:
    told = content.get("SelectedSegmentTypes")
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


_SEGMENTS = {"SHOT": "shotDetection", "TECHNICAL_CUE": "technicalCueDetection"}


def _segments(content: Content, where: str) -> Iterator[Shaped]:
    """Split one answer by what was looked for: shots and technical cues are two results."""
    items = [each for each in content["Segments"] if isinstance(each, dict)]
    selected = _selected(content)
    kinds = [kind for kind in _SEGMENTS if any(each.get("Type") == kind for each in (*items, *selected))]
    if not kinds:
        raise Unreadable(f"{where}: neither SelectedSegmentTypes nor Segments say what was looked for")
    strange = next((each.get("Type") for each in items if each.get("Type") not in _SEGMENTS), None)
    if strange is not None:
        raise Unreadable(f"{where}: a segment has the Type {strange!r}: SHOT and TECHNICAL_CUE are known")
    for kind in kinds:
        own = [each for each in items if each["Type"] == kind]
        chosen = {"SelectedSegmentTypes": [each for each in selected if each.get("Type") == kind]} if selected else {}
        segments = sorted(own, key=lambda each: number_in(each, "StartTimestampMillis"))
        yield Shaped(_SEGMENTS[kind], Segments, content | {"Segments": segments} | chosen)
