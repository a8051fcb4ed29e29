"""Language in a digest: transcript, summary, mood, names, key phrases and translations."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from media_insights.results.comprehension import Entities, KeyPhrases, Sentiment
from media_insights.results.summaries import Summary
from media_insights.results.transcripts import AudioSegment, Transcription
from media_insights.results.translations import Translate, Translated, TranslateWebCaptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What is said."""

    text: str
    """Empty when nothing was said."""
    language: str
    """Language tag, of several languages all with the one spoken longest first; empty when none was recognised."""
    turns: tuple[tuple[str, str], ...] = ()
    """Speaker or channel, and what is said until another one speaks; empty where only one is told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What a language model made of the text."""

    text: str
    topics: tuple[str, ...]
    """The weightiest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """How a text feels as a whole."""

    name: str
    """``POSITIVE``, ``NEGATIVE``, ``NEUTRAL`` or ``MIXED``."""
    share: float
    """Its score, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntity:
    """A name, date or number, and how often it is mentioned."""

    text: str
    type: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A text, or captions, in another language."""

    language: str
    is_draft: bool
    """Whether it was made by rules, which is a draft at best."""
    text: str = ""
    """Empty for captions."""


def speech_of(result: Transcription) -> Speech:
    """Return what was said."""
    texts = (each.transcript for each in result.results.transcripts)
    turns = tuple(_turns(result.results.audio_segments or ()))
    told_apart = len({who for who, _ in turns}) > 1
    several = ", ".join(each.language_code for each in result.results.language_codes or ())
    language = several or result.results.language_code or ""
    return Speech(text=" ".join(filter(None, texts)), language=language, turns=turns if told_apart else ())


def _turns(segments: Iterable[AudioSegment]) -> Iterator[tuple[str, str]]:
    for who, said in groupby(segments, key=lambda each: each.speaker_label or each.channel_label or ""):
        yield who, " ".join(each.transcript for each in said)


def gist_of(result: Summary) -> Gist | None:
    """Return the summary and the topics; None when there was no text."""
    topics = tuple(each.name for each in result.topics if each.name)
    return Gist(text=result.summary, topics=topics) if result.summary else None


def mood_of(result: Sentiment) -> Mood | None:
    """Return the strongest feeling; None when no text was judged."""
    scores = result.sentiment_score
    if result.sentiment is None or scores is None:
        return None
    shares = {
        "POSITIVE": scores.positive,
        "NEGATIVE": scores.negative,
        "NEUTRAL": scores.neutral,
        "MIXED": scores.mixed,
    }
    return Mood(name=result.sentiment, share=shares[result.sentiment])


def entities_of(result: Entities) -> tuple[NamedEntity, ...]:
    """Return the entities, the most frequent first."""
    counts = Counter((each.text, each.type) for each in result.entities if each.text)
    return tuple(NamedEntity(text=text, type=type_, count=count) for (text, type_), count in counts.most_common())


def key_phrases_of(result: KeyPhrases) -> tuple[str, ...]:
    """Return the key phrases, the weightiest first."""
    return tuple(each.text for each in result.key_phrases)


def translation_of(result: Translate) -> Translation | None:
    """Return the translated text; None when there was none."""
    return _translation(result, result.translated_text) if result.translated_text else None


def translated_captions_of(result: TranslateWebCaptions) -> tuple[Translation, ...]:
    """Return the languages of translated captions."""
    return tuple(_translation(each) for each in result.captions_collection)


def _translation(result: Translated, text: str = "") -> Translation:
    return Translation(language=result.target_language_code, is_draft=result.engine == "apertium", text=text)
