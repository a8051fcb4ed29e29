"""Moments as lanes: stretches that touch are one, points in time last until the next frame, many are counted."""

from media_insights.rest.lanes import UNKNOWN, CoveredTime, LaneKey, TimelineLane, joined_lanes, lanes_of
from media_insights.results.moments import Moment

DOG, CAT = (LaneKey("labelDetection", "label_detection", title) for title in ("Dog", "Cat"))


def seen(title: str, start: int | None, end: int | None = None, confidence: float | None = 90) -> Moment:
    return Moment(operator="label_detection", title=title, start=start, end=end, confidence=confidence)


def lanes(*moments: Moment, by_title: bool = True) -> dict[LaneKey, tuple[CoveredTime, ...]]:
    found = joined_lanes(lanes_of("labelDetection", moments, by_title=by_title))
    return {lane.key: lane.stretches for lane in found}


def test_what_is_seen_in_frame_after_frame_is_one_stretch() -> None:
    moments = [seen("Dog", time, confidence=sure) for time, sure in ((0, 80), (1000, 95), (2000, 70), (9000, 60))]
    assert lanes(*moments) == {DOG: (CoveredTime(0, 3000, 95, 3), CoveredTime(9000, 10_000, 60))}


def test_what_lasts_ends_when_it_ends() -> None:
    assert lanes(seen("Dog", 100, 250), seen("Dog", 250, 300)) == {DOG: (CoveredTime(100, 300, 90, 2),)}


def test_the_fullest_lane_comes_first() -> None:
    assert list(lanes(seen("Cat", 0), seen("Dog", 0), seen("Dog", 1000))) == [DOG, CAT]


def test_a_lane_of_a_result_has_everything_in_it() -> None:
    found = lanes(seen("Cat", 0, 10), seen("Dog", 20, 30), by_title=False)
    assert found == {LaneKey("labelDetection", "label_detection"): (CoveredTime(0, 10, 90), CoveredTime(20, 30, 90))}


def test_what_has_no_time_is_in_no_lane() -> None:
    assert lanes(seen("Dog", None)) == {}


def test_the_confidence_of_what_has_none_is_unknown() -> None:
    assert lanes(seen("Dog", 0, 10, confidence=None)) == {DOG: (CoveredTime(0, 10, UNKNOWN),)}


def test_a_span_has_what_reaches_into_it() -> None:
    lane = TimelineLane(DOG, 3, (CoveredTime(0, 10, 90), CoveredTime(20, 30, 90), CoveredTime(40, 50, 90)))
    assert [each.start for each in lane.within(25, 40).stretches] == [20]


def test_buckets_count_the_stretches_that_reach_into_them() -> None:
    lane = TimelineLane(
        DOG, 4, tuple(CoveredTime(start, end, 90) for start, end in ((0, 10), (12, 12), (15, 35), (99, 120)))
    )
    assert lane.counts(0, 10, 4) == [1, 2, 1, 1]
    assert lane.counts(30, 10, 2) == [1, 0]
