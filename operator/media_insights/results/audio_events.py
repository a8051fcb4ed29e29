"""audioEvents: classes of audio events with their times."""

from typing import ClassVar

from pydantic import ConfigDict

from media_insights.results.labels import Named
from media_insights.results.media import AudioMetadata
from media_insights.results.shapes import Computed, Millis, Pascal, Percent


class AudioEvent(Pascal):
    """A stretch in which something is heard, or nothing; stretches may overlap."""

    type: str
    """What is heard: `Speech`, `Music`, `Singing` or `Silence`, or a label of the model that was mounted."""
    parents: tuple[Named, ...] | None = None
    """What it is a kind of, from the most general to the nearest; only of a mounted model's labels."""
    start_timestamp_millis: Millis
    """Start."""
    end_timestamp_millis: Millis
    """End."""
    duration_millis: Millis
    """Length."""
    confidence: Percent
    """How sure it is; silence is measured, so 100."""


class TotalMillis(Pascal):
    """How much there is of each, in milliseconds; further members are labels of a mounted model that were heard.

    The four are always there: 0 also for what a mounted model does not know.
    """

    model_config: ClassVar = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Millis]

    speech: Millis
    """Somebody speaks."""
    music: Millis
    """Music plays."""
    singing: Millis
    """Somebody sings."""
    silence: Millis
    """The level is below the threshold."""


class AudioEvents(Computed):
    """Speech, music, singing, silence and what else a mounted model knows, in an audio track."""

    audio_events: tuple[AudioEvent, ...]
    """In the order of their start."""
    total_millis: TotalMillis
    """Sums by type."""
    audio_metadata: tuple[AudioMetadata, ...] = ()
    """The track that was heard; nothing when there is none."""
