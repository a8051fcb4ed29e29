"""Translate and TranslateWebCaptions: transcript and captions in other languages."""

from typing import Literal

from media_insights.results.captions import Caption, Conformance
from media_insights.results.shapes import Computed, Count, Language, Pascal, Seconds, Warned


class Term(Pascal):
    """A prescribed term that was put into the translation."""

    source_text: str
    """The term."""
    target_text: str
    """What stands for it; the same where it is not to be translated."""


class Translated(Computed):
    """How something was translated."""

    target_language_code: Language
    """The language that was asked for."""
    engine: Literal["neural", "apertium", "none"] | None = None
    """What translated, the weaker one of two; `apertium` is rule-based: a draft. `none`: nothing was to be done.
    Absent in imported results."""
    via: tuple[Language, ...] = ()
    """The language between, where no model goes from the one to the other directly."""
    applied_terminology: tuple[Term, ...] = ()
    """The prescribed terms that occurred."""
    untranslated: Count | None = None
    """Sentences that the engine could not translate and that are left in the source language; absent in imported
    results."""
    note: str | None = None
    """Why nothing was translated, where that is so."""


class TranslatedSegment(Pascal):
    """A sentence and its translation."""

    source_text: str
    """The sentence, on one line."""
    translated_text: str
    """Its translation."""
    begin_offset: Count
    """Characters (Unicode code points) before the sentence in the source text."""
    end_offset: Count
    """Characters up to its end."""
    start_time: Seconds | None = None
    """When it is said; where the text is a transcript."""
    end_time: Seconds | None = None
    """When it has been said; where the text is a transcript."""


class Translate(Translated):
    """A text in another language."""

    source_language_code: Language
    """The language that was translated; `und` when there was nothing to translate."""
    translated_text: str
    """The whole; lines and what stands between sentences as in the source text."""
    segments: tuple[TranslatedSegment, ...]
    """Its sentences, in order; none in imported results."""


class TranslatedCaptions(Translated):
    """Captions in one other language. None overlaps the next, as those that they translate."""

    operator_name: str
    """`TranslateWebCaptions_` and the language, as MIE names it."""
    web_captions: tuple[Caption, ...]
    """At the times of the captions that they translate; an empty text where a short translation had no word left."""
    conformance: tuple[Conformance, ...]
    """How well they keep to the rules of good captions."""


class TranslateWebCaptions(Warned, Pascal):
    """Captions in other languages."""

    source_language_code: Language
    """The language that was translated; `und` when there was nothing to translate."""
    captions_collection: tuple[TranslatedCaptions, ...]
    """One entry for each language that was asked for, in that order."""
