"""loudnessNormalization and transcode: what was made of a film or recording."""

from typing import Literal

from media_insights.results.segments import Loudness
from media_insights.results.shapes import Count, Millis, Pascal, Pixels


class LoudnessTarget(Pascal):
    """What was to be reached."""

    integrated_lufs: float
    """Loudness of the whole, in LUFS."""
    true_peak_dbtp: float
    """Highest true peak, in dBTP."""


class LoudnessNormalization(Pascal):
    """A sound brought to a target loudness."""

    target: LoudnessTarget
    """The parameters of the run."""
    before: Loudness
    """The source, measured."""
    after: Loudness | None = None
    """What was written, measured."""
    mode: Literal["Linear", "Dynamic", "Unchanged"]
    """One gain for the whole; loud passages held back; or nothing loud enough to be measured."""
    picture: Literal["Copied", "Encoded"] | None = None
    """What happened to a film's picture; absent for sound alone."""
    warnings: tuple[str, ...] = ()
    """What a user should know."""


class WrittenPicture(Pascal):
    """The picture of a file that was written."""

    codec: str
    """Its codec."""
    width: Pixels
    """Its width."""
    height: Pixels
    """Its height."""
    frames: Count
    """How many pictures it has."""


class WrittenSound(Pascal):
    """The sound of a file that was written."""

    codec: str
    """Its codec."""
    layout: str
    """Its channels, for instance `stereo`."""


class Transcode(Pascal):
    """A file that was made, measured."""

    file: str
    """Its name."""
    duration_millis: Millis
    """Its length."""
    source_start_millis: Millis
    """Where in the source it begins."""
    video: WrittenPicture | None = None
    """Its picture, where it has one."""
    audio: WrittenSound | None = None
    """Its sound, where it has one."""
    warnings: tuple[str, ...] = ()
    """What ffmpeg said about the source."""
