"""WebCaptions: captions as a list that is pleasant to edit."""

from typing import Annotated, Literal

from pydantic import Field

from media_insights.results.shapes import Count, Pascal, ResultShape, Seconds, Share, Warned


class WordConfidence(ResultShape):
    """A word and how sure it is."""

    w: str
    """The word."""
    c: Share
    """How sure it is."""


class Caption(ResultShape):
    """What stands on the screen for a while."""

    start: Seconds
    """When it appears."""
    end: Seconds
    """When it goes."""
    caption: str
    """The text on one line."""
    word_confidence: tuple[WordConfidence, ...] = Field(default=(), alias="wordConfidence")
    """The words that are not sure are worth checking; empty for translated and imported captions."""
    source_caption: str | None = Field(default=None, alias="sourceCaption")
    """The caption that this one translates."""
    language_code: str | None = Field(default=None, alias="languageCode")
    """Its language, where captions of several languages lie in one result."""


class Conformance(Pascal):
    """A rule of good captions and how many captions break it."""

    rule: Literal["LineLength", "Lines", "ReadingSpeed", "MinDuration", "MaxDuration", "MinGap", "NoOverlap"]
    """The rule."""
    limit: Annotated[float, Field(ge=0)]
    """What it allows."""
    unit: Literal["columns", "lines", "columns/s", "s"]
    """The unit of the limit."""
    broken: Count
    """How many captions break it."""
    of: Count
    """How many captions it is about; pairs of neighbours for rules about two."""
    source: str
    """Who asks for it."""


class Import(Pascal):
    """Where captions come from that were not made from a transcript."""

    format: Literal["WebVTT", "SubRip", "WebCaptions"]
    """Format of the file."""
    overlaps: Count
    """Cues that overlapped the next one and were cut or joined."""


class WebCaptions(Warned, Pascal):
    """Captions in time order; none overlaps the next."""

    web_captions: tuple[Caption, ...]
    """The captions."""
    conformance: tuple[Conformance, ...] = ()
    """How well they keep to the rules."""
    import_: Import | None = Field(default=None, alias="Import")
    """Only where subtitles were imported."""
