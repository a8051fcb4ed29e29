"""Places in a picture, and facts about the film that they are in."""

from media_insights.results.shapes import Computed, Count, Degrees, Fraction, Millis, Pascal, Percent, Pixels, Size


class BoundingBox(Pascal):
    """A rectangle around a thing."""

    left: Fraction
    """Left edge."""
    top: Fraction
    """Top edge."""
    width: Size
    """Width."""
    height: Size
    """Height."""


class Point(Pascal):
    """A point in the picture."""

    x: Fraction
    """From the left."""
    y: Fraction
    """From the top."""


class Geometry(Pascal):
    """Where something lies, upright and exactly."""

    bounding_box: BoundingBox
    """The upright rectangle around it."""
    polygon: tuple[Point, ...] | None = None
    """Its corners, clockwise from the top left."""
    rotation_angle: Degrees | None = None
    """How far it is turned clockwise; in imported results only."""


class VideoMetadata(Pascal):
    """What is known about the film that was looked at."""

    codec: str | None = None
    """Codec of the picture, for instance `h264`."""
    duration_millis: Millis | None = None
    """Length of the film."""
    format: str | None = None
    """The container's name."""
    frame_rate: float | None = None
    """Frames per second."""
    frame_height: Pixels | None = None
    """Height of the picture."""
    frame_width: Pixels | None = None
    """Width of the picture."""
    color_range: str | None = None
    """`LIMITED` or `FULL`; in imported results only."""


class AudioMetadata(Pascal):
    """What is known about a sound track that was listened to."""

    codec: str | None = None
    """Codec of the sound."""
    duration_millis: Millis | None = None
    """Length of the track."""
    sample_rate: Count | None = None
    """Samples per second and channel."""
    number_of_channels: Count | None = None
    """Channels of the track."""


class OfFilm(Computed):
    """A result about a film, made frame by frame."""

    job_status: str | None = None
    """`SUCCEEDED`: a result is only written when it is whole."""
    video_metadata: VideoMetadata | None = None
    """The film that was looked at."""


class Scored(Pascal):
    """A yes or no, and how sure it is."""

    value: bool
    """The answer."""
    confidence: Percent
    """How sure it is."""
