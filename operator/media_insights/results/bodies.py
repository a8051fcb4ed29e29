"""Which person of personTracking a face of the same moment belongs to.

celebrityRecognition and faceDetection look at faces, personTracking at whole persons. Rekognition's shapes have both in
one place, so readers of these shapes are given the one beside the other; what lies in the store stays as it is.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from media_insights.results.faces import VideoFaces
from media_insights.results.persons import VideoCelebrities, VideoPersons
from media_insights.results.places import BoundingBox

_Shaped = TypeVar("_Shaped", bound=BaseModel)
SLOWEST = 2.0
"""Frames a second from which a person's box is taken for a face between two of them; slower ones are as if at this."""
OF_A_FACE = frozenset({"BoundingBox", "Landmarks", "Pose", "Quality", "Confidence"})
"""Members of ``Person.Face``, as Rekognition has them: nothing that is estimated about somebody."""


def with_bodies(celebrities: dict[str, Any], persons: Any) -> dict[str, Any]:
    """Return celebrityRecognition of a video with ``Celebrity.BoundingBox``, the whole person, where there is one.

    Boxes that are there stay. What has another shape – of an image, or stored by somebody else – stays as it is.
    """
    try:
        found, crowd = _as(VideoCelebrities, celebrities), _as(VideoPersons, persons)
    except ValidationError:
        return celebrities
    owners = _Owners.of(crowd)
    shown = []
    for entry, seen in zip(celebrities["Celebrities"], found.celebrities, strict=True):
        face = seen.celebrity.face.bounding_box if seen.celebrity.face else None
        number = owners.of_face(seen.timestamp, face) if face and not seen.celebrity.bounding_box else None
        body = {} if number is None else {"BoundingBox": persons["Persons"][number]["Person"]["BoundingBox"]}
        shown.append({**entry, "Celebrity": {**entry["Celebrity"], **body}})
    return {**celebrities, "Celebrities": shown}


def with_faces(persons: dict[str, Any], faces: Any) -> dict[str, Any]:
    """Return personTracking with ``Person.Face`` at the moments at which faceDetection looked; else as it is."""
    try:
        crowd, seen = _as(VideoPersons, persons), _as(VideoFaces, faces)
    except ValidationError:
        return persons
    owners = _Owners.of(crowd)
    belonging: dict[int, dict[str, Any]] = {}
    for number in sorted(range(len(seen.faces)), key=lambda each: _area(seen.faces[each].face.bounding_box)):
        owner = owners.of_face(seen.faces[number].timestamp, seen.faces[number].face.bounding_box)
        if owner is not None and crowd.persons[owner].person.face is None:
            belonging[owner] = _face(faces["Faces"][number]["Face"])
    return {**persons, "Persons": list(_persons(persons["Persons"], belonging))}


def _as(shape: type[_Shaped], stored: Any) -> _Shaped:
    """Return a result in its shape, with the names that Rekognition has alone. Raises ValidationError."""
    return shape.model_validate(stored, by_alias=True, by_name=False)


def _persons(entries: Sequence[dict[str, Any]], faces: dict[int, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, entry in enumerate(entries):
        face = {"Face": faces[number]} if number in faces else {}
        yield {**entry, "Person": {**entry["Person"], **face}}


def _face(detail: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in detail.items() if name in OF_A_FACE}


@dataclass(frozen=True)
class _Owners:
    """The persons of a video, by time."""

    times: Sequence[int]
    """Milliseconds, in order, each once."""
    boxes: dict[int, list[tuple[int, BoundingBox]]]
    """Time → number in ``Persons``, and where that person is."""
    reach: float
    """Milliseconds by which a face may lie beside a moment of persons."""

    @classmethod
    def of(cls, crowd: VideoPersons) -> "_Owners":
        boxes = defaultdict(list)
        for number, seen in enumerate(crowd.persons):
            if seen.person.bounding_box:
                boxes[seen.timestamp].append((number, seen.person.bounding_box))
        rate = max(SLOWEST, crowd.frames_per_second or SLOWEST)
        return cls(sorted(boxes), dict(boxes), 500 / rate)

    def of_face(self, time: int, face: BoundingBox) -> int | None:
        """Return the number of the smallest person around a face, at the nearest moment; None when there is none."""
        place = bisect_left(self.times, time)
        near = min(self.times[max(0, place - 1) : place + 1], key=lambda each: abs(each - time), default=None)
        if near is None or abs(near - time) > self.reach:
            return None
        around = [(_area(box), number) for number, box in self.boxes[near] if _holds(box, face)]
        return min(around)[1] if around else None


def _holds(body: BoundingBox, face: BoundingBox) -> bool:
    """Return whether the middle of a face lies in a body's box."""
    x, y = face.left + face.width / 2, face.top + face.height / 2
    return body.left <= x <= body.left + body.width and body.top <= y <= body.top + body.height


def _area(box: BoundingBox) -> float:
    return box.width * box.height
