"""Failures beside the decisions end nothing, and are told once."""

import asyncio

import pytest

from media_insights.controller.failures import Failures
from media_insights.errors import AccessDenied, LostLease, Unavailable


def fail(failures: Failures, name: str, error: BaseException) -> None:
    with failures.noted(name):
        raise error


def test_what_fails_is_told_once_until_a_round_does_everything(caplog: pytest.LogCaptureFixture) -> None:
    failures = Failures("nothing is done")
    for _ in range(2):
        fail(failures, "n/a", AccessDenied("no right"))
        fail(failures, "n/b", AccessDenied("no right"))
        assert failures.has("n/a")
        failures.end_round()
    assert [each.getMessage() for each in caplog.records] == [
        "nothing is done yet, among them n/a: no right; each round tries again"
    ]
    assert not failures.has("n/a")
    failures.end_round()
    fail(failures, "n/a", AccessDenied("no right"))
    failures.end_round()
    assert len(caplog.records) == 2


def test_a_defect_is_told_with_where_it_is(caplog: pytest.LogCaptureFixture) -> None:
    failures = Failures("nothing is done")
    fail(failures, "n/a", KeyError("spec"))
    failures.end_round()
    assert "fail(" in caplog.text or "KeyError" in caplog.text


def test_a_server_that_does_not_answer_is_known_to_until_the_round_ends() -> None:
    failures = Failures("nothing is done")
    fail(failures, "n/a", AccessDenied("no right"))
    assert not failures.is_unavailable
    fail(failures, "n/b", Unavailable("no answer"))
    assert failures.is_unavailable
    failures.end_round()
    assert not failures.is_unavailable


@pytest.mark.parametrize("error", [LostLease("another leads"), asyncio.CancelledError()])
def test_who_must_stop_stops(error: BaseException) -> None:
    with pytest.raises(type(error)):
        fail(Failures("nothing is done"), "n/a", error)
