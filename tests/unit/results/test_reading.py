"""Stored documents become typed results."""

from typing import Any

import pytest

from media_insights.errors import UnreadableResult
from media_insights.results.labels import ImageLabels, VideoLabels
from media_insights.results.reading import parse_result

CAT = {"Name": "Cat", "Confidence": 90}


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"Labels": [{"Timestamp": 0, "Label": CAT}]}, VideoLabels),
        ({"Labels": [CAT]}, ImageLabels),
        ({"Labels": []}, VideoLabels),
    ],
)
def test_a_result_is_a_video_s_or_an_image_s(document: Any, kind: type) -> None:
    assert isinstance(parse_result("labelDetection", document), kind)


def test_what_is_wrong_is_said_once_however_often_it_is() -> None:
    labels = [{"Timestamp": at, "Label": {"Name": "Cat"}} for at in range(1000)]

    with pytest.raises(UnreadableResult, match=r"^Labels\[0\]\.Label\.Confidence is missing \(and 999 more\)$"):
        parse_result("labelDetection", {"Labels": labels})


def test_a_document_that_is_nested_very_deeply_is_unreadable() -> None:
    deep: Any = []
    for _ in range(500):
        deep = [deep]

    with pytest.raises(UnreadableResult):
        parse_result("labelDetection", {"Labels": deep})
