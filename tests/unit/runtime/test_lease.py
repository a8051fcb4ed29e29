"""One replica leads: by what it saw itself, never by another's clock."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

from media_insights.errors import LostLease
from media_insights.kube.client import Api
from media_insights.runtime import lease as module
from media_insights.runtime.lease import DEADLINE, DURATION, NAME, Lease
from tests.unit.controller.fake_api import FakeApi, refusal


class Clock:
    """Monotonic seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lease(api: Api, clock: Clock) -> Callable[[str], Lease]:
    return lambda identity: Lease(api, "system", identity, clock)


@pytest.fixture
def spec(cluster: FakeApi) -> Callable[[], Any]:
    return lambda: cluster.get("leases", NAME, "system")["spec"]


async def test_the_first_one_leads_and_says_so(lease: Callable[[str], Lease], spec: Callable[[], Any]) -> None:
    me = lease("me")
    assert not me.held()
    await asyncio.wait_for(me.acquire(), 60)
    assert me.held()
    assert (spec()["holderIdentity"], spec()["leaseDurationSeconds"], spec()["leaseTransitions"]) == ("me", 10, 1)


async def test_another_ones_lease_is_free_only_when_nobody_renewed_it_for_its_duration(
    lease: Callable[[str], Lease], clock: Clock, spec: Callable[[], Any]
) -> None:
    me, you = lease("me"), lease("you")
    assert await me._attempt()
    assert not await you._attempt()
    clock.now += DURATION - 1
    assert not await you._attempt()
    assert await me._attempt()  # renewed: your patience begins anew
    clock.now += DURATION - 1
    assert not await you._attempt()
    clock.now += DURATION
    assert await you._attempt()
    assert (me.held(), you.held()) == (False, True)
    assert (spec()["holderIdentity"], spec()["leaseTransitions"]) == ("you", 2)


async def test_a_holder_stops_writing_before_anybody_else_may_start(
    lease: Callable[[str], Lease], clock: Clock
) -> None:
    me = lease("me")
    await me._attempt()
    clock.now += DEADLINE - 0.1
    assert me.held()
    clock.now += 0.2
    assert not me.held()
    assert DEADLINE < DURATION


async def test_a_lease_that_is_given_back_is_free_at_once(lease: Callable[[str], Lease]) -> None:
    me, you = lease("me"), lease("you")
    await me._attempt()
    await you._attempt()
    await me.release()
    assert not me.held()
    assert await you._attempt()


async def test_one_that_was_taken_over_is_not_given_back(
    lease: Callable[[str], Lease], spec: Callable[[], Any], clock: Clock
) -> None:
    me, you = lease("me"), lease("you")
    await me._attempt()
    await you._attempt()
    clock.now += DURATION + 1
    await you._attempt()
    await me.release()
    assert spec()["holderIdentity"] == "you"


async def test_a_holder_that_cannot_renew_in_time_loses_it(
    lease: Callable[[str], Lease], cluster: FakeApi, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RENEW_EVERY", 0.02)
    monkeypatch.setattr(module, "RETRY_AFTER", 0.02)
    me = lease("me")
    await me.acquire()
    keeping = asyncio.create_task(me.keep())
    cluster.fault = lambda _: refusal(503, "ServiceUnavailable", "later")
    await asyncio.sleep(0.1)
    assert not keeping.done()
    clock.now += DEADLINE
    with pytest.raises(LostLease, match="could not be renewed for 7 s"):
        await asyncio.wait_for(keeping, 60)


async def test_an_answer_that_does_not_come_is_named(
    lease: Callable[[str], Lease], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RENEW_EVERY", 0.05)
    me = lease("me")

    async def never(*_: object) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr(Api, "get", never)
    with caplog.at_level(logging.WARNING):
        assert not await me._attempt()
    (record,) = caplog.records
    assert record.getMessage() == (
        f"the lease system/{NAME} was not renewed: the API server did not answer within 0.05 s"
    )


async def test_of_two_that_write_at_once_one_leads(lease: Callable[[str], Lease], clock: Clock) -> None:
    first = lease("first")
    await first._attempt()
    rivals = [lease(name) for name in ("a", "b", "c")]
    await asyncio.gather(*(each._attempt() for each in rivals))
    clock.now += DURATION + 1
    await asyncio.gather(*(each._attempt() for each in rivals))
    assert sum(each.held() for each in rivals) == 1
