"""entities, key_phrases, sentiment and languageIdentification: what a text is about, in the shapes of Comprehend."""

from media_insights.results.shapes import Computed, Count, Language, Pascal, Seconds, Share


class Mention(Pascal):
    """A stretch of the text."""

    text: str
    """The words."""
    score: Share
    """How sure it is."""
    begin_offset: Count
    """Characters (Unicode code points) before it in the text."""
    end_offset: Count
    """Characters up to its end."""
    start_time: Seconds | None = None
    """When it is said; where the text is a transcript."""
    end_time: Seconds | None = None
    """When it has been said; where the text is a transcript."""


class Entity(Mention):
    """A name, date or number."""

    type: str
    """`PERSON`, `LOCATION`, `ORGANIZATION`, `DATE`, `QUANTITY`, `EVENT`, `TITLE`, `COMMERCIAL_ITEM` or `OTHER`."""


class OfText(Computed):
    """A result about a text. An empty text, or one in a language that is not understood, gives an empty result."""

    language_code: Language
    """The text's language."""
    note: str | None = None
    """Why nothing was looked for, where that is so."""


class Entities(OfText):
    """Names in the text, in its order."""

    results: tuple[str, ...]
    """The same as a page of Comprehend's job output: one string of JSON, as existing readers parse it."""
    entities: tuple[Entity, ...]
    """The names."""
