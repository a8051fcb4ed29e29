"""WebCaptions: captions as a list that is pleasant to edit."""

from pydantic import Field

from media_insights.results.shapes import Pascal, Seconds, Shape, Share


class WordConfidence(Shape):
    """A word and how sure it is."""

    w: str
    """The word."""
    c: Share
    """How sure it is."""


class Caption(Shape):
    """What stands on the screen for a while."""

    start: Seconds
    """When it appears."""
    end: Seconds
    """When it goes."""
    caption: str
    """The text; lines are joined by line breaks."""
    word_confidence: tuple[WordConfidence, ...] = Field(default=(), alias="wordConfidence")
    """The words that are not sure are worth a look; empty for translated and imported captions."""
    source_caption: str | None = Field(default=None, alias="sourceCaption")
    """The caption that this one translates."""


class WebCaptions(Pascal):
    """Captions in time order; none overlaps the next."""

    web_captions: tuple[Caption, ...]
    """The captions."""
