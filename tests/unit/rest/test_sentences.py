"""A transcript as sentences with times in milliseconds."""

from typing import Any

from media_insights.rest.sentences import SpokenSentence, sentences_of
from media_insights.results.transcripts import Spoken


def word(text: str, start: float, end: float, **more: Any) -> dict[str, Any]:
    alternatives = [{"content": text, "confidence": more.pop("confidence", 0.5)}]
    return {"type": "pronunciation", "start_time": start, "end_time": end, "alternatives": alternatives, **more}


def mark(text: str) -> dict[str, Any]:
    return {"type": "punctuation", "alternatives": [{"content": text, "confidence": 0}]}


def sentences(*items: dict[str, Any], **more: Any) -> list[SpokenSentence]:
    return list(sentences_of(Spoken.model_validate({"transcripts": [], "items": items, **more})))


def test_a_sentence_ends_with_its_mark() -> None:
    said = [word("Yes", 0.5, 0.75, confidence=1), mark("."), word("Go", 1, 1.2), word("on", 1.2, 1.5), mark("!")]
    first, second = sentences(*said, language_code="en")
    assert (first.text, first.start, first.end, first.confidence, first.language) == ("Yes.", 500, 750, 100.0, "en")
    assert (second.text, second.start, second.end) == ("Go on!", 1000, 1500)
    assert [(each.text, each.start, each.end) for each in second.words] == [("Go", 1000, 1200), ("on!", 1200, 1500)]


def test_another_speaker_begins_another_sentence() -> None:
    said = [word("yes", 0, 1, speaker_label="spk_0"), word("no", 1, 2, speaker_label="spk_1")]
    assert [(each.speaker, each.text) for each in sentences(*said)] == [("spk_0", "yes"), ("spk_1", "no")]


def test_who_speaks_on_two_channels_at_once_keeps_their_sentences() -> None:
    said = [word("a", 0, 1, channel_label="ch_0"), word("x", 0.5, 1, channel_label="ch_1"), mark(".")]
    said[2]["channel_label"] = "ch_1"
    assert [(each.channel, each.text) for each in sentences(*said)] == [("ch_0", "a"), ("ch_1", "x.")]


def test_silence_has_no_sentences() -> None:
    assert sentences() == []
