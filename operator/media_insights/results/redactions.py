"""redaction: what was covered and silenced in a copy, and when. It names nobody and repeats no word."""

from typing import Literal

from media_insights.results.shapes import Count, Millis, Pascal

Kind = Literal["Face", "Person", "Text", "Label", "Moderation", "Word"]
"""What kind of thing it is."""


class Covered(Pascal):
    """How much of one kind was covered."""

    type: Kind
    """The kind."""
    sights: Count
    """How many boxes were given, or words were silenced."""
    tracks: Count | None = None
    """How many things of a film these boxes were taken to be, each followed over time."""
    sampling_millis: Millis | None = None
    """How often the film was looked at: boxes in between are assumed."""


class Stretch(Pascal):
    """When something of a kind is covered."""

    type: Kind
    """The kind."""
    start_timestamp_millis: Millis
    """Start."""
    end_timestamp_millis: Millis
    """End."""
    duration_millis: Millis
    """Length."""


class Redaction(Pascal):
    """A copy in which things are covered or silenced."""

    file: str
    """Its name."""
    duration_millis: Millis | None = None
    """Its length, of films and recordings."""
    style: Literal["blur", "pixelate", "fill"] | None = None
    """How things in the picture were covered."""
    covered: tuple[Covered, ...]
    """What was covered, kind by kind; a count of 0 says that it was looked for and nothing was given."""
    stretches: tuple[Stretch, ...]
    """When, in time order; empty for pictures."""
    frames: Count | None = None
    """Pictures of the film."""
    covered_frames: Count | None = None
    """Pictures in which something is covered."""
