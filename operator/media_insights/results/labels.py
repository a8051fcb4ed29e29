"""labelDetection: things, scenes and activities in frames and images."""

from media_insights.results.media import VideoResult
from media_insights.results.places import BoundingBox
from media_insights.results.shapes import Computed, Millis, Pascal, Percent


class Named(Pascal):
    """A name."""

    name: str
    """The name."""


class Instance(Pascal):
    """One of the things that a label stands for."""

    bounding_box: BoundingBox
    """Where it is."""
    confidence: Percent
    """How sure it is."""


class Label(Pascal):
    """A thing or a scene."""

    name: str
    """What it is, for instance `Cat`."""
    confidence: Percent
    """How sure it is: the surest instance, or the whole image."""
    instances: tuple[Instance, ...] = ()
    """Where it is to be seen; empty for what the whole image shows."""
    parents: tuple[Named, ...] = ()
    """What it is a kind of, from the most general to the nearest."""
    aliases: tuple[Named, ...] | None = None
    """Other names; empty but in imported results."""
    categories: tuple[Named, ...] | None = None
    """Groups of labels, by Rekognition's names of categories: one, `Everyday Objects` for what belongs to no other."""


class TimedLabel(Pascal):
    """A label at a time."""

    timestamp: Millis
    """When."""
    label: Label
    """What."""
    start_timestamp_millis: Millis | None = None
    """Start of the stretch; in imported results that were aggregated by segments."""
    end_timestamp_millis: Millis | None = None
    """End of the stretch; in imported results that were aggregated by segments."""
    duration_millis: Millis | None = None
    """Length of the stretch; in imported results that were aggregated by segments."""


class VideoLabels(VideoResult):
    """Labels of a video, in time order."""

    labels: tuple[TimedLabel, ...]
    """The labels of all frames that were analysed."""
    label_model_version: str | None = None
    """Version of the model."""


class ImageLabels(Computed):
    """Labels of an image, the surest first."""

    labels: tuple[Label, ...]
    """The labels."""
    label_model_version: str | None = None
    """Version of the model."""
