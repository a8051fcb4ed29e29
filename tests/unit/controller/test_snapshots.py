"""Plans that were stored when their executions started."""

from dataclasses import replace
from pathlib import Path

import pytest

from media_insights.controller.snapshots import Snapshots
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_bytes, plan_hash
from media_insights.domain.planning.stored_plans import PlanReference
from media_insights.errors import NoSuchBucket, Tampered
from media_insights.storage.folder import FolderStore
from tests.unit.builders import plan


def reference(of: Plan) -> PlanReference:
    return PlanReference(
        key=of.plan_key,
        hash=plan_hash(of),
        asset_uid=of.asset.uid,
        execution_uid=of.execution.uid,
        execution=of.execution.name,
    )


async def test_what_is_written_is_read_back_by_its_hash(tmp_path: Path) -> None:
    store, first = FolderStore(tmp_path, "media"), plan()
    await Snapshots(store).write(first)
    assert await Snapshots(store).read(reference(first)) == first


async def test_what_was_never_stored_is_none(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    store.ensure_bucket()
    assert await Snapshots(store).read(reference(plan())) is None


async def test_a_missing_bucket_says_nothing_about_a_plan(tmp_path: Path) -> None:
    with pytest.raises(NoSuchBucket):
        await Snapshots(FolderStore(tmp_path, "gone")).read(reference(plan()))


async def test_one_of_another_hash_is_tampered_with_even_if_it_was_read_before(tmp_path: Path) -> None:
    snapshots, first = Snapshots(FolderStore(tmp_path, "media")), plan()
    await snapshots.write(first)
    with pytest.raises(Tampered):
        await snapshots.read(reference(replace(first, priority=9)))
    with pytest.raises(Tampered):
        await snapshots.read(replace(reference(first), hash=""))


async def test_a_run_goes_on_with_what_was_read_before(tmp_path: Path) -> None:
    store, first = FolderStore(tmp_path, "media"), plan()
    snapshots = Snapshots(store)
    await snapshots.write(first)
    store.put(first.plan_key, plan_bytes(replace(first, priority=9)))
    assert await snapshots.read(reference(first)) == first


async def test_what_is_discarded_is_gone(tmp_path: Path) -> None:
    snapshots, first = Snapshots(FolderStore(tmp_path, "media")), plan()
    await snapshots.write(first)
    await snapshots.discard(first.plan_key)
    assert await snapshots.read(reference(first)) is None


async def test_sizes_are_those_of_everything_stored(tmp_path: Path) -> None:
    store, of = FolderStore(tmp_path, "media"), plan()
    snapshots = Snapshots(store)
    assert await snapshots.sizes(of) == {}
    await snapshots.write(of)
    assert list(await snapshots.sizes(of)) == [of.plan_key]
