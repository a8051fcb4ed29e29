"""Mediainfo: what the container says about itself and its tracks."""

from typing import ClassVar, Literal

from pydantic import ConfigDict

from media_insights.results.shapes import Count, Pixels, ResultShape, Warned


class Track(ResultShape):
    """The container (`General`) or one of its tracks, in MediaInfo's own words: it has many more fields than these."""

    model_config: ClassVar = ConfigDict(extra="allow")

    track_type: Literal["General", "Video", "Audio", "Text", "Image", "Menu", "Other"]
    """What it is."""
    format: str | None = None
    """Name of the format."""
    codec_id: str | None = None
    """The codec's identifier in the container."""
    duration: float | None = None
    """Length in milliseconds."""
    width: Pixels | None = None
    """Width of the frame or image."""
    height: Pixels | None = None
    """Height of the frame or image."""
    frame_rate: float | None = None
    """Frames per second."""
    bit_rate: float | None = None
    """Bits per second."""
    channel_s: Count | str | None = None
    """Channels of the audio."""
    language: str | None = None
    """Its language."""
    title: str | None = None
    """Its title."""


class Mediainfo(Warned, ResultShape):
    """The container first, then its tracks."""

    tracks: tuple[Track, ...]
    """The container and the tracks."""
