"""The video or audio that a result was made from, and what results made frame by frame share."""

from media_insights.results.shapes import Computed, Count, Millis, Pascal, Pixels


class VideoMetadata(Pascal):
    """What is known about the video that was analysed."""

    codec: str | None = None
    """Codec of the video, for instance `h264`."""
    duration_millis: Millis | None = None
    """Length of the video."""
    format: str | None = None
    """The container's name."""
    frame_rate: float | None = None
    """Frames per second."""
    frame_height: Pixels | None = None
    """Height of the frame or image."""
    frame_width: Pixels | None = None
    """Width of the frame or image."""
    color_range: str | None = None
    """`LIMITED` or `FULL`; in imported results only."""


class AudioMetadata(Pascal):
    """What is known about an audio track that was analysed."""

    codec: str | None = None
    """Codec of the audio."""
    duration_millis: Millis | None = None
    """Length of the track."""
    sample_rate: Count | None = None
    """Samples per second and channel."""
    number_of_channels: Count | None = None
    """Channels of the track."""


class VideoResult(Computed):
    """A result about a video, made frame by frame."""

    job_status: str | None = None
    """`SUCCEEDED`: a result is only written when it is whole."""
    video_metadata: VideoMetadata | None = None
    """The video that was analysed."""
