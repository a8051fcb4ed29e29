"""What runs measure of an asset's file is known of it from then on."""

import json
from typing import Any

import pytest

from media_insights.api.v1alpha1.asset import MediaFacts, MetadataPointer
from media_insights.domain.running.measured_media import MOST_BYTES, measuring_results, with_measures
from media_insights.domain.running.pointers import Pointers

ACCEPTED = MediaFacts(type="Video", container="mp4", bytes=12, etag="e")
VIDEO = {"Codec": "h264", "Width": 640, "Height": 360, "Rotation": 0, "FrameRate": 25.0, "ConstantRate": True}


def proxy(millis: Any = 61500, **video: Any) -> dict[str, Any]:
    return {"Source": {"Container": "mov", "DurationMillis": millis, **({"Video": VIDEO | video} if video else {})}}


def mediainfo(length: Any) -> dict[str, Any]:
    return {"tracks": [{"track_type": "General", "duration": length}]}


def measured(**results: Any) -> dict[str, Any]:
    contents = {name: json.dumps(document).encode() for name, document in results.items()}
    found = with_measures(ACCEPTED, contents)
    assert found.model_copy(update=dict.fromkeys(("duration_millis", "width", "height", "frame_rate"))) == ACCEPTED
    return found.model_dump(include={"duration_millis", "width", "height", "frame_rate"}, exclude_none=True)


@pytest.mark.parametrize(
    ("results", "known"),
    [
        ({"proxy": proxy()}, {"duration_millis": 61500}),
        ({"Mediainfo": mediainfo(61499.6)}, {"duration_millis": 61500}),
        ({"proxy": proxy(1000), "Mediainfo": mediainfo(2000)}, {"duration_millis": 1000}),
        (
            {"proxy": proxy(Rotation=90)},
            {"duration_millis": 61500, "width": 360, "height": 640, "frame_rate": 25.0},
        ),
        ({"proxy": proxy(0, Width=512, Height=256)}, {"width": 512, "height": 256}),
        ({"proxy": proxy(0), "Mediainfo": mediainfo(2000)}, {"duration_millis": 2000}),
        ({"labelDetection": proxy()}, {}),
    ],
    ids=[
        "the proxy's length",
        "mediainfo's length, in whole milliseconds",
        "the proxy's word counts more",
        "an upright size",
        "an image has no length and no rate",
        "what the proxy does not know, mediainfo may",
        "no other result",
    ],
)
def test_a_result_that_measures_the_file_is_believed(results: dict[str, Any], known: dict[str, Any]) -> None:
    assert measured(**results) == known


@pytest.mark.parametrize(
    "document",
    [
        [],
        None,
        {"Source": None},
        {"Source": {"Container": "mov", "DurationMillis": -5}},
        {"Source": {"Container": "mov", "DurationMillis": 10**30}},
        {"Source": {"Container": "mov", "DurationMillis": "long"}},
    ],
    ids=str,
)
def test_what_an_operator_wrote_and_nobody_can_use_changes_nothing(document: Any) -> None:
    assert measured(proxy=document) == {}


@pytest.mark.parametrize("length", [None, -1, 1e300, "a while"], ids=str)
def test_a_length_that_is_none_changes_nothing(length: Any) -> None:
    assert measured(Mediainfo=mediainfo(length)) == {}


def test_bytes_that_are_no_json_change_nothing() -> None:
    assert with_measures(ACCEPTED, {"proxy": b"\xff", "Mediainfo": b""}) == ACCEPTED


def test_results_that_measure_are_read_where_they_are_small() -> None:
    sizes = {"proxy": 400, "labelDetection": 400, "Mediainfo": MOST_BYTES + 1}
    pointers = tuple(MetadataPointer(operator=name, key=name, bytes=size) for name, size in sizes.items())
    assert [each.operator for each in measuring_results(Pointers(metadata=pointers))] == ["proxy"]
