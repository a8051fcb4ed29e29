"""Where things are in an image or a frame: boxes, points, outlines."""

from media_insights.results.shapes import Degrees, Fraction, Pascal, Size


class BoundingBox(Pascal):
    """A rectangle around a thing."""

    left: Fraction
    """Left edge."""
    top: Fraction
    """Top edge."""
    width: Size
    """Width."""
    height: Size
    """Height."""


class Point(Pascal):
    """A point in the image."""

    x: Fraction
    """From the left."""
    y: Fraction
    """From the top."""


class Geometry(Pascal):
    """Where something lies, upright and exactly."""

    bounding_box: BoundingBox
    """The upright rectangle around it."""
    polygon: tuple[Point, ...] | None = None
    """Its corners, clockwise from the top left."""
    rotation_angle: Degrees | None = None
    """How far it is turned clockwise; in imported results only."""
