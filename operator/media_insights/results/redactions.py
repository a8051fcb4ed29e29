"""redaction: what was covered and silenced in a copy, and when. It names nobody and repeats no word."""

from typing import Literal

from media_insights.results.shapes import Count, Millis, Pascal, Warned

CoveredKind = Literal["Face", "Person", "Text", "Label", "Moderation", "Word"]
"""What kind of thing it is."""


class Covered(Pascal):
    """How much of one kind was covered."""

    type: CoveredKind
    """The kind."""
    sights: Count
    """How many boxes were given, or words were silenced."""
    tracks: Count | None = None
    """How many things of a video these boxes were taken to be, each followed over time."""
    sampling_millis: Millis | None = None
    """How often the video was sampled: boxes in between are assumed."""


class Stretch(Pascal):
    """When something of a kind is covered."""

    type: CoveredKind
    """The kind."""
    start_timestamp_millis: Millis
    """Start."""
    end_timestamp_millis: Millis
    """End."""
    duration_millis: Millis
    """Length."""


class Redaction(Warned, Pascal):
    """A copy in which things are covered or silenced."""

    file: str
    """Its name."""
    duration_millis: Millis | None = None
    """Its length, of videos and recordings."""
    style: Literal["blur", "pixelate", "fill"] | None = None
    """How things in the image were covered."""
    covered: tuple[Covered, ...]
    """What was covered, kind by kind; a count of 0 says that it was asked for and there was none."""
    stretches: tuple[Stretch, ...]
    """When, in time order; empty for images."""
    frames: Count | None = None
    """Frames of the video."""
    covered_frames: Count | None = None
    """Frames in which something is covered."""
