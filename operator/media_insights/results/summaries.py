"""summary: what a text is about, in the words of a language model."""

from media_insights.results.comprehension import TextResult
from media_insights.results.shapes import Count, Language, Pascal, Seconds


class Timed(Pascal):
    """A part of the text, and when it is said where that is known."""

    start_time: Seconds | None = None
    """When it begins, where it can be tied to the transcript."""
    end_time: Seconds | None = None
    """When it ends, where it can be tied to the transcript."""


class Topic(Timed):
    """Something that is spoken of."""

    name: str
    """One to four words."""
    description: str | None = None
    """A sentence about it."""


class Chapter(Timed):
    """A part of the whole; chapters follow one another."""

    title: str
    """A short heading."""
    summary: str
    """What it is about; may be empty."""


class Usage(Pascal):
    """What the model's server was asked, and what it says that it used."""

    requests: Count
    """Answers that were had."""
    prompt_tokens: Count
    """Tokens read; 0 where the server does not say."""
    completion_tokens: Count
    """Tokens written; 0 where the server does not say."""


class Summary(TextResult):
    """A text summed up."""

    language_code: Language
    """The language that the summary was asked for; by default the text's own."""
    summary: str
    """What the whole is about; empty where there is no text."""
    topics: tuple[Topic, ...]
    """What it speaks of, the weightiest first."""
    chapters: tuple[Chapter, ...]
    """The whole in parts, in order."""
    usage: Usage | None = None
    """What was used; absent where nobody was asked."""
