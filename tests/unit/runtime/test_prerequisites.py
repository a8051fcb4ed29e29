"""What a process waits for, and what it says meanwhile."""

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from aiohttp import web
from prometheus_client import REGISTRY

from media_insights.errors import AccessDenied, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import RUNS
from media_insights.runtime.prerequisites import ServedKind, follow_bucket
from tests.unit.controller.fake_api import FakeApi, refusal

if TYPE_CHECKING:
    from media_insights.storage.store import Store


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            lambda: web.Response(status=404, text="404 page not found\n"),
            "Argo is not installed: the API server does not know workflows.argoproj.io",
        ),
        (lambda: refusal(403, "Forbidden", "not yours"), "Argo cannot be seen: .*403 not yours"),
        (lambda: refusal(503, "", "later"), "Argo cannot be seen: .*503 later"),
    ],
)
async def test_a_kind_is_waited_for(
    api: Api, cluster: FakeApi, answer: Callable[[], web.Response], sentence: str
) -> None:
    cluster.fault = lambda _: answer()
    argo = ServedKind(api, RUNS, "Argo", "read this", every=0.02)
    waiting = asyncio.create_task(argo.wait())
    await asyncio.wait([waiting], timeout=0.3)
    assert not waiting.done()
    assert re.match(sentence, argo.obstacle)
    cluster.fault = lambda _: None
    await asyncio.wait_for(waiting, 60)
    assert argo.obstacle == ""


class Bucket:
    """A store that refuses the first requests."""

    bucket = "media"

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.made = False

    def ensure_bucket(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.made = True


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - it happens in another thread
            await asyncio.sleep(0.01)


def reachable() -> float | None:
    return REGISTRY.get_sample_value("media_insights_store_reachable")


async def test_the_bucket_is_made_as_soon_as_the_store_answers_and_followed() -> None:
    store = Bucket(Unavailable("no answer"), AccessDenied("not yet"))
    following = asyncio.create_task(follow_bucket(cast("Store", store), every=0.01, again=0.01))
    await until(lambda: store.made and reachable() == 1)
    store.errors = [Unavailable("gone")] * 100_000
    await until(lambda: reachable() == 0)
    store.errors = []
    await until(lambda: reachable() == 1)
    following.cancel()
