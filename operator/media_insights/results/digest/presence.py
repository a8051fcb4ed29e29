"""Presence: how many faces or persons there are together, and when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from media_insights.results.digest.spans import Span, spans_of
from media_insights.results.faces import ImageFaces, VideoFaces
from media_insights.results.persons import VideoPersons


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How often somebody is seen, how many at most at one time, when."""

    count: int
    """Detections of faces; appearances of persons: whoever comes back after a cut appears again."""
    most_at_once: int
    """Most of them in one frame."""
    spans: tuple[Span, ...]
    """Empty for an image."""


def faces_of(result: VideoFaces | ImageFaces) -> Presence:
    """Return the presence of faces."""
    if isinstance(result, ImageFaces):
        count = len(result.face_details)
        return Presence(count=count, most_at_once=count, spans=())
    times = [each.timestamp / 1000 for each in result.faces]
    return _presence(len(times), times)


def persons_of(result: VideoPersons) -> Presence:
    """Return the presence of persons; without tracks (Rekognition has none) their numbers are counted."""
    numbers = {each.person.index for each in result.persons}
    return _presence(len(result.tracks or numbers), [each.timestamp / 1000 for each in result.persons])


def _presence(count: int, times: Iterable[float]) -> Presence:
    at = Counter(times)
    return Presence(count=count, most_at_once=max(at.values(), default=0), spans=tuple(spans_of(at)))
