"""Warnings of a result: what it leaves out, guesses or could not read, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST = 50
"""Warnings that a result holds; how many more there were is the last one."""


class Reason(StrEnum):
    """What a warning is about, for readers that compare; the message is for people."""

    CHANNELS_CANCEL = "ChannelsCancel"
    """The channels of an audio track cancel each other in a mix, so that one of them was turned over."""
    DAMAGED = "Damaged"
    """A part of the input could not be decoded."""
    DECODER = "Decoder"
    """What ffmpeg said of the input, in its own words."""
    FORMAT_CHANGES = "FormatChanges"
    """A track changes its size, its channels or its rate on the way; it was made uniform."""
    GPU_NOT_USED = "GpuNotUsed"
    """A GPU was reserved, or seemed to be there, and the CPU computed."""
    GUESSED = "Guessed"
    """A fact that the input does not say was chosen; the message says how."""
    LEFT_OUT = "LeftOut"
    """A part of the input took no part in the result."""
    MODEL_NOT_READ = "ModelNotRead"
    """A mounted manifest is of a task for which the operator has no use."""
    MORE = "MoreWarnings"
    """There were more warnings than a result holds."""
    NOTHING_AUDIBLE = "NothingAudible"
    """Nothing in the audio is loud enough to be measured."""
    OTHER_LANGUAGES = "OtherLanguages"
    """Languages seem to be spoken beside the one in which everything was written down."""
    OVERLAPS = "Overlaps"
    """Entries of the input overlap in time and were moved apart."""
    SPEECH_WITHOUT_WORDS = "SpeechWithoutWords"
    """Somebody seems to speak, and no words were understood."""
    TIMES_DISAGREE = "TimesDisagree"
    """Times or lengths in the input contradict each other."""
    WORDS_IN_DOUBT = "WordsInDoubt"
    """Words may be other than what was said: the model is unsure of them."""


@dataclass(frozen=True)
class ResultWarning:
    """One warning: why, in one sentence for people, and from when to when in seconds where it is about a stretch."""

    reason: Reason
    message: str
    start: float | None = None
    end: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the warning as a member of a result's `Warnings`; times are whole milliseconds."""
        times = {"StartTimestampMillis": self.start, "EndTimestampMillis": self.end}
        known = {name: round(1000 * time) for name, time in times.items() if time is not None}
        return {"Reason": str(self.reason), "Message": self.message, **known}
