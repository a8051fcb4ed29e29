"""textDetection: text in images and frames, per frame and tracked over time."""

from typing import Literal

from media_insights.results.media import VideoResult
from media_insights.results.places import BoundingBox, Geometry
from media_insights.results.shapes import Computed, Count, Millis, Pascal, Percent


class DetectedText(Pascal):
    """A line of text, or a word of one."""

    detected_text: str
    """What is written."""
    type: Literal["LINE", "WORD"]
    """A line or a word."""
    id: Count
    """Number within the frame; words refer to their line by it."""
    parent_id: Count | None = None
    """The line's id, for words."""
    confidence: Percent
    """How sure the reading is."""
    geometry: Geometry
    """Where it stands."""


class TimedText(Pascal):
    """Text at a time."""

    timestamp: Millis
    """When."""
    text_detection: DetectedText
    """The text."""


class TextTrack(Pascal):
    """One text of a video from its first sight to its last, as most frames read it."""

    detected_text: str
    """What is written: the reading that the frames are surest of; of a crawl, its parts put together."""
    type: Literal["LINE"] = "LINE"
    """Lines are followed, words are not."""
    start_timestamp: Millis
    """The first frame that has it."""
    end_timestamp: Millis
    """The first frame that has it no more, or the end of the video."""
    confidence: Percent
    """How sure the reading is: the mean of the frames that read it so."""
    bounding_box: BoundingBox
    """Where it stands, the median of its frames; of moving text, the middle of its way."""
    frame_count: Count
    """How many frames have it."""


class VideoTexts(VideoResult):
    """Text of a video, in time order."""

    text_tracks: tuple[TextTrack, ...] | None = None
    """Each text once, by its start; this product's own, absent in imported and in older results."""
    text_detections: tuple[TimedText, ...]
    """Lines and words of all frames that were analysed."""
    text_model_version: str | None = None
    """Version of the model."""


class ImageTexts(Computed):
    """Text of an image, in reading order."""

    text_detections: tuple[DetectedText, ...]
    """Lines and words."""
    text_model_version: str | None = None
    """Version of the model."""
