"""faceDetection: faces, where they are and, when asked for, how they appear."""

from typing import Annotated, Literal

from pydantic import Field

from media_insights.results.media import VideoResult
from media_insights.results.places import BoundingBox
from media_insights.results.shapes import NOT_ESTIMATED, Computed, Count, Degrees, Fraction, Millis, Pascal, Percent


class Scored(Pascal):
    """A yes or no, and how sure it is."""

    value: bool
    """The answer."""
    confidence: Percent
    """How sure it is."""


class Landmark(Pascal):
    """A point of a face."""

    type: str
    """Which point: `eyeLeft`, `eyeRight`, `nose`, `mouthLeft`, `mouthRight` …; left as the viewer sees it."""
    x: Fraction
    """From the left."""
    y: Fraction
    """From the top."""


class Pose(Pascal):
    """How the head is turned."""

    roll: Degrees
    """Towards a shoulder."""
    yaw: Degrees
    """To the side."""
    pitch: Degrees
    """Up or down."""


class Quality(Pascal):
    """How good the image of the face is."""

    brightness: Percent
    """How bright."""
    sharpness: Percent
    """How sharp."""


class AgeRange(Pascal):
    """The age that a face appears to have, in years."""

    low: Count
    """From."""
    high: Count
    """To."""


class Gender(Pascal):
    """What a face appears to be; says nothing about the person."""

    value: str
    """`Male` or `Female`."""
    confidence: Percent
    """How sure it is."""


class Emotion(Pascal):
    """What a face appears to express; says nothing about what the person feels."""

    type: str
    """For instance `HAPPY`, `CALM`, `SURPRISED`."""
    confidence: Percent
    """How sure it is."""


class EyeDirection(Pascal):
    """Where the eyes look; in imported results only."""

    yaw: Degrees
    """To the side."""
    pitch: Degrees
    """Up or down."""
    confidence: Percent | None = None
    """How sure it is."""


ESTIMATED = Field(json_schema_extra=NOT_ESTIMATED)
"""What marks an attribute that every face has, as null where nothing estimated it."""


class Face(Pascal):
    """One face. Attributes (from age to moustache) that nothing estimated are null, or absent in imported results."""

    bounding_box: BoundingBox
    """Where it is."""
    confidence: Percent
    """How sure it is that this is a face."""
    landmarks: tuple[Landmark, ...] | None = None
    """Points of the face."""
    pose: Pose | None = None
    """How the head is turned."""
    quality: Quality | None = None
    """How good the image of it is."""
    age_range: Annotated[AgeRange | None, ESTIMATED] = None
    """The age that it appears to have."""
    gender: Annotated[Gender | None, ESTIMATED] = None
    """What it appears to be."""
    emotions: Annotated[tuple[Emotion, ...] | None, ESTIMATED] = None
    """What it appears to express, the surest first."""
    smile: Annotated[Scored | None, ESTIMATED] = None
    """Whether it appears to smile."""
    eyes_open: Annotated[Scored | None, ESTIMATED] = None
    """Whether the eyes are open."""
    mouth_open: Annotated[Scored | None, ESTIMATED] = None
    """Whether the mouth is open."""
    eyeglasses: Annotated[Scored | None, ESTIMATED] = None
    """Whether it wears glasses; estimated in imported results only."""
    sunglasses: Annotated[Scored | None, ESTIMATED] = None
    """Whether it wears sunglasses; estimated in imported results only."""
    beard: Annotated[Scored | None, ESTIMATED] = None
    """Whether it has a beard; estimated in imported results only."""
    mustache: Annotated[Scored | None, ESTIMATED] = None
    """Whether it has a moustache; estimated in imported results only."""
    face_occluded: Scored | None = None
    """Whether something hides a part of it; in imported results only."""
    eye_direction: EyeDirection | None = None
    """Where the eyes look; in imported results only."""


class TimedFace(Pascal):
    """A face at a time."""

    timestamp: Millis
    """When."""
    face: Face
    """The face."""


class VideoFaces(VideoResult):
    """Faces of a video, in time order."""

    faces: tuple[TimedFace, ...]
    """The faces of all frames that were analysed."""
    face_attributes: Literal["DEFAULT", "ALL"] | None = None
    """Whether attributes were asked for: with `DEFAULT` all of them are null."""
    face_model_version: str | None = None
    """Version of the model."""


class ImageFaces(Computed):
    """Faces of an image."""

    face_details: tuple[Face, ...]
    """The faces, the largest first."""
    face_attributes: Literal["DEFAULT", "ALL"] | None = None
    """Whether attributes were asked for: with `DEFAULT` all of them are null."""
    face_model_version: str | None = None
    """Version of the model."""
    orientation_correction: str | None = None
    """How the image was turned; in imported results only."""
