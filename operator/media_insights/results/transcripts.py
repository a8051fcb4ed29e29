"""TranscribeVideo: a transcript with times of words, in the shape of Amazon Transcribe with numbers as numbers."""

from typing import Literal

from pydantic import Field

from media_insights.results.shapes import Camel, Count, Language, Model, ResultShape, Seconds, Share, Warned


class Alternative(ResultShape):
    """One way to understand a word."""

    content: str
    """The word or mark."""
    confidence: Share
    """How sure it is; 0 for punctuation, which is not heard."""


class Item(ResultShape):
    """A word, or a punctuation mark after one."""

    id: Count | None = None
    """Number of the item, from 0."""
    type: Literal["pronunciation", "punctuation"]
    """Whether it was said."""
    start_time: Seconds | None = None
    """Start; absent for punctuation."""
    end_time: Seconds | None = None
    """End; absent for punctuation."""
    alternatives: tuple[Alternative, ...]
    """Ways to understand it, the best first."""
    speaker_label: str | None = None
    """Who says it, where speakers were distinguished."""
    channel_label: str | None = None
    """The channel, where channels were distinguished."""
    language_code: Language | None = None
    """The language, where several were distinguished."""
    vocabulary_filter_match: bool | None = Field(default=None, alias="vocabularyFilterMatch")
    """Whether the vocabulary filter caught it."""


class Transcript(ResultShape):
    """The whole text."""

    transcript: str
    """The text."""


class AudioSegment(ResultShape):
    """A sentence, or what was said without a pause."""

    id: Count
    """Number of the segment, from 0."""
    transcript: str
    """Its text."""
    start_time: Seconds
    """Start."""
    end_time: Seconds
    """End."""
    items: tuple[Count, ...] = ()
    """Ids of its items."""
    speaker_label: str | None = None
    """Who says it, where speakers were distinguished."""
    channel_label: str | None = None
    """The channel, where channels were distinguished."""
    language_code: Language | None = None
    """The language, where several were distinguished."""


class SpeakerItem(ResultShape):
    """A word of a turn."""

    start_time: Seconds
    """Start."""
    end_time: Seconds
    """End."""
    speaker_label: str | None = None
    """Who says it."""


class SpeakerSegment(ResultShape):
    """A turn of one speaker."""

    start_time: Seconds
    """Start."""
    end_time: Seconds
    """End."""
    speaker_label: str
    """Who speaks."""
    items: tuple[SpeakerItem, ...] = ()
    """The words."""


class SpeakerLabels(ResultShape):
    """Who speaks when."""

    speakers: Count
    """How many."""
    segments: tuple[SpeakerSegment, ...]
    """The turns."""
    channel_label: str | None = None
    """The channel, where channels were distinguished."""


class Channel(ResultShape):
    """What is said on one channel."""

    channel_label: str
    """`ch_0`, `ch_1` …"""
    items: tuple[Item, ...]
    """The words."""


class ChannelLabels(ResultShape):
    """What is said on which channel."""

    channels: tuple[Channel, ...]
    """The channels."""
    number_of_channels: Count | None = None
    """How many."""


class LanguageScore(ResultShape):
    """A language that it may be."""

    code: Language
    """The language."""
    score: Share
    """How sure it is."""


class LanguageDuration(ResultShape):
    """A language and how long it is spoken."""

    language_code: Language
    """The language."""
    duration_in_seconds: Seconds
    """How long."""


class SpeechGap(ResultShape):
    """A stretch in which somebody seems to speak, and no words were understood."""

    start_time: Seconds
    """Start."""
    end_time: Seconds
    """End."""
    channel_label: str | None = None
    """The channel, where channels were distinguished."""


class Spoken(ResultShape):
    """What was understood."""

    transcripts: tuple[Transcript, ...]
    """One: the whole text; empty text when nothing was said."""
    items: tuple[Item, ...]
    """Words and punctuation, in order."""
    audio_segments: tuple[AudioSegment, ...] | None = None
    """Sentences with their times."""
    language_code: Language | None = None
    """The language that was spoken, of several the one spoken longest; absent when nothing was."""
    language_identification: tuple[LanguageScore, ...] | None = None
    """The languages that it may be, the likeliest first, where it had to be found out."""
    language_codes: tuple[LanguageDuration, ...] | None = None
    """The languages that are spoken and how long, the longest first, where several were distinguished."""
    speaker_labels: SpeakerLabels | None = None
    """Who speaks when, where speakers were distinguished."""
    channel_labels: ChannelLabels | None = None
    """What is said on which channel, where channels were distinguished."""
    gaps: tuple[SpeechGap, ...] | None = None
    """Where speech has no words; absent where all of it has."""


class TranscriptUri(ResultShape):
    """Where the plain text is kept."""

    bucket: str = Field(alias="S3Bucket")
    """The bucket."""
    key: str = Field(alias="S3Key")
    """The key."""


class Transcription(Warned, Camel):
    """A transcript of the speech."""

    job_name: str
    """The execution, or the job that an imported transcript comes from."""
    account_id: str | None = None
    """The account, in imported results only."""
    is_redacted: bool | None = None
    """Whether names and numbers were removed, in imported results only."""
    status: str
    """`COMPLETED`: a result is only written when it is whole."""
    results: Spoken
    """Text, words and sentences."""
    text_transcript_uri: TranscriptUri | None = Field(default=None, alias="TextTranscriptUri")
    """Where the plain text is kept."""
    model: Model | None = Field(default=None, alias="Model")
    """The model that computed it; absent where there was nothing to hear, and in imported results."""
