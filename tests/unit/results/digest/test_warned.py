"""What results leave out is in the digest, whoever wrote the result and in whatever shape."""

from typing import Any

import pytest

from media_insights.results.digest.digesting import digest_of
from media_insights.results.digest.warned import OperatorWarning, warnings_of
from media_insights.results.shapes import ResultWarning
from tests.unit.results.digest.documents import VIDEO

GAP: dict[str, Any] = {
    "Reason": "SpeechWithoutWords",
    "Message": "no words were understood",
    "StartTimestampMillis": 1500,
    "EndTimestampMillis": 4000,
}


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"Warnings": [GAP]}, [("SpeechWithoutWords", "no words were understood", (1.5, 4.0))]),
        ({"Warnings": [{"Reason": "Guessed", "Message": "a"}]}, [("Guessed", "a", None)]),
        (
            {"Warnings": [{"Reason": "Damaged", "Message": "a", "StartTimestampMillis": 9}]},
            [("Damaged", "a", (0.009, 0.009))],
        ),
        ({"Warnings": ["ffmpeg said this"]}, [("", "ffmpeg said this", None)]),
        ({"Warnings": [{"Reason": 3}, 7, None, {"Reason": "Guessed", "Message": "b"}]}, [("Guessed", "b", None)]),
        ({"Warnings": "no list"}, []),
        ({"Labels": []}, []),
        (["lines", "of", "ndjson"], []),
        (None, []),
    ],
)
def test_warnings_are_read_from_any_document(document: Any, found: list[Any]) -> None:
    read = warnings_of("name", document)
    assert [(each.reason, each.message, each.span) for each in read] == found


def test_the_digest_has_the_warnings_of_all_results_also_of_those_that_it_does_not_know() -> None:
    other = {"Warnings": [{"Reason": "LeftOut", "Message": "the last page"}]}
    digest = digest_of({"theirs": other, "labelDetection": VIDEO["labelDetection"] | {"Warnings": [GAP]}})
    assert digest.warnings == (
        OperatorWarning(result="labelDetection", reason=GAP["Reason"], message=GAP["Message"], span=(1.5, 4.0)),
        OperatorWarning(result="theirs", reason="LeftOut", message="the last page"),
    )
    assert digest.labels


def test_a_result_that_cannot_be_understood_keeps_its_warnings() -> None:
    digest = digest_of({"labelDetection": {"Labels": 3, "Warnings": [GAP]}})
    assert digest.unreadable.keys() == {"labelDetection"}
    assert [each.message for each in digest.warnings] == ["no words were understood"]


def test_the_shape_is_the_one_that_operators_write() -> None:
    assert ResultWarning.model_validate(GAP).model_dump(by_alias=True) == GAP
