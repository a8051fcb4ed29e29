"""The page for people who come from Media Insights Engine has a row for every operator, and says the truth."""

import re
from pathlib import Path

import pytest

from media_insights.catalogue.engine_operators import ours_for
from media_insights.results.caption_names import shape_name
from media_insights.results.catalogue import RESULTS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/migrating-from-mie.md").read_text("utf-8")
NAMES = tuple(
    """
GenericDataLookup Mediainfo MediainfoImage Mediaconvert Thumbnail TranscribeAudio TranscribeVideo WebCaptions
WebToSRTCaptions WebToVTTCaptions CreateSRTCaptions CreateVTTCaptions Translate TranslateWebCaptions Polly
PollyWebCaptions ComprehendKeyPhrases ComprehendEntities celebrityRecognition celebrityRecognitionImage
contentModeration contentModerationImage faceDetection faceDetectionImage faceSearch faceSearchImage labelDetection
labelDetectionImage personTracking textDetection textDetectionImage technicalCueDetection shotDetection Wait
""".split()  # noqa: SIM905 - thirty quoted words are not easier to read
)
"""Operators of the engine, as its source registers them."""


BEHAVIOURS = (
    *("without its medium", "one after the other", "stage of its own", "StaleOperations", "siblings", "one medium"),
    *("each type of medium", "MetaData", "MasExecutionError", "environment variables", "their role", "monitor Lambda"),
    *("Wait", "one execution at a time", "keeps its slot", "everything again", "locks", "deleting an asset", "ending"),
    *("newest result", "floats", "Kinesis", "SNS", "Elasticsearch", "web applications", "SigV4", "X-Ray"),
    *("CloudFormation", "MieCompleteWorkflow", "test operators", "vocabularies", "face collection", "uploaded"),
)
"""A word of the row about each of the engine's behaviours."""


def rows(title: str) -> list[list[str]]:
    """Return the cells of a table below a heading, without its head."""
    section = PAGE.split(f"### {title}\n")[1].split("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


OPERATORS = {name: row[1] for row in rows("Operators") for name in row[0].split(", ")}


@pytest.mark.parametrize("name", NAMES)
def test_every_operator_of_the_engine_has_a_row_with_what_does_its_work(name: str) -> None:
    ours = OPERATORS[name].split(", ")
    assert all((ROOT / "operators-images" / each / "operator.yaml").is_file() for each in ours)
    assert ours_for(name) in ours


def test_results_of_the_table_of_fields_are_results_here() -> None:
    names = {name for row in rows("Result fields") for name in re.split(r", ", row[0]) if name}
    assert {shape_name(re.sub("_`.*`", "", name)) for name in names} <= RESULTS.keys()
    assert all(len(row) == 3 and row[2] for row in rows("Result fields"))


@pytest.mark.parametrize("word", BEHAVIOURS)
def test_every_behaviour_of_the_engine_has_a_row(word: str) -> None:
    assert any(word in row[0] for row in rows("Behaviours"))


def test_every_row_says_whether_it_is_the_same() -> None:
    words = ("same", "different", "not there", "there", "here", "where", "from", "its file", "one ", "[below]")
    for row in [*rows("Operators"), *rows("Result fields"), *rows("Behaviours")]:
        assert row[-1].startswith(words), row
