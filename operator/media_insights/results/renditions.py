"""loudnessNormalization, transcode and hls: what was made of a video or recording."""

from typing import Literal

from media_insights.results.segments import Loudness
from media_insights.results.shapes import Count, Language, Millis, Pascal, Pixels, Warned


class LoudnessTarget(Pascal):
    """What was to be reached."""

    integrated_lufs: float
    """Loudness of the whole, in LUFS."""
    true_peak_dbtp: float
    """Highest true peak, in dBTP."""


class LoudnessNormalization(Warned, Pascal):
    """Audio brought to a target loudness."""

    target: LoudnessTarget
    """The parameters of the run."""
    before: Loudness
    """The source, measured."""
    after: Loudness | None = None
    """What was written, measured."""
    mode: Literal["Linear", "Dynamic", "Unchanged"]
    """One gain for the whole; loud passages held back; or nothing loud enough to be measured."""
    picture: Literal["Copied", "Encoded"] | None = None
    """What happened to a video's frames; absent for audio alone."""


class WrittenVideo(Pascal):
    """The video of a file that was written."""

    codec: str
    """Its codec."""
    width: Pixels
    """Its width."""
    height: Pixels
    """Its height."""
    frames: Count
    """How many frames it has."""


class WrittenAudio(Pascal):
    """The audio of a file that was written."""

    codec: str
    """Its codec."""
    layout: str
    """Its channels, for instance `stereo`."""


class Transcode(Warned, Pascal):
    """A file that was made, measured."""

    file: str
    """Its name."""
    duration_millis: Millis
    """Its length."""
    source_start_millis: Millis
    """Where in the source it begins."""
    video: WrittenVideo | None = None
    """Its video, where it has one."""
    audio: WrittenAudio | None = None
    """Its audio, where it has one."""


class HlsTrack(Pascal):
    """One file for streaming and the playlist of its segments, measured."""

    file: str
    """The file."""
    playlist: str
    """Its playlist, which lies beside it."""
    codecs: str
    """Its codec in the words of RFC 6381, for instance `avc1.64001f`."""
    bandwidth: Count
    """Highest bit rate of neighbouring segments by RFC 8216, in bits per second, of this file alone."""
    average_bandwidth: Count
    """Mean bit rate of all segments, in bits per second, of this file alone."""
    segments: Count
    """How many segments it has."""


class HlsRendition(HlsTrack):
    """The video in one size."""

    width: Pixels
    """Its width."""
    height: Pixels
    """Its height."""
    frame_rate: float
    """Frames per second."""


class HlsCaptions(Pascal):
    """Captions that players offer with the video."""

    file: str
    """The captions, WebVTT."""
    playlist: str
    """Their playlist."""
    language_code: Language | None = None
    """Their language, where it is known."""


class Hls(Warned, Pascal):
    """A video or recording for streaming over HTTP."""

    playlist: str
    """The playlist that a player is given; it names the others."""
    duration_millis: Millis
    """Length of the video, or of the audio where there is no video."""
    segment_millis: Millis
    """Length of a segment; the last one is shorter."""
    renditions: tuple[HlsRendition, ...]
    """The sizes, the largest first; empty for audio alone."""
    audio: HlsTrack | None = None
    """The audio, where there is any."""
    captions: HlsCaptions | None = None
    """The captions, where there are any."""
