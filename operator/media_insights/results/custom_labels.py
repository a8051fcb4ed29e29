"""customLabels: labels of one's own, by the examples that images look like."""

from media_insights.results.media import VideoResult
from media_insights.results.shapes import Computed, Count, Millis, Pascal, Percent


class ExampleCollection(Pascal):
    """The collection that images were compared with."""

    id: str
    """Its name."""
    version: Count
    """Its version: every change of a collection makes the next one."""
    example_count: Count
    """How many examples it held."""


class TaughtLabel(Pascal):
    """How well a label is told by its examples: each was hidden in turn, and the others were asked."""

    name: str
    """The label."""
    examples: Count
    """How many it has."""
    answered: Count
    """How often it was the answer, for examples of whichever label."""
    right: Count
    """How often it was, for its own."""


class CustomLabel(Pascal):
    """A label of one's own."""

    name: str
    """The label."""
    confidence: Percent
    """How sure it is: how much the nearest examples agree, times how often such answers are right."""
    similarity: Percent | None = None
    """How alike the nearest of its examples is; absent in imported results."""


class TimedCustomLabel(Pascal):
    """A label of one's own at a time."""

    timestamp: Millis
    """When."""
    custom_label: CustomLabel
    """Which."""


class NearestExample(Pascal):
    """The example that came nearest, and was not near enough or not sure."""

    name: str
    """Its label."""
    similarity: Percent
    """How alike it is."""


class UnknownImage(Pascal):
    """An image that is like no example."""

    nearest: NearestExample | None = None
    """What came nearest; absent where the collection holds nothing."""


class UnknownFrame(UnknownImage):
    """A frame that is like no example."""

    timestamp: Millis
    """When."""


class Taught(Computed):
    """A result of comparing images with examples."""

    collection: ExampleCollection | None = None
    """The collection; absent in imported results."""
    labels: tuple[TaughtLabel, ...] | None = None
    """Its labels, and how well they are told; absent in imported results."""


class VideoCustomLabels(VideoResult, Taught):
    """Labels of one's own of a video, in time order."""

    custom_labels: tuple[TimedCustomLabel, ...]
    """One for each frame that is known."""
    unknown: tuple[UnknownFrame, ...] | None = None
    """The other frames."""


class ImageCustomLabels(Taught):
    """Labels of one's own of an image."""

    custom_labels: tuple[CustomLabel, ...]
    """One, or none; in imported results several."""
    unknown: tuple[UnknownImage, ...] | None = None
    """One where the image is unknown."""
