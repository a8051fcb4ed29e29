"""What kopf is given: names only, whatever the objects are; the cache has got the rest before."""

import json
import tracemalloc
from collections.abc import AsyncIterator
from typing import Any

import pytest

from media_insights.kube.bounded_response import BoundedResponse, Intake, bounds_of, response_of
from media_insights.kube.bounds import BYTES, beyond_bounds
from media_insights.kube.resources import ASSETS, CONFIG_MAPS, RUNS, Resource


class Kept(dict[str, Any]):
    """A cache that cannot take an object named ``poison``."""

    def update_cache(self, resource: Resource, manifest: dict[str, Any]) -> None:
        if manifest["metadata"]["name"] == "poison" and not beyond_bounds(manifest):
            raise RecursionError("too deep")
        self[manifest["metadata"]["name"]] = manifest


async def chunks(text: bytes) -> AsyncIterator[bytes]:
    yield text


def made(name: str) -> dict[str, Any]:
    return {"metadata": {"name": name, "resourceVersion": "7", "labels": {"a": "b"}}, "spec": {"title": name}}


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def intake(kept: Kept) -> Intake:
    return Intake(kept, {ASSETS.path(): ASSETS})


async def test_of_a_page_kopf_gets_names(intake: Intake, kept: Kept) -> None:
    text = json.dumps({"items": [made("a"), made("poison"), made("b")], "metadata": {"resourceVersion": "9"}}).encode()
    page = await intake.page(ASSETS, chunks(text))
    assert page["metadata"] == {"resourceVersion": "9"}
    assert [each["metadata"] for each in page["items"]] == [
        {"name": name, "resourceVersion": "7"} for name in ("a", "poison", "b")
    ]
    assert (kept["a"]["spec"], kept["a"]["kind"]) == ({"title": "a"}, "MediaAsset")


async def test_what_the_cache_cannot_take_is_a_stub_there(intake: Intake, kept: Kept) -> None:
    await intake.page(ASSETS, chunks(json.dumps({"items": [made("poison")]}).encode()))
    assert "RecursionError" in beyond_bounds(kept["poison"])


async def test_of_a_watch_kopf_gets_names_and_no_error_that_would_end_it(intake: Intake, kept: Kept) -> None:
    bookmark = {"kind": "K", "metadata": {"resourceVersion": "12"}}
    sent = [
        {"type": "MODIFIED", "object": made("a")},
        {"type": "DELETED", "object": made("b")},
        {"type": "BOOKMARK", "object": bookmark},
        {"type": "ERROR", "object": {"code": 500, "message": "etcd"}},
    ]
    text = b"".join(json.dumps(each).encode() + b"\n" for each in sent)
    found = [json.loads(line) async for line in intake.lines(ASSETS, chunks(text))]
    assert [each["type"] for each in found] == ["MODIFIED", "DELETED", "BOOKMARK", "ERROR"]
    assert "spec" not in found[0]["object"]
    assert found[2]["object"] == bookmark
    assert found[3]["object"]["code"] == 410
    assert list(kept) == ["a"], "what is deleted is dropped with its event"


def test_a_run_may_be_larger_than_what_a_tenant_writes() -> None:
    assert (bounds_of(ASSETS).bytes, bounds_of(CONFIG_MAPS).bytes) == (BYTES, BYTES)
    assert bounds_of(RUNS).bytes > 1.5 * 1024 * 1024, "the API server stores no larger one"


def test_each_session_reads_through_its_own_intake(intake: Intake) -> None:
    assert issubclass(response_of(intake), BoundedResponse)
    assert response_of(intake).intake is intake


LARGE = {
    "wide": "[" + "[]," * 150_000 + "[]]",
    "deep": "[" * 15_000 + "]" * 15_000,
    "long": f'"{"x" * 450_000}"',
}
"""Values beyond a bound; of the first, Python would make an object of 10 MB."""


async def list_of(items: int, value: str) -> AsyncIterator[bytes]:
    """A list in chunks as the network brings them, never whole in memory."""
    yield b'{"items":['
    for number in range(items):
        yield f'{"," if number else ""}{{"metadata":{{"name":"a{number}","uid":"u"}},"spec":{{"a":'.encode()
        for start in range(0, len(value), 2**16):
            yield value[start : start + 2**16].encode()
        yield b"}}"
    yield b"]}"


@pytest.mark.parametrize("value", LARGE)
async def test_a_list_of_large_objects_costs_the_memory_of_one_bound(intake: Intake, kept: Kept, value: str) -> None:
    tracemalloc.start()
    await intake.page(ASSETS, list_of(3, LARGE[value]))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) == 3
    assert all(beyond_bounds(each) for each in kept.values())
    assert most < 12 * BYTES
