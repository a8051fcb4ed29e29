"""contentModeration: content that may not suit every audience."""

from media_insights.results.media import VideoResult
from media_insights.results.shapes import Computed, Count, Millis, Pascal, Percent


class ModerationLabel(Pascal):
    """One reason for caution."""

    name: str
    """What it is."""
    parent_name: str
    """The group that it belongs to; empty for a group itself."""
    confidence: Percent
    """How sure it is."""
    taxonomy_level: Count | None = None
    """Depth in the taxonomy: 1 for groups; in imported results only."""


class ContentType(Pascal):
    """What kind of image it is; in imported results only."""

    name: str
    """For instance `Animated Content`."""
    confidence: Percent
    """How sure it is."""


class TimedModerationLabel(Pascal):
    """A reason for caution at a time."""

    timestamp: Millis
    """When."""
    moderation_label: ModerationLabel
    """What."""
    start_timestamp_millis: Millis | None = None
    """Start of the stretch; in imported results that were aggregated by segments."""
    end_timestamp_millis: Millis | None = None
    """End of the stretch; in imported results that were aggregated by segments."""
    duration_millis: Millis | None = None
    """Length of the stretch; in imported results that were aggregated by segments."""
    content_types: tuple[ContentType, ...] | None = None
    """What kind of image it is; in imported results only."""


class VideoModeration(VideoResult):
    """Reasons for caution in a video, in time order."""

    moderation_labels: tuple[TimedModerationLabel, ...]
    """Those of all frames that were analysed."""
    moderation_model_version: str | None = None
    """Version of the model."""


class ImageModeration(Computed):
    """Reasons for caution in an image."""

    moderation_labels: tuple[ModerationLabel, ...]
    """The reasons, the surest first."""
    moderation_model_version: str | None = None
    """Version of the model."""
    content_types: tuple[ContentType, ...] | None = None
    """What kind of image it is; in imported results only."""
