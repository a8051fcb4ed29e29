"""Insights about people: known faces, celebrities and tracked faces."""

from collections.abc import Iterable, Iterator

from media_insights.exports.assets import Asset
from media_insights.exports.insights.instances import Insight, grouped, instances
from media_insights.exports.stretches import Frames, Stretch
from media_insights.results.faces import VideoFaces
from media_insights.results.persons import VideoCelebrities, VideoMatches, VideoPersons


def people_of(asset: Asset) -> list[Insight]:
    """Return who is seen: known people by name, others by number, and faces that were not distinguished as one."""
    people = [*_matched(asset), *_celebrities(asset)] or _tracked(asset) or _untold(asset)
    return [{"id": number} | each for number, each in enumerate(people)]


def _matched(asset: Asset) -> Iterator[Insight]:
    result = asset.model("faceSearch", VideoMatches)
    if result is None:
        return
    frames = Frames(each.timestamp for each in result.persons)
    for index, seen in grouped((each.person.index, each) for each in result.persons).items():
        matches = [match for each in seen for match in each.face_matches or ()]
        best = max(matches, key=lambda match: match.similarity, default=None)
        yield _face(
            (best.face.external_image_id if best else None) or f"Unknown #{index}",
            best.similarity / 100 if best else 0.0,
            (frames.stretch(each.timestamp) for each in seen),
            person=best.face.face_id if best else None,
        )


def _celebrities(asset: Asset) -> Iterator[Insight]:
    result = asset.model("celebrityRecognition", VideoCelebrities)
    if result is None:
        return
    frames = Frames(each.timestamp for each in result.celebrities)
    for seen in grouped((each.celebrity.id or each.celebrity.name, each) for each in result.celebrities).values():
        best = max((each.celebrity for each in seen), key=lambda one: one.confidence)
        stretches = (frames.stretch(each.timestamp) for each in seen)
        yield _face(best.name, best.confidence / 100, stretches, person=best.id)


def _tracked(asset: Asset) -> list[Insight]:
    result = asset.model("personTracking", VideoPersons)
    if result is None:
        return []
    frames = Frames(each.timestamp for each in result.persons)
    people = grouped((each.person.index, each) for each in result.persons)
    return [
        _face(f"Unknown #{index}", 0.0, (frames.stretch(each.timestamp) for each in seen))
        for index, seen in people.items()
    ]


def _untold(asset: Asset) -> list[Insight]:
    result = asset.model("faceDetection", VideoFaces)
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
        "instances": instances(stretches),
    }
