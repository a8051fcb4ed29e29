"""Documents of older schema versions become the newest; newer ones are refused in words."""

from typing import Any

import pytest

from media_insights.errors import UnreadableResult
from media_insights.results.versions import upgraded, version_of


def renamed(document: Any) -> Any:
    return {"Labels": document["Tags"]}


def in_percent(document: Any) -> Any:
    return {"Labels": [each | {"Confidence": each["Confidence"] * 100} for each in document["Labels"]]}


UPGRADES = {"labelDetection": (renamed, in_percent)}


@pytest.mark.parametrize(
    ("version", "document"),
    [
        (1, {"Tags": [{"Confidence": 0.5}]}),
        (2, {"Labels": [{"Confidence": 0.5}]}),
        (3, {"Labels": [{"Confidence": 50}]}),
    ],
)
def test_every_older_version_becomes_the_newest(version: int, document: Any) -> None:
    assert upgraded("labelDetection", document, version, UPGRADES) == {"Labels": [{"Confidence": 50}]}
    assert version_of("labelDetection", UPGRADES) == 3
    assert version_of("faceDetection", UPGRADES) == 1


@pytest.mark.parametrize(("version", "reads"), [(4, "versions 1 to 3"), (0, "versions 1 to 3")])
def test_a_version_that_is_not_known_is_refused_with_the_way_out(version: int, reads: str) -> None:
    with pytest.raises(
        UnreadableResult, match=f"version {version} of its schema, and this media-insights reads {reads}: "
    ):
        upgraded("labelDetection", {}, version, UPGRADES)
