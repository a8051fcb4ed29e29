"""Faces of which it is known who they are, or at least who they are not: those of `truth/faces.yaml`.

Two faces of one picture are two persons; two with one name are one; a name and another, or none, are two. Whether two
nameless faces of different pictures are one person nobody can say, and nobody is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from media_insights.domain import known_faces
from tests.evaluation.measures import boxes
from tests.evaluation.measures.boxes import Box
from tests.evaluation.running import Bench
from tests.evaluation.subjects.face_detection import box_of
from tests.evaluation.truths import truth
from tests.operators import media
from tests.operators.examples import frames_zip
from tests.operators.pictures import changed

COPY = "picture = ImageOps.mirror(picture)\npicture.thumbnail((800, 800))\npicture.save(out, 'JPEG', quality=40)"


@dataclass(frozen=True)
class Portrait:
    """One face of one picture."""

    media: str
    place: int
    name: str
    box: Box
    changed: bool = False


@dataclass(frozen=True)
class Shot:
    """A picture with its faces, as it is or mirrored, made smaller and compressed."""

    case: Mapping[str, Any]
    changed: bool = False

    @property
    def faces(self) -> list[Portrait]:
        """The faces that were drawn by eye."""
        found = [
            Portrait(self.case["media"], place, face.get("name", ""), Box(*face["box"]), self.changed)
            for place, face in enumerate(self.case["faces"])
        ]
        return [replace(each, box=_mirrored(each.box)) for each in found] if self.changed else found


def is_same(one: Portrait, other: Portrait) -> bool:
    """Return whether two different pictures are known to show one person."""
    return bool(one.name) and one.name == other.name and one.media != other.media


def is_other(one: Portrait, other: Portrait) -> bool:
    """Return whether two faces are known to be those of two persons."""
    if one.media == other.media:
        return one.place != other.place
    return one.name != other.name


def is_copy(one: Portrait, other: Portrait) -> bool:
    """Return whether the first is the changed likeness of the second."""
    return one.changed and (one.media, one.place) == (other.media, other.place)


def shots() -> list[Shot]:
    """Return all pictures with faces, first as they are and then changed."""
    cases = [case for case in truth("faces") if case["faces"]]
    return [Shot(case) for case in cases] + [Shot(case, changed=True) for case in cases]


def frames_of(wanted: Sequence[Shot], bench: Bench) -> bytes:
    """Return the pictures as frames, one a second."""
    return frames_zip([_path(shot, bench) for shot in wanted])


def recognised(shot: Shot, places: Sequence[Mapping[str, float]]) -> dict[int, Portrait]:
    """Return which of the boxes found in a frame is which face."""
    found = [box_of(dict(place), dict(shot.case)) for place in places]
    faces = shot.faces
    return {index: faces[place] for index, place in boxes.matches([face.box for face in faces], found, 0.3).items()}


def indexed(bench: Bench) -> tuple[dict[str, Portrait], dict[str, Any]]:
    """Return face id → who it is, and the collection of all faces that face-index takes with its default parameters."""
    made = known_faces.Collection(id="evaluation", kind="faces", created="2026-01-01T00:00:00Z")
    known: dict[str, Portrait] = {}
    for shot in (each for each in shots() if not each.changed):
        result = records_of(bench, shot)
        known |= {
            it["Face"]["FaceId"]: who for it, who in zip(result["FaceRecords"], _who(shot, result), strict=True) if who
        }
        name = shot.case["media"]
        made = known_faces.with_faces(made, *known_faces.faces_of(result, media.ITEMS[name].sha256, name))
    return known, made.to_json()


def records_of(bench: Bench, shot: Shot) -> Any:
    """Return face-index's result for a picture."""
    return bench.run("face-index", {"image": media.fetch(shot.case["media"])}).result


def _who(shot: Shot, result: Mapping[str, Any]) -> list[Portrait | None]:
    places = [_box(it["Face"]["BoundingBox"]) for it in result["FaceRecords"]]
    faces = shot.faces
    found = boxes.matches([face.box for face in faces], places, 0.3)
    return [faces[found[index]] if index in found else None for index in range(len(places))]


def _path(shot: Shot, bench: Bench) -> Path:
    name = str(shot.case["media"])
    if not shot.changed:
        return media.fetch(name)
    path = bench.made(f"{name}.jpg")
    path.write_bytes(changed(name, COPY))
    return path


def _box(found: Mapping[str, float]) -> Box:
    return Box(found["Left"], found["Top"], found["Left"] + found["Width"], found["Top"] + found["Height"])


def _mirrored(box: Box) -> Box:
    return Box(1 - box.right, box.top, 1 - box.left, box.bottom)
