"""Which part an execution plays."""

import pytest

from media_insights.domain.queueing.queue_entries import Standing, standing_of
from tests.unit.domain.queueing.entries import entry


@pytest.mark.parametrize(
    ("state", "begun", "may_start", "standing"),
    [
        ("", False, True, "Waits"),
        ("Queued", False, True, "Waits"),
        ("Queued", False, False, "Barred"),
        ("Queued", True, False, "Holds"),
        ("Started", False, False, "Holds"),
        ("Waiting", True, True, "Pauses"),
        ("Resumed", True, False, "Waits"),
        ("Complete", True, True, "Finished"),
    ],
)
def test_row(state: str, begun: bool, may_start: bool, standing: Standing) -> None:  # noqa: FBT001
    assert standing_of(state, begun=begun, may_start=may_start) == standing


def test_the_order_is_priority_then_age_then_name() -> None:
    entries = [entry("b"), entry("a"), entry("old", minute=-1), entry("urgent", minute=9, priority=1)]
    assert [each.name for each in sorted(entries, key=lambda each: each.rank)] == ["urgent", "old", "a", "b"]
