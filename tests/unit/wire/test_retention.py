"""Retention by age, on the wire: the real controller deletes what is too old, with a receipt, and nothing else."""

from dataclasses import replace
from typing import Any

from media_insights.api.v1alpha1 import labels
from media_insights.domain.sources.tenancy import Retention, Tenant
from media_insights.storage.receipts import receipt_of_asset
from tests.unit.controller.whole import World

OLD = "2020-01-01T00:00:00Z"


def keep(world: World, **retention: Any) -> None:
    tenants = (Tenant(namespace="n", retention=Retention(**retention)),)
    world.settings = replace(world.settings, tenants=tenants)


def old(world: World, name: str, **meta: Any) -> str:
    """An asset that was made years ago; return its UID."""
    source = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
    made = {"name": name, "namespace": "n", "creationTimestamp": OLD, **meta}
    stored = world.api.put("mediaassets", {"metadata": made, "spec": {"source": source, "workflows": []}})
    return str(stored["metadata"]["uid"])


def names(world: World) -> list[str]:
    return sorted(each["metadata"]["name"] for each in world.api.all("mediaassets"))


def state(world: World, name: str) -> str:
    status: dict[str, Any] = world.api.get("mediaassets", name).get("status", {})
    return str(status.get("retention", {}).get("state", ""))


def events(world: World, name: str) -> list[str]:
    found = [each for each in world.api.all("events") if each["involvedObject"]["name"] == name]
    return [each["message"] for each in found if each["reason"] == "Retention"]


async def test_what_is_too_old_goes_with_a_receipt_and_what_is_held_stays(world: World) -> None:
    keep(world, days=30)
    uid = old(world, "old")
    old(world, "held", annotations={labels.LEGAL_HOLD: "case 42"})
    world.asset("new", workflows=[])
    world.store.put(f"private/n/assets/{uid}/workflows/x/words.json", b"{}")
    async with world.running():
        await world.until(lambda: "old" not in names(world), "the old asset is deleted")
        await world.until(lambda: state(world, "held") == "Held", "the held asset is told")
        await world.until(lambda: state(world, "new") == "Kept", "the new asset is told")
    assert names(world) == ["held", "new"]
    receipt = receipt_of_asset(world.store, "n", uid)
    assert (receipt["ObjectsLeft"], "kept for 30 days" in receipt["Because"]) == (0, True)
    assert f"private/n/assets/{uid}/workflows/x/words.json" in [each["Key"] for each in receipt["Objects"]]
    assert len(events(world, "old")) == 1
    assert "legal hold: case 42" in events(world, "held")[0]
    assert events(world, "new") == []
    assert world.store.get("public/upload/n/clip.mp4"), "the source is the tenant's"


async def test_a_dry_run_tells_and_deletes_nothing(world: World) -> None:
    keep(world, days=30, dry_run=True)
    old(world, "old")
    async with world.running():
        await world.until(lambda: state(world, "old") == "Due", "it is told")
        await world.until(lambda: events(world, "old"), "an Event says so")
    assert names(world) == ["old"]


async def test_a_hold_that_is_lifted_lets_it_go(world: World) -> None:
    keep(world, days=30)
    old(world, "held", annotations={labels.LEGAL_HOLD: "case 42"})
    async with world.running():
        await world.until(lambda: state(world, "held") == "Held", "the held asset is told")
        held = world.api.get("mediaassets", "held")
        meta = {name: value for name, value in held["metadata"].items() if name != "annotations"}
        world.api.put("mediaassets", {**held, "metadata": meta})
        await world.until(lambda: names(world) == [], "it is deleted")
