"""textDetection: text that is to be read in the picture, per frame and followed over time."""

from typing import Literal

from media_insights.results.pictures import Geometry, OfFilm
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


class FilmTexts(OfFilm):
    """Text of a film, in time order."""

    text_detections: tuple[TimedText, ...]
    """Lines and words of all frames that were looked at."""
    text_model_version: str | None = None
    """Version of the model."""


class PictureTexts(Computed):
    """Text of a picture, in reading order."""

    text_detections: tuple[DetectedText, ...]
    """Lines and words."""
    text_model_version: str | None = None
    """Version of the model."""
