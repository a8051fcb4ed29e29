"""Points in time are joined to spans."""

from media_insights.results.digest.spans import spans_of


def test_near_points_are_one_span() -> None:
    assert spans_of([5, 1, 2, 30]) == [(1, 2), (5, 5), (30, 30)]
