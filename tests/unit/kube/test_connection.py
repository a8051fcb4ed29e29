"""Requests: what they say of the client, and how long they wait."""

import asyncio
import threading

import pytest
from aiohttp import web

from media_insights import __version__
from media_insights.errors import Unavailable
from media_insights.kube import credentials
from media_insights.kube.connection import ApiRequest, Connection
from tests.unit.controller.fake_api import FakeApi


async def test_a_request_says_who_sends_it(config: str, cluster: FakeApi) -> None:
    headers: dict[str, str] = {}

    def answer(request: web.Request) -> web.Response:
        headers.update(request.headers)
        return web.json_response({})

    cluster.fault = answer
    connection = Connection(await credentials.of_kubeconfig(config))
    assert await connection.send(ApiRequest(method="POST", path="/x?y=z", body={"a": 1}, accept="a/b")) == {}
    await connection.close()
    assert headers["User-Agent"] == f"media-insights/{__version__}"
    assert (headers["Accept"], headers["Content-Type"], headers["Authorization"]) == (
        "a/b", "application/json", "Bearer t",
    )  # fmt: skip


def test_a_request_is_named_without_its_query() -> None:
    assert str(ApiRequest(path="/api/v1/pods?labelSelector=secret")) == "GET /api/v1/pods"


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_server_that_is_silent_is_not_waited_for(config: str, cluster: FakeApi, *, streamed: bool) -> None:
    given_up = threading.Event()

    def hang(_: web.Request) -> None:
        given_up.wait(60)  # the whole server

    cluster.fault = hang
    connection = Connection(await credentials.of_kubeconfig(config))
    request = ApiRequest(path="/api/v1/pods", seconds=0.2)
    with pytest.raises(Unavailable, match="does not answer GET /api/v1/pods"):
        await (anext(connection.stream(request)) if streamed else connection.send(request))
    assert not given_up.is_set()
    given_up.set()
    await connection.close()


async def test_many_requests_share_few_connections(config: str, cluster: FakeApi) -> None:
    peers: set[object] = set()

    def answer(request: web.Request) -> web.Response:
        peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        return web.json_response({})

    cluster.fault = answer
    connection = Connection(await credentials.of_kubeconfig(config))
    for _ in range(5):
        await asyncio.gather(*(connection.send(ApiRequest(path="/x")) for _ in range(3)))
    await connection.close()
    assert len(peers) <= 3
