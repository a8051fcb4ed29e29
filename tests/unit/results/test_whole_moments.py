"""Detections of one thing become one moment, with the frame that shows it best."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.results.moments import Box, moments_of
from media_insights.results.whole_moments import whole_moments_of
from tests.unit.results.test_moments import JSON

LABELS = Index.model_validate(
    {
        "list": "$.Labels[*]",
        "operator": "label_detection",
        "kind": "Label",
        "time": {"at": "Timestamp"},
        "confidence": {"field": "Confidence"},
        "boxes": "Instances[*]",
        "fields": {"Name": "Name"},
        "stretch": {"by": ["Name"], "gapSeconds": 2},
    }
)
TRACKS = Index.model_validate(
    {
        "list": "$.Tracks[*]",
        "operator": "person_tracking",
        "time": {"from": "Start", "to": "End"},
        "fields": {"Index": "Index"},
        "title": "Person {Index}",
        "samples": {
            "list": "$.Persons[*]",
            "by": {"Index": "Person.Index"},
            "time": {"at": "Timestamp"},
            "confidence": {"field": "Person.Confidence"},
            "boxes": "Person.Box",
        },
    }
)


def box(left: float) -> dict[str, float]:
    return {"Left": left, "Top": 0.1, "Width": 0.2, "Height": 0.3}


def label(name: str, at: int | None, confidence: float = 90, left: float = 0.5) -> dict[str, Any]:
    timed = {} if at is None else {"Timestamp": at}
    return {"Name": name, "Confidence": confidence, "Instances": [box(left)], **timed}


def seen(*labels: dict[str, Any]) -> list[tuple[str, int | None, int | None, int | None, int]]:
    found = whole_moments_of({"Labels": list(labels)}, LABELS)
    return [(each.title, each.start, each.end, each.best, each.count) for each in found]


def test_what_is_seen_in_successive_frames_is_one_moment_with_its_best_frame() -> None:
    looks = [label("Dog", 0, 70), label("Dog", 1000, 95, left=0.1), label("Dog", 2000, 80)]
    (moment,) = whole_moments_of({"Labels": looks}, LABELS)
    assert (moment.start, moment.end, moment.best, moment.confidence, moment.count) == (0, 2000, 1000, 95, 3)
    assert moment.boxes == (Box(left=0.1, top=0.1, width=0.2, height=0.3),)


def test_a_longer_pause_begins_another_moment() -> None:
    assert seen(label("Dog", 0), label("Dog", 2000), label("Dog", 4001)) == [
        ("Dog", 0, 2000, 0, 2),
        ("Dog", 4001, None, 4001, 1),
    ]


def test_things_of_another_name_are_moments_of_their_own_in_the_order_of_time() -> None:
    assert seen(label("Dog", 1000), label("Cat", 500), label("Dog", 2000)) == [
        ("Cat", 500, None, 500, 1),
        ("Dog", 1000, 2000, 1000, 2),
    ]


def test_all_that_is_in_the_best_frame_has_its_box() -> None:
    looks = [label("Dog", 0, 80, left=0.1), label("Dog", 0, 90, left=0.6), label("Dog", 1000, 50)]
    (moment,) = whole_moments_of({"Labels": looks}, LABELS)
    assert [each.left for each in moment.boxes] == [0.1, 0.6]


def test_what_has_no_time_stays_alone_and_comes_first() -> None:
    assert seen(label("Dog", 5), label("Dog", None), label("Dog", None)) == [
        ("Dog", None, None, None, 1),
        ("Dog", None, None, None, 1),
        ("Dog", 5, None, 5, 1),
    ]


def test_a_track_has_the_box_of_its_surest_sample() -> None:
    samples = [
        {"Timestamp": 0, "Person": {"Index": 0, "Confidence": 50, "Box": box(0.2)}},
        {"Timestamp": 500, "Person": {"Index": 0, "Confidence": 80, "Box": box(0.3)}},
        {"Timestamp": 500, "Person": {"Index": 1, "Confidence": 99, "Box": box(0.9)}},
        {"Person": {"Index": 0, "Confidence": 100, "Box": box(0.7)}},
    ]
    tracks = [{"Index": 0, "Start": 0, "End": 900}, {"Index": 7, "Start": 950, "End": 990}]
    first, second = whole_moments_of({"Tracks": tracks, "Persons": samples}, TRACKS)
    assert (first.title, first.best, first.count, [each.left for each in first.boxes]) == ("Person 0", 500, 2, [0.3])
    assert (second.title, second.best, second.boxes) == ("Person 7", None, ())


@given(st.lists(st.tuples(st.sampled_from(["Dog", "Cat"]), st.integers(0, 20_000), st.floats(0, 100)), max_size=20))
def test_every_detection_is_in_exactly_one_moment(looks: list[tuple[str, int, float]]) -> None:
    result = {"Labels": [label(*look) for look in looks]}
    whole = whole_moments_of(result, LABELS)
    assert sum(each.count for each in whole) == len(looks)
    for each in moments_of(result, LABELS):
        holders = [
            one
            for one in whole
            if one.title == each.title and one.start <= each.start <= (one.end or one.start)  # type: ignore[operator]
        ]
        assert len(holders) == 1


@given(JSON)
def test_no_result_makes_it_fail(result: Any) -> None:
    for index in (LABELS, TRACKS):
        whole_moments_of(result, index)
