"""key-phrases: what a text is about comes first, mentions stand where they say, other languages give nothing."""

import itertools
import json
from typing import Any

import pytest

from tests.operators.runs import Outcome, run

pytestmark = pytest.mark.slow

REPORT = (
    "The old lighthouse on the northern cape needs a new lamp. Engineers of the Coast Guard say that the lighthouse "
    "was built in 1890 – by hand. A solar lamp would save a lot of diesel fuel. Diesel fuel comes by boat once a "
    "month. Solar lamps are used at the University of Bergen, too. Keepers of lighthouses like the idea. "
    "It is a good thing."
)


def phrases(outcome: Outcome) -> list[dict[str, Any]]:
    return list(outcome.result["KeyPhrases"])


@pytest.fixture(scope="module")
def report() -> Outcome:
    return run("key-phrases", {"text": REPORT.encode()}, minWeight=0)


def test_what_the_text_turns_on_comes_first(report: Outcome) -> None:
    first = [each["Text"].lower() for each in phrases(report)[:5]]
    assert {"solar lamp", "diesel fuel"} <= set(first)
    assert [each["Weight"] for each in phrases(report)] == sorted(
        (it["Weight"] for it in phrases(report)), reverse=True
    )
    assert phrases(report)[0]["Weight"] == 1


def test_a_score_says_how_sure_a_phrase_is(report: Outcome) -> None:
    scores = {each["Text"]: each["Score"] for each in phrases(report)}
    assert min(scores["solar lamp"], scores["diesel fuel"], scores["University of Bergen"]) > 0.9
    doubtful = run("key-phrases", {"text": b"The building moves. Sea otters hunt crabs."}, minWeight=0, minScore=0)
    assert {each["Text"]: each["Score"] < 0.9 for each in phrases(doubtful)}.get("moves", True)
    assert all(each["Score"] >= 0.9 for each in phrases(run("key-phrases", {"text": REPORT.encode()}, minScore=0.9)))


def test_each_phrase_is_listed_once_with_all_its_mentions(report: Outcome) -> None:
    counts = {each["Text"]: each["Count"] for each in phrases(report)}
    assert counts["solar lamp"] == 2  # once as "Solar lamps"
    assert counts["diesel fuel"] == 2
    assert len({text.lower() for text in counts}) == len(counts)
    assert all(each["Count"] == len(each["Mentions"]) for each in phrases(report))


def test_articles_and_vague_words_are_not_phrases(report: Outcome) -> None:
    found = {each["Text"].lower() for each in phrases(report)}
    assert not found & {"it", "thing", "a lot", "lot", "good thing", "month", "a month", "1890", "the lighthouse"}


def test_names_joined_by_of_stay_whole(report: Outcome) -> None:
    assert "University of Bergen" in {each["Text"] for each in phrases(report)}


def test_offsets_point_at_the_mentions(report: Outcome) -> None:
    mentions = [mention for each in phrases(report) for mention in each["Mentions"]]
    assert all(REPORT[it["BeginOffset"] : it["EndOffset"]] == it["Text"] for it in [*mentions, *phrases(report)])
    places = sorted((it["BeginOffset"], it["EndOffset"]) for it in mentions)
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(places)), "phrases overlap"


def test_the_result_has_the_shape_of_comprehend_in_mie(report: Outcome) -> None:
    inner = json.loads(report.result["Results"][0])
    assert (report.result["LanguageCode"], inner["File"]) == ("en", "text")
    assert set(inner["KeyPhrases"][0]) == {"Text", "Score", "BeginOffset", "EndOffset"}
    begins = [each["BeginOffset"] for each in inner["KeyPhrases"]]
    assert begins == sorted(begins)
    assert len(begins) == sum(each["Count"] for each in phrases(report))


@pytest.mark.thorough
def test_few_phrases_are_the_weightiest(report: Outcome) -> None:
    few = run("key-phrases", {"text": REPORT.encode()}, maxPhrases=3)
    assert phrases(few) == phrases(report)[:3]
    strong = phrases(run("key-phrases", {"text": REPORT.encode()}, minWeight=0.6))
    assert strong == [each for each in phrases(report) if each["Weight"] >= 0.6]


def test_mentions_in_a_transcript_have_the_times_they_are_said() -> None:
    words = ["We", "like", "solar", "lamps", "Solar", "lamps", "shine"]
    items: list[dict[str, Any]] = [
        {"type": "pronunciation", "start_time": at, "end_time": at + 0.5, "alternatives": [{"content": word}]}
        for at, word in enumerate(words)
    ]
    transcript = "We like solar lamps. Solar lamps shine."
    results = {"language_code": "en-US", "transcripts": [{"transcript": transcript}], "items": items}
    found = phrases(run("key-phrases", {"transcript": {"results": results}}))
    times = [(it["StartTime"], it["EndTime"]) for each in found for it in each["Mentions"]]
    assert times == [(2, 3.5), (4, 5.5)]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("", None, []),
        ("La République est une et indivisible, et la mairie de Paris construit une école.", None, ["LeftOut"]),
        ("Bonjour", "fr", ["LeftOut"]),
        ("Yes. It is. I do!", "en", []),
    ],
)
def test_nothing_to_find_gives_an_empty_list(text: str, language: str | None, told: list[str]) -> None:
    results = {"language_code": language, "transcripts": [{"transcript": text}], "items": []}
    outcome = run("key-phrases", {"transcript": {"results": results}} if language else {"text": text.encode()})
    assert (outcome.exit_code, outcome.result["KeyPhrases"]) == (0, [])
    assert json.loads(outcome.result["Results"][0])["KeyPhrases"] == []
    assert ("Note" in outcome.result) == (not text)
    assert [each["Reason"] for each in outcome.result.get("Warnings", [])] == told


def test_binary_content_is_refused() -> None:
    outcome = run("key-phrases", {"text": bytes(range(256)) * 20})
    assert outcome.exit_code == 66
    assert "binary" in outcome.sentence
