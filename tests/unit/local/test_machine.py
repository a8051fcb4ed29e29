"""Admission: never more than the machine has, and nothing that would wait forever."""

import asyncio

import pytest

from media_insights.api.v1alpha1.operator_needs import Resources
from media_insights.local.machine import Capacity, Share, machine

GIB = 2**30


def test_this_machine_has_something() -> None:
    share = machine()

    assert share.cpu >= 1
    assert share.memory > 64 * 2**20


def resources(cpu: str, memory: str = "1Mi") -> Resources:
    return Resources(requests={"cpu": cpu, "memory": memory})


async def most_at_once(total: Share, wanted: list[Resources]) -> int:
    capacity, running, most = Capacity(total), 0, 0

    async def take(each: Resources) -> None:
        nonlocal running, most
        async with capacity.reserve(each):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            running -= 1

    async with asyncio.timeout(5):
        await asyncio.gather(*(take(each) for each in wanted))
    return most


@pytest.mark.parametrize(
    ("wanted", "most"),
    [
        ([resources("500m")] * 8, 4),
        ([resources("1")] * 5, 2),
        ([resources("100m", "600Mi")] * 4, 1),
        ([resources("8")] * 2, 1),  # more than the machine: all of it, alone
        ([resources("100m", "64Gi")] * 2, 1),
        ([Resources()] * 3, 3),  # no requests: a usual share
    ],
)
async def test_as_many_run_at_once_as_their_requests_allow(wanted: list[Resources], most: int) -> None:
    assert await most_at_once(Share(cpu=2, memory=GIB), wanted) == most


async def test_threads_are_the_operators_limit_or_an_even_part_of_the_machine() -> None:
    capacity = Capacity(Share(cpu=8, memory=GIB))

    async with capacity.reserve(resources("500m")) as alone, capacity.reserve(resources("500m")) as second:
        assert (alone, second) == (8, 4)
    async with capacity.reserve(Resources(limits={"cpu": "3"})) as limited:
        assert limited == 3
