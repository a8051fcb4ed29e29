"""Times: RFC 3339 outside, datetime inside."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.times import micro_time, rfc3339, seconds_between, time_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_a_time_is_written_in_utc_and_whole_seconds() -> None:
    paris = NOON.astimezone(timezone(timedelta(hours=1))).replace(microsecond=999_999)
    assert rfc3339(paris) == "2026-01-01T12:00:00Z"
    assert micro_time(NOON) == "2026-01-01T12:00:00.000000Z"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-01T12:00:00Z", NOON),
        ("2026-01-01T13:00:00+01:00", NOON),
        ("2026-01-01T12:00:00", NOON),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_read(text: str | None, moment: datetime | None) -> None:
    assert time_of(text) == moment
    status = ExecutionStatus.model_validate({"startedAt": text})
    assert status.started_at == moment


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(9999, 1, 1)))  # noqa: DTZ001 - hypothesis wants them naive
def test_what_is_written_reads_the_same_to_the_second(moment: datetime) -> None:
    assert time_of(rfc3339(moment)) == moment.replace(microsecond=0)


def test_seconds_between_two_times() -> None:
    assert seconds_between(NOON, NOON + timedelta(seconds=1.5)) == 1.5
    assert seconds_between(NOON, NOON - timedelta(seconds=1)) == 0
    assert seconds_between(None, NOON) == seconds_between(NOON, None) == 0
