"""Text analysis in the shapes of Comprehend: entities, key phrases, sentiment, languages; and counts of words."""

from typing import Literal

from media_insights.results.shapes import Computed, Count, Language, Pascal, Seconds, Share, Warned


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


class TextResult(Computed):
    """A result about a text. An empty text, or one in a language that is not understood, gives an empty result."""

    language_code: Language
    """The text's language."""
    note: str | None = None
    """Why nothing was searched for, where that is so."""


class Entities(TextResult):
    """Names in the text, in its order."""

    results: tuple[str, ...]
    """The same as a page of Comprehend's job output: one string of JSON, as existing readers parse it."""
    entities: tuple[Entity, ...]
    """The names."""


class KeyPhrase(Mention):
    """A phrase as it stands where it is first mentioned."""

    weight: Share | None = None
    """How much the text turns on it, the weightiest having 1; absent in imported results, and before version 1.2.0."""
    count: Count
    """How often it is mentioned."""
    mentions: tuple[Mention, ...]
    """All its mentions, in the order of the text."""


class KeyPhrases(TextResult):
    """What the text is about."""

    results: tuple[str, ...]
    """One string of JSON: every mention in the order of the text, as a page of Comprehend's job output."""
    key_phrases: tuple[KeyPhrase, ...]
    """The different phrases, the weightiest first."""


class Feelings(Pascal):
    """How strongly a text feels each way; the four sum to 1 and are no calibrated probabilities."""

    positive: Share
    """Praise, joy."""
    negative: Share
    """Complaint, sorrow."""
    neutral: Share
    """Neither."""
    mixed: Share
    """Both at once."""


Feeling = Literal["POSITIVE", "NEGATIVE", "NEUTRAL", "MIXED"]


class FeltSentence(Mention):
    """One sentence and how it feels; its score is that of its sentiment."""

    sentiment: Feeling
    """The strongest feeling."""
    sentiment_score: Feelings
    """All four."""


class Sentiment(TextResult):
    """How a text feels, as a whole and sentence by sentence."""

    sentiment: Feeling | None = None
    """The whole; absent where nothing was searched for."""
    sentiment_score: Feelings | None = None
    """The whole; absent where nothing was searched for."""
    sentences: tuple[FeltSentence, ...]
    """In the order of the text."""


class ScoredLanguage(Pascal):
    """A language and how likely it is."""

    language_code: Language
    """ISO 639 code."""
    score: Share
    """Its probability among the languages considered."""


class LanguageSegment(ScoredLanguage):
    """A run of text in one language."""

    begin_offset: Count
    """Characters (Unicode code points) before it in the text."""
    end_offset: Count
    """Characters up to its end."""
    start_time: Seconds | None = None
    """When it is said; where the text is a transcript."""
    end_time: Seconds | None = None
    """When it has been said; where the text is a transcript."""


class LanguageIdentification(Computed):
    """The languages of a text."""

    languages: tuple[ScoredLanguage, ...]
    """Of the whole, the likeliest first."""
    segments: tuple[LanguageSegment, ...]
    """Part by part, in the order of the text; neighbours differ in language."""
    note: str | None = None
    """Why nothing was found, where that is so."""


class WordDistribution(Warned, Pascal):
    """Words and how often, the most frequent first."""

    results: dict[str, Count]
    """Word in lower case → how often."""
