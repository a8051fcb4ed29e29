"""entities: names are found where they stand, typed as Comprehend types them, with a score that means something."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from media_insights.catalogue.operator_folders import operator_in
from media_insights.local.environments import Environments
from tests.operators import media
from tests.operators.runs import OPERATORS, Outcome, run, run_with

pytestmark = pytest.mark.slow

NEWS = (
    "Tim Cook met Angela Merkel in Berlin on Monday to talk about Apple's plan to invest $2 billion in Germany. "
    "The United Nations welcomed the report of Columbia University. Serena Williams won in 2015 in Ohio. "
    "Emmanuel Macron flew from France to Japan last year, and Toyota sold 300,000 cars."
)
NAMES = {
    "Tim Cook": "PERSON",
    "Angela Merkel": "PERSON",
    "Serena Williams": "PERSON",
    "Emmanuel Macron": "PERSON",
    "Berlin": "LOCATION",
    "Germany": "LOCATION",
    "Ohio": "LOCATION",
    "France": "LOCATION",
    "Japan": "LOCATION",
    "Apple": "ORGANIZATION",
    "United Nations": "ORGANIZATION",
    "Columbia University": "ORGANIZATION",
    "Toyota": "ORGANIZATION",
    "Monday": "DATE",
    "2015": "DATE",
    "last year": "DATE",
    "$2 billion": "QUANTITY",
    "300,000": "QUANTITY",
}


def named(outcome: Outcome) -> dict[str, str]:
    return {it["Text"].removeprefix("The "): it["Type"] for it in outcome.result["Entities"]}


@pytest.fixture(scope="module")
def news() -> Outcome:
    return run("entities", {"text": NEWS.encode()})


def test_most_names_are_found_and_typed(news: Outcome) -> None:
    found = named(news)
    right = [name for name, kind in NAMES.items() if found.get(name) == kind]
    assert len(right) >= 0.8 * len(NAMES), set(NAMES.items()) - set(found.items())
    assert len(found) <= len(NAMES) + 4


def test_offsets_point_at_the_names(news: Outcome) -> None:
    assert all(NEWS[it["BeginOffset"] : it["EndOffset"]] == it["Text"] for it in news.result["Entities"])


def test_scores_are_probabilities_not_constants(news: Outcome) -> None:
    scores = [it["Score"] for it in news.result["Entities"]]
    assert all(0.3 <= score <= 1 for score in scores)
    assert len(set(scores)) > len(scores) / 2
    all_of_them = run("entities", {"text": NEWS.encode()}, minScore=0).result["Entities"]
    sure_ones = run("entities", {"text": NEWS.encode()}, minScore=0.99).result["Entities"]
    assert 0 < len(sure_ones) < len(all_of_them)


def test_the_result_has_the_shape_of_comprehend_in_mie(news: Outcome) -> None:
    inner = json.loads(news.result["Results"][0])
    assert (news.result["LanguageCode"], inner["File"]) == ("en", "text")
    assert set(inner["Entities"][0]) == {"Text", "Type", "Score", "BeginOffset", "EndOffset"}
    assert len(inner["Entities"]) == len(news.result["Entities"])


def test_names_in_a_transcript_have_the_times_they_are_said() -> None:
    words = ["Yesterday", "Angela", "Merkel", "came", "to", "Berlin"]
    items: list[dict[str, Any]] = [
        {"type": "pronunciation", "start_time": at, "end_time": at + 0.5, "alternatives": [{"content": word}]}
        for at, word in enumerate(words)
    ]
    items.append({"type": "punctuation", "alternatives": [{"content": "."}]})
    results = {"language_code": "en-GB", "transcripts": [{"transcript": " ".join(words) + "."}], "items": items}
    found = {it["Text"]: it for it in run("entities", {"transcript": {"results": results}}).result["Entities"]}
    assert (found["Angela Merkel"]["StartTime"], found["Angela Merkel"]["EndTime"]) == (1, 2.5)
    assert (found["Berlin"]["StartTime"], found["Berlin"]["EndTime"]) == (5, 5.5)


def test_offsets_hold_in_long_texts_and_other_encodings() -> None:
    text = ("Nothing – happens here, as usual. " * 700) + "Angela Merkel lives in Berlin."
    for encoding in ("utf-8", "utf-16"):
        found = run("entities", {"text": text.encode(encoding)}).result["Entities"]
        assert [it["BeginOffset"] for it in found if it["Text"] == "Angela Merkel"] == [text.index("Angela")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "La République est une et indivisible, et Emmanuel Macron habite à Paris avec sa femme.",
            None,
        ),
        (
            "Angela Merkel wohnt seit vielen Jahren in Berlin und hat dort eine kleine Wohnung in der Nähe.",
            None,
        ),
        ("東京は日本の首都です。安倍晋三は東京で生まれました。", None),
        ("Emmanuel Macron habite Paris.", "fr"),
    ],
)
def test_other_languages_give_nothing_and_say_so(text: str, language: str | None) -> None:
    results = {"language_code": language, "transcripts": [{"transcript": text}], "items": []}
    content: dict[str, Any] = {"transcript": {"results": results}} if language else {"text": text.encode()}
    outcome = run("entities", content)
    assert (outcome.exit_code, outcome.result["Entities"]) == (0, [])
    assert outcome.result["LanguageCode"] == (language or "und")
    warnings = outcome.result["Warnings"]
    assert [each["Reason"] for each in warnings] == ["LeftOut"]
    assert "English" in warnings[0]["Message"]


def test_an_empty_transcript_names_nobody() -> None:
    outcome = run("entities", {"transcript": {"results": {"transcripts": [{"transcript": ""}], "items": []}}})
    assert (outcome.exit_code, outcome.result["Entities"]) == (0, [])


def test_binary_content_is_refused() -> None:
    outcome = run("entities", {"text": bytes(range(256)) * 20})
    assert outcome.exit_code == 66
    assert "binary" in outcome.sentence


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory, news: Outcome) -> Path:
    """A folder of models with a pipeline of three German sentences, and the English one that ships."""
    assert news.exit_code == 0
    folder, shipped = tmp_path_factory.mktemp("models"), media.cache().parent / "models/entities"
    python = Environments(media.cache().parent).python(operator_in(OPERATORS / "entities"))
    script = Path(__file__).with_name("toy_names.py")
    subprocess.run([python, script, str(folder / "de-tiny")], check=True, timeout=300)
    manifest = {"name": "de-tiny", "task": "named-entity-recognition", "decoder": "spacy", "file": "de-tiny"}
    (folder / "de-tiny.json").write_text(json.dumps(manifest | {"languages": ["de"], "types": {"ORG": "OTHER"}}))
    for name in ("en-core-web-sm", "en-core-web-sm.json"):
        (folder / name).symlink_to(shipped / name)
    return folder


def read(models: Path, text: str, language: str) -> Outcome:
    """Look for names with a mounted folder."""
    return run_with({"MEDIA_INSIGHTS_MODELS": str(models)}, "entities", {"text": text.encode()}, language=language)


def test_another_language_is_read_by_the_model_that_knows_it(german: Path) -> None:
    outcome = read(german, "Angela Merkel kennt Siemens .", "de-AT")
    assert named(outcome) == {"Angela Merkel": "PERSON", "Siemens": "OTHER"}
    assert (outcome.result["LanguageCode"], outcome.result["Model"]["name"]) == ("de-AT", "de-tiny")


def test_english_stays_with_its_own_model(german: Path) -> None:
    outcome = read(german, "Angela Merkel lives in Berlin, said the mayor of the city.", "auto")
    assert named(outcome) == {"Angela Merkel": "PERSON", "Berlin": "LOCATION"}
    assert outcome.result["Model"]["name"] == "en-core-web-sm"


@pytest.mark.thorough
def test_a_language_that_no_model_knows_is_left_out_with_those_that_are_known(german: Path) -> None:
    outcome = read(german, "Emmanuel Macron habite à Paris.", "fr")
    assert outcome.result["Entities"] == []
    (warning,) = outcome.result["Warnings"]
    assert "in the language 'fr'; names are looked for in the languages de, en only" in json.dumps(warning)


@pytest.mark.thorough
def test_a_folder_that_is_no_pipeline_of_names_is_refused(german: Path, tmp_path: Path) -> None:
    (tmp_path / "de-tiny").symlink_to(german / "de-tiny")
    manifest = {"name": "x", "task": "named-entity-recognition", "file": "de-tiny", "decoder": "gliner"}
    (tmp_path / "x.json").write_text(json.dumps(manifest))
    assert "decoder of the model 'x' is 'gliner'; 'spacy' is right" in read(tmp_path, NEWS, "de").sentence
    (tmp_path / "x.json").write_text(json.dumps(manifest | {"decoder": "spacy", "file": "de"}))
    assert "'de' is no folder of a spaCy pipeline" in read(tmp_path, NEWS, "de").sentence
