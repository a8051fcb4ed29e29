"""proxy: what the source is and what was made of it."""

from typing import Literal

from pydantic import Field

from media_insights.results.shapes import Camel, Count, Millis, Pascal, Pixels, Warned


class SourceVideo(Pascal):
    """The source's video."""

    codec: str
    """Its codec."""
    width: Pixels
    """Width as stored."""
    height: Pixels
    """Height as stored."""
    rotation: int
    """Degrees clockwise that a player turns it by: 0, 90, 180 or 270."""
    frame_rate: float | None = None
    """Frames per second."""
    constant_rate: bool
    """Whether all frames last equally long."""


class SourceAudio(Pascal):
    """The source's audio."""

    codec: str
    """Its codec."""
    layout: str | None = None
    """Its channels, for instance `stereo`."""


class SourceFacts(Pascal):
    """The source as it was found."""

    container: str
    """ffmpeg's names of the container."""
    duration_millis: Millis | None = None
    """Its length."""
    video: SourceVideo | None = None
    """Its video."""
    audio: SourceAudio | None = None
    """Its audio."""


class ProxyEncode(Camel):
    """The video that everything later reads."""

    mode: Literal["Remuxed", "Encoded"] = Field(alias="Mode")
    """Whether the source was fit as it is."""
    reason: str = Field(alias="Reason")
    """Why."""
    width: Pixels | None = None
    """Width."""
    height: Pixels | None = None
    """Height."""
    frame_rate: float | None = None
    """Frames per second."""
    duration_millis: Millis | None = None
    """Length."""
    codec: str | None = None
    """Codec of the video."""
    format: str | None = None
    """Name of the container."""


class FramesFacts(Pascal):
    """The frames."""

    count: Count
    """How many."""
    shot_changes: Count
    """How many of them were added where a shot begins."""
    width: Pixels
    """Width."""
    height: Pixels
    """Height."""
    frames_per_second: float
    """How many are taken a second."""


class SpritesFacts(Pascal):
    """The sheet of seek previews, filled row by row; `sprites.vtt` says when each tile holds."""

    columns: Count
    """Tiles in a row."""
    rows: Count
    """Rows."""
    tile_width: Pixels
    """Width of a tile."""
    tile_height: Pixels
    """Height of a tile."""
    interval_millis: Millis
    """Time from one tile to the next."""
    count: Count
    """How many tiles there are; the rest of the last row is black."""


class Proxy(Warned, Pascal):
    """What was made of a source; what it has not, is absent."""

    source: SourceFacts
    """The source."""
    proxy_encode: ProxyEncode | None = None
    """The video."""
    frames: FramesFacts | None = None
    """The frames."""
    sprites: SpritesFacts | None = None
    """The seek previews."""
