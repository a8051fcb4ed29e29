"""Kinds of ours whose definitions are not applied yet are told once, and waited for until they are there."""

import asyncio

import pytest
from aiohttp import web

from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS
from media_insights.runtime.health import Health
from media_insights.runtime.own_kinds import OwnKinds
from tests.unit.controller.fake_api import FakeApi, refusal

BATCHES_MISSING = "the API server does not know mediabatches.mediainsights.dev: apply the CustomResourceDefinitions"


def kinds_of(api: Api) -> OwnKinds:
    return OwnKinds(api, (ASSETS, BATCHES), every=0.02, again=0.02)


async def test_nothing_is_said_while_every_kind_is_known(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    kinds, health = kinds_of(api), Health()
    kinds.report(health)
    assert await kinds.refresh() == frozenset()
    assert (health.not_ready(), health.without(), caplog.messages) == ([], [], [])


async def test_a_kind_that_is_missing_is_told_once_and_the_process_is_ready_without_it(
    api: Api, cluster: FakeApi, caplog: pytest.LogCaptureFixture
) -> None:
    kinds, health = kinds_of(api), Health()
    kinds.report(health)
    cluster.unknown = {"mediabatches"}
    assert await kinds.refresh() == await kinds.refresh() == {BATCHES}
    (message,) = caplog.messages
    assert message.startswith(BATCHES_MISSING)
    assert health.not_ready() == []
    (note,) = health.without()
    assert note.startswith(BATCHES_MISSING)


async def test_it_is_waited_for_until_it_is_there(api: Api, cluster: FakeApi, caplog: pytest.LogCaptureFixture) -> None:
    kinds = kinds_of(api)
    cluster.unknown = {"mediabatches"}
    await kinds.refresh()
    with caplog.at_level("INFO"):
        following = asyncio.create_task(kinds.follow())
        await asyncio.wait([following], timeout=0.2)
        assert not following.done()
        cluster.unknown = set()
        await asyncio.wait_for(following, 60)
    assert (kinds.sentence, caplog.messages[-1]) == ("", "mediabatches.mediainsights.dev is there")


async def test_a_process_that_knows_none_of_its_kinds_is_not_ready(api: Api, cluster: FakeApi) -> None:
    kinds, health = kinds_of(api), Health()
    kinds.report(health)
    cluster.fault = lambda _: web.Response(status=404, text="404 page not found\n")  # nor of their group
    assert await kinds.refresh() == {ASSETS, BATCHES}
    (obstacle,) = health.not_ready()
    assert "mediaassets.mediainsights.dev, mediabatches.mediainsights.dev: apply" in obstacle


async def test_an_api_server_that_does_not_answer_is_asked_again(api: Api, cluster: FakeApi) -> None:
    refusals = [refusal(503, "", "later")]
    cluster.fault = lambda _: refusals.pop() if refusals else None
    cluster.unknown = {"mediabatches"}
    assert await kinds_of(api).refresh() == {BATCHES}


async def test_kinds_that_may_not_be_asked_for_are_taken_for_known(api: Api, cluster: FakeApi) -> None:
    cluster.fault = lambda _: refusal(403, "Forbidden", "not yours")
    assert await OwnKinds(api, (EXECUTIONS,)).refresh() == frozenset()
