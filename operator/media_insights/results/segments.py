"""shotDetection and technicalCueDetection: segments of a video."""

from typing import Literal

from pydantic import Field

from media_insights.results.media import AudioMetadata, VideoMetadata
from media_insights.results.shapes import Computed, Count, Millis, Pascal, Percent


class ShotSegment(Pascal):
    """One uninterrupted take of the camera."""

    index: Count
    """Its number."""
    confidence: Percent
    """How sure the cut at its start is; the first shot's is 100."""


class TechnicalCueSegment(Pascal):
    """A stretch that matters to those who prepare videos for playout."""

    type: str
    """`BlackFrames`, `ColorBars`, `EndCredits`, `OpeningCredits` …; `Silence` and `Freeze` are this product's own."""
    confidence: Percent
    """How sure it is."""


class Segment(Pascal):
    """A stretch of a video. The end is the start of what follows."""

    type: Literal["SHOT", "TECHNICAL_CUE"]
    """Which of the two fields below is there."""
    start_timestamp_millis: Millis
    """Start."""
    end_timestamp_millis: Millis
    """End."""
    duration_millis: Millis
    """Length."""
    start_timecode_smpte: str | None = Field(default=None, alias="StartTimecodeSMPTE")
    """Start as hours:minutes:seconds:frame, with a semicolon before the frame for drop-frame rates."""
    end_timecode_smpte: str | None = Field(default=None, alias="EndTimecodeSMPTE")
    """End as a timecode."""
    duration_smpte: str | None = Field(default=None, alias="DurationSMPTE")
    """Length as a timecode."""
    start_frame_number: Count | None = None
    """Number of the first frame, from 0."""
    end_frame_number: Count | None = None
    """Number of the frame after the last."""
    duration_frames: Count | None = None
    """How many frames."""
    shot_segment: ShotSegment | None = None
    """Of a SHOT."""
    technical_cue_segment: TechnicalCueSegment | None = None
    """Of a TECHNICAL_CUE."""


class SegmentType(Pascal):
    """Which kind was searched for, by which version."""

    type: str
    """`SHOT` or `TECHNICAL_CUE`."""
    model_version: str
    """Version of the detector."""


class Loudness(Pascal):
    """How loud audio is by EBU R 128. Null: nothing was loud enough to measure."""

    integrated_lufs: float | None = None
    """Loudness of the whole, in LUFS."""
    range_lu: float | None = None
    """Loudness range, in LU."""
    true_peak_dbtp: float | None = None
    """Highest peak between and at the samples, in dBTP."""


class Segments(Computed):
    """Segments of a video, in time order."""

    job_status: str | None = None
    """`SUCCEEDED`: a result is only written when it is whole."""
    segments: tuple[Segment, ...]
    """The segments."""
    video_metadata: tuple[VideoMetadata, ...] = ()
    """The video track; empty when there is none."""
    audio_metadata: tuple[AudioMetadata, ...] = ()
    """The audio tracks."""
    selected_segment_types: tuple[SegmentType, ...] = ()
    """What was searched for."""
    loudness: Loudness | None = None
    """Of technicalCueDetection, when there is audio."""
    end_credits_searched: bool | None = None
    """Of technicalCueDetection: whether texts were there, without which end credits cannot be recognised."""
