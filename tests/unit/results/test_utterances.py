"""Utterances: who said what, in one piece, whichever way a transcript says on which channel it was."""

from itertools import chain
from typing import Any

import pytest

from media_insights.results.utterances import has_channels, text_of, utterances_of


def word(text: str, start: float, end: float, **labels: str) -> dict[str, Any]:
    """Return an item as Amazon writes it: times are texts."""
    alternatives = [{"content": text, "confidence": "0.9"}]
    times = {"start_time": str(start), "end_time": str(end)}
    return {**labels, "type": "pronunciation", **times, "alternatives": alternatives}


def mark(text: str, **labels: str) -> dict[str, Any]:
    return {**labels, "type": "punctuation", "alternatives": [{"content": text}]}


def said(text: str, start: float, **labels: str) -> list[dict[str, Any]]:
    """Return the items of words that take 0.3 seconds each."""
    items: list[dict[str, Any]] = []
    for number, each in enumerate(text.split()):
        bare = each.rstrip(".,?")
        items.append(word(bare, start + 0.3 * number, start + 0.3 * number + 0.28, **labels))
        items += [mark(one, **labels) for one in each[len(bare) :]]
    return items


def merged(*channels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items of channels by time, as Amazon lists them: each mark after its word."""
    timed: list[tuple[float, dict[str, Any]]] = []
    for items in channels:
        for item in items:
            time = float(item["start_time"]) if "start_time" in item else timed[-1][0]
            timed.append((time, item))
    return [item for _, item in sorted(timed, key=lambda each: each[0])]


AGENT = said("Thanks for calling, how can I help?", 0.5)
CALLER = said("Hello. My order never arrived.", 1.1)
LABELLED = {"ch_0": said("Thanks for calling, how can I help?", 0.5, channel_label="ch_0"),
            "ch_1": said("Hello. My order never arrived.", 1.1, channel_label="ch_1")}  # fmt: skip
CHANNELS = {
    "number_of_channels": 2,
    "channels": [{"channel_label": "ch_0", "items": AGENT}, {"channel_label": "ch_1", "items": CALLER}],
}


@pytest.mark.parametrize(
    "results",
    [
        {"items": merged(*LABELLED.values())},
        {"items": merged(*LABELLED.values()), "channel_labels": CHANNELS},
        {"items": merged(AGENT, CALLER), "channel_labels": CHANNELS},
        {"channel_labels": CHANNELS},
    ],
    ids=["labelled-items", "both", "listed-channels", "channels-alone"],
)
def test_each_sentence_of_a_call_stays_in_one_piece(results: dict[str, Any]) -> None:
    found = utterances_of(results)
    assert [(each[0]["channel_label"], text_of(each)) for each in found] == [
        ("ch_0", "Thanks for calling, how can I help?"),
        ("ch_1", "Hello."),
        ("ch_1", "My order never arrived."),
    ]
    assert has_channels(results)


def test_one_channel_is_cut_at_sentences_pauses_and_speakers() -> None:
    items = [
        *said("It cost 3.5 dollars. Then", 0, speaker_label="spk_0"),
        *said("I left", 10, speaker_label="spk_0"),
        *said("when Dr. Who came", 11, speaker_label="spk_1"),
    ]
    found = utterances_of({"items": items})
    assert [text_of(each) for each in found] == ["It cost 3.5 dollars.", "Then", "I left", "when Dr. Who came"]
    assert list(chain.from_iterable(found)) == items


@pytest.mark.parametrize(
    "results", [{}, {"items": []}, {"items": None}, {"items": [], "channel_labels": {"channels": 3}}]
)
def test_nothing_said(results: dict[str, Any]) -> None:
    assert utterances_of(results) == []
    assert not has_channels(results)


def test_an_item_that_is_no_object_is_refused() -> None:
    with pytest.raises(TypeError, match=r"items\[1\] is no object"):
        utterances_of({"items": [word("a", 0, 1), 3]})
