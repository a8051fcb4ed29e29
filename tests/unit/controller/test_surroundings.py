"""Where the store and the API servers are: as the administrator says, or as it is found; never open for want of it."""

from collections.abc import Sequence
from typing import Any

import pytest

from media_insights.controller.followed_names import LOOKUP_EVERY, FollowedName
from media_insights.controller.surroundings import Surroundings
from media_insights.domain.destinations import Destination, Destinations
from media_insights.errors import Forbidden, MediaInsightsError, NotPrepared, Unavailable

SLICE = {"ports": [{"port": 6443}], "endpoints": [{"addresses": ["10.0.0.2"]}, {"addresses": ["10.0.0.1", "fd00::1"]}]}
FOUND = Destination(networks=("10.0.0.1/32", "10.0.0.2/32", "fd00::1/128"), ports=(6443,))
STORE = Destination(networks=("10.0.0.7/32",), ports=(7070,))


class Api:
    """An API server that answers with an EndpointSlice, or does not."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.asked = answer, 0

    async def get(self, *_: object) -> Any:
        self.asked += 1
        if isinstance(self.answer, MediaInsightsError):
            raise self.answer
        return self.answer


async def _resolve(host: str) -> Sequence[str]:
    return ["192.0.2.1", "2001:db8::1"] if host == "s3.example" else []


def surroundings(
    api: Any, said: Destinations, now: list[float] | None = None, host: str = "s3.example"
) -> Surroundings:
    clock = now or [0.0]
    return Surroundings(api, said, FollowedName(host, _resolve, lambda: clock[0]), lambda: clock[0])


async def test_what_is_not_said_is_found() -> None:
    found = await surroundings(Api(SLICE), Destinations(store=Destination(ports=(443,)))).destinations()
    assert found.api_servers == FOUND
    assert found.store == Destination(networks=("192.0.2.1/32", "2001:db8::1/128"), ports=(443,))


async def test_what_is_said_is_not_asked_for() -> None:
    api, said = Api(SLICE), Destinations(store=STORE, api_servers=FOUND, outside=Destination(ports=(443,)))
    assert await surroundings(api, said, host="nowhere").destinations() == said
    assert api.asked == 0


@pytest.mark.parametrize(
    "answer", [Forbidden("GET: 403 no"), Unavailable("GET: no answer"), {"endpoints": None}, {"ports": [{"port": 1}]}]
)
async def test_an_api_server_that_is_not_known_is_told_and_not_opened(answer: Any) -> None:
    with pytest.raises(NotPrepared, match=r"default/kubernetes.*networkPolicy\.apiServer\.networks"):
        await surroundings(Api(answer), Destinations(store=STORE)).destinations()


async def test_what_was_known_stays_when_it_cannot_be_read_any_more() -> None:
    api, now = Api(SLICE), [0.0]
    asked = surroundings(api, Destinations(store=STORE), now)
    await asked.destinations()
    now[0] = LOOKUP_EVERY - 1
    await asked.destinations()
    assert api.asked == 1
    now[0], api.answer = LOOKUP_EVERY, Unavailable("GET: no answer")
    assert (await asked.destinations()).api_servers == FOUND
    now[0], api.answer = 2 * LOOKUP_EVERY, {"ports": [{"port": 443}], "endpoints": [{"addresses": ["10.0.0.9"]}]}
    assert (await asked.destinations()).api_servers == Destination(networks=("10.0.0.9/32",), ports=(443,))


async def test_a_store_that_cannot_be_found_is_told() -> None:
    with pytest.raises(NotPrepared, match="nowhere"):
        await surroundings(Api(SLICE), Destinations(store=Destination(ports=(443,))), host="nowhere").destinations()
