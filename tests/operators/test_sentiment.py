"""sentiment: plain feelings are told apart, scores sum to one, other languages give nothing and say so."""

from typing import Any

import pytest

from tests.operators.runs import Outcome, run

pytestmark = pytest.mark.slow

LABELLED = {
    "I love this wonderful old theatre.": "POSITIVE",
    "The children were happy and laughed all afternoon.": "POSITIVE",
    "What a great goal, simply brilliant!": "POSITIVE",
    "We are very pleased with the excellent service.": "POSITIVE",
    "This was not a bad film at all.": "POSITIVE",
    "The soup was cold and the waiter was terribly rude.": "NEGATIVE",
    "I hate waiting in this horrible queue.": "NEGATIVE",
    "It was a sad and painful defeat.": "NEGATIVE",
    "The service is not good.": "NEGATIVE",
    "They were angry about the disgusting food.": "NEGATIVE",
    "The train leaves at nine from platform four.": "NEUTRAL",
    "She opened the window and sat at the table.": "NEUTRAL",
    "The lecture has three parts.": "NEUTRAL",
    "The actors were wonderful and the story was terrible.": "MIXED",
}


@pytest.fixture(scope="module")
def labelled() -> Outcome:
    return run("sentiment", {"text": " ".join(LABELLED).encode()})


def test_plain_feelings_are_told_apart(labelled: Outcome) -> None:
    found = {it["Text"]: it["Sentiment"] for it in labelled.result["Sentences"]}
    wrong = {text: found.get(text) for text, label in LABELLED.items() if found.get(text) != label}
    assert len(wrong) <= 2, wrong


def test_scores_sum_to_one(labelled: Outcome) -> None:
    scores = [labelled.result["SentimentScore"]] + [it["SentimentScore"] for it in labelled.result["Sentences"]]
    assert all(sum(each.values()) == pytest.approx(1, abs=0.001) for each in scores)
    assert all(0 <= value <= 1 for each in scores for value in each.values())


def test_praise_and_complaint_together_are_mixed() -> None:
    said = "I love this wonderful park. The food in the awful cafe is disgusting."
    assert run("sentiment", {"text": said.encode()}).result["Sentiment"] == "MIXED"


def test_sentences_of_a_transcript_have_their_times() -> None:
    words = ["I", "love", "it", "He", "hates", "it"]
    items: list[dict[str, Any]] = [
        {"type": "pronunciation", "start_time": at, "end_time": at + 0.5, "alternatives": [{"content": word}]}
        for at, word in enumerate(words)
    ]
    results = {"language_code": "en-US", "transcripts": [{"transcript": "I love it. He hates it."}], "items": items}
    sentences = run("sentiment", {"transcript": {"results": results}}).result["Sentences"]
    assert [(it["Sentiment"], it["StartTime"], it["EndTime"]) for it in sentences] == [
        ("POSITIVE", 0, 2.5),
        ("NEGATIVE", 3, 5.5),
    ]


def test_nothing_said_and_other_languages_give_nothing_and_say_so() -> None:
    for results, told in (
        ({"transcripts": [{"transcript": ""}]}, "Note"),
        ({"language_code": "fr", "transcripts": [{"transcript": "Oui"}]}, "Warnings"),
    ):
        outcome = run("sentiment", {"transcript": {"results": results}})
        assert (outcome.exit_code, outcome.result["Sentences"]) == (0, [])
        assert outcome.result[told]
        assert "Sentiment" not in outcome.result


def test_binary_content_is_refused() -> None:
    assert run("sentiment", {"text": bytes(range(256)) * 20}).exit_code == 66
