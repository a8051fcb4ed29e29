"""Sentences of a transcript, as people read them: text, times in milliseconds, who says it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from media_insights.results.transcripts import Spoken
from media_insights.results.utterances import SpokenItem, content_of, is_mark, text_of, utterances_of


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word and the marks after it."""

    text: str
    start: int
    end: int
    confidence: float
    """Percent."""


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence, or what one speaker says between two pauses; it has at least one word."""

    speaker: str
    channel: str
    language: str
    words: tuple[SpokenWord, ...]
    text: str

    @property
    def start(self) -> int:
        """Milliseconds at which the first word begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Milliseconds at which the last word ends."""
        return max(each.end for each in self.words)

    @property
    def confidence(self) -> float:
        """Percent: the mean of the words."""
        return round(fmean(each.confidence for each in self.words), 1)


def sentences_of(spoken: Spoken) -> Iterator[SpokenSentence]:
    """Yield the sentences of a transcript in the order in which they begin; what has no times is in none."""
    whole = spoken.language_code or ""
    for items in utterances_of(spoken.model_dump(mode="json", by_alias=True, exclude_none=True)):
        words = tuple(_words(items))
        if words:
            said = items[0]
            yield SpokenSentence(
                speaker=said.get("speaker_label", ""),
                channel=said.get("channel_label", ""),
                language=said.get("language_code", whole),
                words=words,
                text=text_of(items),
            )


def _words(items: Sequence[SpokenItem]) -> Iterator[SpokenWord]:
    for at, item in enumerate(items):
        if not is_mark(item) and "start_time" in item:
            marks = "".join(content_of(each) for each in _marks_after(items, at))
            start = round(item["start_time"] * 1000)
            end = max(start, round(item["end_time"] * 1000)) if "end_time" in item else start
            yield SpokenWord(content_of(item) + marks, start, end, _percent(item))


def _marks_after(items: Sequence[SpokenItem], at: int) -> Iterator[SpokenItem]:
    for each in items[at + 1 :]:
        if not is_mark(each):
            return
        yield each


def _percent(item: SpokenItem) -> float:
    alternatives = item["alternatives"]
    return round(alternatives[0]["confidence"] * 100, 1) if alternatives else 0.0
