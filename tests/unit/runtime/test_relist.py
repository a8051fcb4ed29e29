"""What was deleted unseen is found, and only that."""

import asyncio

import pytest
from aiohttp import web

from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, EXECUTIONS, RUNS, Resource
from media_insights.runtime import relist as module
from media_insights.runtime.caches import Cache, Key
from media_insights.runtime.loop import Loop, Work
from media_insights.runtime.relist import Relist
from tests.unit.controller.fake_api import FakeApi, Manifest, refusal


async def no_pass(_resource: Resource, _key: Key) -> None:
    return None


@pytest.fixture
def events() -> list[Work]:
    return []


@pytest.fixture
def loop(events: list[Work], cluster: FakeApi) -> Loop:
    """Every kind's cache as the API server has it."""

    def dependents(resource: Resource, manifest: Manifest) -> list[Work]:
        work = resource, (manifest["metadata"]["namespace"], manifest["metadata"]["name"])
        if work not in events:  # of what is gone, it is asked before and after
            events.append(work)
        return [work]

    caches = {each: Cache(lambda _: None) for each in (ASSETS, EXECUTIONS, RUNS)}
    found = Loop(caches=caches, reconcile=no_pass, dependents=dependents)
    for name in ("clip", "song"):
        meta = {"name": name, "namespace": "n", "labels": {"mediainsights.dev/execution": name}}
        for resource in (ASSETS, RUNS):
            found.update_cache(resource, cluster.put(resource.plural, {"metadata": dict(meta)}))
    return found


@pytest.mark.parametrize("resource", [ASSETS, RUNS])
async def test_an_object_that_is_gone_gets_its_event(
    loop: Loop, api: Api, cluster: FakeApi, events: list[Work], resource: Resource
) -> None:
    cluster.remove(resource.plural, "clip", unseen=True)
    await Relist(loop, api, [], []).compare(resource)
    assert events == [(resource, ("n", "clip"))]
    assert [key for key, _ in loop.caches[resource].views()] == [("n", "song")]


async def test_an_object_of_the_same_name_but_another_uid_is_another(
    loop: Loop, api: Api, cluster: FakeApi, events: list[Work]
) -> None:
    cluster.remove("mediaassets", "clip", unseen=True)
    cluster.put("mediaassets", {"metadata": {"name": "clip", "namespace": "n"}})
    await Relist(loop, api, [], []).compare(ASSETS)
    assert events == [(ASSETS, ("n", "clip"))]


async def test_what_came_while_the_list_was_read_stays(
    loop: Loop, api: Api, cluster: FakeApi, events: list[Work]
) -> None:
    def create(_: web.Request) -> web.Response:
        loop.update_cache(ASSETS, {"metadata": {"name": "new", "namespace": "n", "uid": "x", "resourceVersion": "9"}})
        items = [{"metadata": {**each["metadata"]}} for each in cluster.all("mediaassets")]
        return web.json_response({"metadata": {}, "items": items})

    cluster.fault = create
    await Relist(loop, api, [], []).compare(ASSETS)
    assert events == []


async def test_an_api_server_that_does_not_answer_deletes_nothing(
    loop: Loop, api: Api, cluster: FakeApi, events: list[Work]
) -> None:
    cluster.fault = lambda _: refusal(503, "ServiceUnavailable", "later")
    await Relist(loop, api, [], []).compare(ASSETS)
    assert events == []
    assert len(loop.caches[ASSETS]) == 2


async def test_a_request_is_answered_after_the_new_list_has_settled(
    loop: Loop, api: Api, cluster: FakeApi, events: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLE", 0.05)
    relist = Relist(loop, api, [ASSETS], [])
    cluster.remove("mediaassets", "song", unseen=True)
    running = asyncio.create_task(relist.run())
    relist.request()
    relist.request()
    await asyncio.wait([running], timeout=1)
    assert events == [(ASSETS, ("n", "song"))]
    running.cancel()


async def test_now_and_then_everything_is_compared_and_reconciled(
    loop: Loop, api: Api, cluster: FakeApi, events: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVERY", 0.05)
    cluster.remove("workflows", "song", unseen=True)
    running = asyncio.create_task(Relist(loop, api, [RUNS], [ASSETS]).run())
    await asyncio.wait([running], timeout=0.5)
    assert events == [(RUNS, ("n", "song"))]
    assert len(loop.queue) == 3
    running.cancel()
