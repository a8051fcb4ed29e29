"""Writes go onto the version that was decided on; what became of an unclear one is read before the next pass."""

import pytest

from media_insights.controller.object_writes import ObjectWrites
from media_insights.errors import Conflict, Unavailable
from media_insights.kube.resources import ASSETS
from tests.unit.controller.passes import Passes

KEY = ("n", "clip")


@pytest.fixture
def writes(passes: Passes) -> ObjectWrites:
    passes.asset()
    passes.watch()
    return passes.reconciler.applier.writes


async def test_a_status_that_counts_is_written_onto_the_version_that_was_read(
    passes: Passes, writes: ObjectWrites
) -> None:
    seen = passes.cluster.get("mediaassets", "clip")
    await writes.status(ASSETS, seen, {"changes": 1})
    with pytest.raises(Conflict):
        await writes.status(ASSETS, seen, {"changes": 1})
    await writes.status(ASSETS, seen, {"state": "x"})  # counts nothing: onto whatever there is of this object
    assert passes.cluster.get("mediaassets", "clip")["status"] == {"changes": 1, "state": "x"}


async def test_a_pass_may_change_the_metadata_before_the_status(passes: Passes, writes: ObjectWrites) -> None:
    seen = passes.cluster.get("mediaassets", "clip")
    await writes.metadata(ASSETS, seen, {"finalizers": ["x/y"]})
    await writes.metadata(ASSETS, seen, {"labels": {"a": "b"}})
    await writes.status(ASSETS, seen, {"changes": 1})
    found = passes.cluster.get("mediaassets", "clip")
    assert (found["metadata"]["finalizers"], found["metadata"]["labels"]) == (["x/y"], {"a": "b"})
    assert found["status"] == {"changes": 1}


async def test_what_became_of_an_unclear_write_is_read_once(passes: Passes, writes: ObjectWrites) -> None:
    passes.cluster.loses = lambda request: request.method == "PATCH"
    with pytest.raises(Unavailable):
        await writes.status(ASSETS, passes.cluster.get("mediaassets", "clip"), {"changes": 1})
    assert "status" not in (passes.caches.assets.get(KEY) or {})
    passes.cluster.loses = lambda _: False
    await writes.settle(ASSETS, KEY)
    assert (passes.caches.assets.get(KEY) or {})["status"] == {"changes": 1}
    passes.cluster.remove("mediaassets", "clip", unseen=True)
    await writes.settle(ASSETS, KEY)  # nothing is unclear any more, and nothing is read
    assert passes.caches.assets.get(KEY)


async def test_an_object_that_is_gone_meanwhile_is_forgotten(passes: Passes, writes: ObjectWrites) -> None:
    passes.cluster.loses = lambda request: request.method == "PATCH"
    with pytest.raises(Unavailable):
        await writes.status(ASSETS, passes.cluster.get("mediaassets", "clip"), {"changes": 1})
    passes.cluster.remove("mediaassets", "clip", unseen=True)
    passes.cluster.loses = lambda _: False
    await writes.settle(ASSETS, KEY)
    assert passes.caches.assets.get(KEY) is None
