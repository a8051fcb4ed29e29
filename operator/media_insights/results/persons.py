"""personTracking, faceSearch and celebrityRecognition: persons followed over time, known faces, celebrities."""

from typing import Annotated

from pydantic import Field

from media_insights.results.faces import Face
from media_insights.results.media import VideoResult
from media_insights.results.places import BoundingBox
from media_insights.results.shapes import Computed, Count, Millis, Pascal, Percent


class Person(Pascal):
    """Somebody, distinguished from all others of the video by a number."""

    index: Count
    """The number: the same somebody has the same one all through the video."""
    bounding_box: BoundingBox | None = None
    """Where the whole person is."""
    confidence: Percent | None = None
    """How sure it is that this is a person; personTracking only, and absent in imported results."""
    face: Face | None = None
    """The person's face."""


class TrackedPerson(Pascal):
    """A person at a time."""

    timestamp: Millis
    """When."""
    person: Person
    """Who."""


class PersonTrack(Pascal):
    """Somebody's way through the video, from the first sight to the last."""

    index: Count
    """The person's number."""
    start_timestamp: Millis
    """When the person is first seen."""
    end_timestamp: Millis
    """When the person is no more seen: the next frame that was analysed after the last sight, or the end."""
    frame_count: Count
    """In how many frames the person was seen."""
    confidence: Percent
    """How sure it is that this is a person: the mean of these frames."""


class VideoPersons(VideoResult):
    """personTracking of a video, in time order."""

    persons: tuple[TrackedPerson, ...]
    """The persons of all frames that were analysed; of a very long video, of every second, fourth … of them."""
    tracks: tuple[PersonTrack, ...] | None = None
    """Every person once, in order of the first sight; this product's own, absent in imported results."""
    frames_per_second: Annotated[float, Field(gt=0)] | None = None
    """How many frames a second `Persons` lists; this product's own, absent in imported results."""


class UsedCollection(Pascal):
    """The collection that faces were compared with."""

    id: str
    """Its name."""
    version: Count
    """Its version: every change of a collection makes the next one."""
    face_count: Count
    """How many faces it held."""


class Compared(Computed):
    """A result of comparing faces with a collection."""

    collection: UsedCollection | None = None
    """The collection; absent in imported results."""
    face_model_version: str | None = None
    """Version of the model."""


class KnownFace(Pascal):
    """A face of the collection."""

    face_id: str
    """Its id in the collection."""
    external_image_id: str | None = None
    """The name that was given when it was indexed."""
    image_id: str | None = None
    """The image that it was indexed from."""
    bounding_box: BoundingBox | None = None
    """Where it was in that image."""
    confidence: Percent | None = None
    """How sure it was that this is a face."""
    index_faces_model_version: str | None = None
    """Version of the model that indexed it; in imported results only."""
    user_id: str | None = None
    """The user that it belongs to; in imported results only."""


class FaceMatch(Pascal):
    """A face of the collection that looks alike."""

    similarity: Percent
    """How alike."""
    face: KnownFace
    """The face of the collection."""


class MatchedPerson(Pascal):
    """A face of the video, and who it looks like."""

    timestamp: Millis
    """When."""
    person: Person
    """Whose face."""
    face_matches: tuple[FaceMatch, ...] | None = None
    """Faces of the collection that look alike, the most alike first; absent or empty for a stranger."""


class VideoMatches(VideoResult, Compared):
    """faceSearch of a video, in time order."""

    persons: tuple[MatchedPerson, ...]
    """The faces of all frames that were analysed."""


class ImageMatches(Compared):
    """faceSearch of an image: its largest face."""

    searched_face_bounding_box: BoundingBox | None = None
    """The face that was searched; absent when there is none."""
    searched_face_confidence: Percent | None = None
    """How sure it is that this is a face."""
    face_matches: tuple[FaceMatch, ...]
    """Faces of the collection that look alike, the most alike first."""


class KnownGender(Pascal):
    """In imported results only."""

    type: str
    """As the source says."""


class Celebrity(Pascal):
    """Somebody of the gallery."""

    name: str
    """The name."""
    id: str
    """The id in the gallery."""
    urls: tuple[str, ...] = ()
    """Pages about the person, as the gallery names them."""
    confidence: Percent
    """How sure it is that it is this person."""
    bounding_box: BoundingBox | None = None
    """Where the person is."""
    face: Face | None = None
    """The face."""
    known_gender: KnownGender | None = None
    """In imported results only."""


class TimedCelebrity(Pascal):
    """Somebody of the gallery at a time."""

    timestamp: Millis
    """When."""
    celebrity: Celebrity
    """Who."""


class VideoCelebrities(VideoResult, Compared):
    """celebrityRecognition of a video, in time order."""

    celebrities: tuple[TimedCelebrity, ...]
    """The known persons of all frames that were analysed."""


class CelebrityFace(Pascal):
    """Somebody of the gallery in an image."""

    name: str
    """The name."""
    id: str
    """The id in the gallery."""
    urls: tuple[str, ...] = ()
    """Pages about the person, as the gallery names them."""
    face: Face
    """The face."""
    match_confidence: Percent
    """How sure it is that it is this person."""
    known_gender: KnownGender | None = None
    """In imported results only."""


class ImageCelebrities(Compared):
    """celebrityRecognition of an image."""

    celebrity_faces: tuple[CelebrityFace, ...]
    """The known persons."""
    unrecognized_faces: tuple[Face, ...] = ()
    """The faces of everybody else."""
    orientation_correction: str | None = None
    """How the image was turned; in imported results only."""


class IndexedFace(KnownFace):
    """A face, ready to be found again."""

    embedding: tuple[float, ...] | None = None
    """The face as a vector; near vectors are alike faces."""


class FaceRecord(Pascal):
    """A face that was indexed."""

    face: IndexedFace
    """What goes into the collection."""
    face_detail: Face
    """What the detector said about it."""


class UnindexedFace(Pascal):
    """A face that was not indexed."""

    reasons: tuple[str, ...]
    """Why, for instance `EXCEEDS_MAX_FACES`, `LOW_SHARPNESS`."""
    face_detail: Face
    """What the detector said about it."""


class ImageFaceIndex(Computed):
    """faceIndex of an image: faces for a collection."""

    face_records: tuple[FaceRecord, ...]
    """The faces that were indexed."""
    unindexed_faces: tuple[UnindexedFace, ...] = ()
    """The others."""
    face_model_version: str | None = None
    """Version of the model."""
    orientation_correction: str | None = None
    """How the image was turned; in imported results only."""
