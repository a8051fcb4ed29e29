"""audioEvents: classes of audio events with their times."""

from typing import Literal

from media_insights.results.media import AudioMetadata
from media_insights.results.shapes import Computed, Millis, Pascal, Percent

AudioEventKind = Literal["Speech", "Music", "Singing", "Silence"]


class AudioEvent(Pascal):
    """A stretch in which something is heard, or nothing; stretches may overlap."""

    type: AudioEventKind
    """What is heard."""
    start_timestamp_millis: Millis
    """Start."""
    end_timestamp_millis: Millis
    """End."""
    duration_millis: Millis
    """Length."""
    confidence: Percent
    """How sure it is; silence is measured, so 100."""


class TotalMillis(Pascal):
    """How much there is of each, in milliseconds."""

    speech: Millis
    """Somebody speaks."""
    music: Millis
    """Music plays."""
    singing: Millis
    """Somebody sings."""
    silence: Millis
    """The level is below the threshold."""


class AudioEvents(Computed):
    """Speech, music, singing and silence in an audio track."""

    audio_events: tuple[AudioEvent, ...]
    """In the order of their start."""
    total_millis: TotalMillis
    """Sums by type."""
    audio_metadata: tuple[AudioMetadata, ...] = ()
    """The track that was heard; nothing when there is none."""
