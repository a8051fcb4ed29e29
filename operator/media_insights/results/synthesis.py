"""speechSynthesis: what was read aloud, and when."""

from typing import Annotated, Literal

from pydantic import Field

from media_insights.results.shapes import Language, Model, Pascal, Seconds, Warned


class SpokenCue(Pascal):
    """A caption, or a sentence of a text, as it was spoken."""

    text: str
    """What was read."""
    start: Seconds | None = None
    """When the caption appears; absent for text."""
    end: Seconds | None = None
    """When the caption goes; absent for text."""
    spoken_start: Seconds
    """When the voice begins in the track."""
    spoken_end: Seconds
    """When it ends."""
    rate: Annotated[float, Field(gt=0)]
    """How fast it was spoken, 1 is natural."""
    delay: Seconds | None = None
    """By how much it begins after its caption, because what came before was too long; absent for text."""
    spill: Seconds | None = None
    """By how much it runs into the time of the next caption; absent for text."""


class SpeechSynthesis(Warned, Pascal):
    """A track of speech."""

    language_code: Language
    """The language that was asked for."""
    polly_status: Literal["completed", "not supported"]
    """`not supported`: there is no voice for the language; the track is a moment of silence."""
    polly_message: str | None = None
    """Why nothing is spoken."""
    voice_id: str | None = None
    """The voice."""
    engine: Literal["neural", "robotic"] | None = None
    """How the voice works; `robotic` is understandable and not pleasant."""
    model: Model | None = None
    """The voice's network, or the library that speaks."""
    duration_seconds: Seconds | None = None
    """Length of the track."""
    cues: tuple[SpokenCue, ...]
    """What is spoken, in order."""
