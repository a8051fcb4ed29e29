"""What is known of an asset."""

from typing import Any

import pytest

from media_insights.controller.observe.asset_observer import complete_operators
from media_insights.domain.deciding.assets.asset_facts import AssetFacts, Rejection, SourceObject
from tests.unit.controller.objects import execution
from tests.unit.controller.passes import Passes

STAGES = [
    {"name": "s", "operators": [{"name": "proxy", "status": "Complete"}, {"name": "labels", "status": "Executing"}]}
]


async def facts(passes: Passes, absorbed: dict[str, frozenset[str]] | None = None) -> AssetFacts:
    passes.watch()
    manifest = passes.caches.assets.get(("n", "clip"))
    assert manifest
    return await passes.reconciler.assets.facts(("n", "clip"), manifest, waited=0, absorbed=absorbed or {})


async def test_a_source_is_read_until_it_is_known(passes: Passes) -> None:
    passes.asset()
    assert isinstance((await facts(passes)).source, SourceObject)
    await passes.accept()
    assert (await facts(passes)).source is None


async def test_a_source_that_is_not_there_is_a_fact(passes: Passes) -> None:
    passes.asset(source={"s3": {"bucket": "media", "key": "public/upload/n/none.mp4"}})
    source = (await facts(passes)).source
    assert isinstance(source, Rejection)
    assert source.reason == "SourceNotFound"


async def test_what_an_execution_left_is_read_until_the_asset_points_to_it(passes: Passes) -> None:
    passes.asset()
    made = await passes.accept()
    name, uid = made["metadata"]["name"], made["metadata"]["uid"]
    await passes.execution(name)
    await passes.execution(name)
    passes.edit(name, stages=STAGES)
    assert set((await facts(passes)).kept) == {name}
    assert (await facts(passes, {uid: frozenset({"proxy"})})).kept == {}


async def test_results_that_measure_the_file_are_read_with_what_an_execution_left(passes: Passes) -> None:
    passes.asset()
    made = await passes.accept()
    name = made["metadata"]["name"]
    await passes.execution(name)
    await passes.execution(name)
    stored = passes.cluster.get("mediaexecutions", name)["status"]["planKey"].replace("plan.json", "proxy.json")
    passes.store.put(stored, b"{}")
    passes.edit(name, stages=STAGES)
    assert (await facts(passes)).kept[name].measuring == {"proxy": b"{}"}


@pytest.mark.parametrize(
    ("key", "meta", "named"),
    [
        ("clip.mp4", {}, True),
        ("clip.mp4", {"namespace": "m"}, True),
        ("other.mp4", {}, False),
        ("clip.mp4", {"deletionTimestamp": "2026-05-01T12:00:00Z", "finalizers": ["x"]}, False),
    ],
    ids=["another of the namespace", "another of any namespace", "another source", "one that goes too"],
)
async def test_a_source_that_another_asset_names_is_a_fact_of_one_that_goes(
    passes: Passes, key: str, meta: dict[str, Any], *, named: bool
) -> None:
    passes.asset()
    source = {"s3": {"bucket": "media", "key": f"public/upload/n/{key}"}}
    passes.cluster.put(
        "mediaassets", {"metadata": {"name": "other", "namespace": "n", **meta}, "spec": {"source": source}}
    )
    assert not (await facts(passes)).also_named
    going = passes.cluster.get("mediaassets", "clip")
    going["metadata"] |= {"deletionTimestamp": "2026-05-01T12:00:00Z", "finalizers": ["x"]}
    passes.cluster.put("mediaassets", going)
    assert (await facts(passes)).also_named is named


async def test_executions_that_cannot_be_read_are_left_out(passes: Passes) -> None:
    passes.asset()
    passes.cluster.put("mediaexecutions", {"metadata": {"name": "odd", "namespace": "n"}, "spec": {"asset": "clip"}})
    assert (await facts(passes)).executions == ()


def test_complete_operators_are_those_with_a_result() -> None:
    assert complete_operators(execution(status={"stages": STAGES})) == {"proxy"}
