"""Plans that were stored when their executions started."""

from dataclasses import replace
from pathlib import Path

from media_insights.controller.snapshots import Snapshots
from media_insights.domain.planning.plan import Plan
from media_insights.storage.folder import FolderStore
from tests.unit.builders import plan


def uids(of: Plan) -> tuple[str, str]:
    return of.asset.uid, of.execution.uid


async def test_a_stored_plan_is_never_replaced(tmp_path: Path) -> None:
    store, first = FolderStore(tmp_path, "media"), plan()
    await Snapshots(store).write(first)
    other = replace(first, priority=9)
    again = Snapshots(store)
    assert (await again.write(other)).priority == first.priority
    found = await again.read(*uids(first))
    assert found
    assert found.priority == first.priority


async def test_what_was_never_stored_or_cannot_be_understood_is_none(tmp_path: Path) -> None:
    store, unknown = FolderStore(tmp_path, "media"), plan()
    assert await Snapshots(store).read(*uids(unknown)) is None
    store.put(unknown.plan_key, b"{")
    assert await Snapshots(store).read(*uids(unknown)) is None


async def test_sizes_are_those_of_everything_stored(tmp_path: Path) -> None:
    store, of = FolderStore(tmp_path, "media"), plan()
    snapshots = Snapshots(store)
    assert await snapshots.sizes(*uids(of)) == {}
    await snapshots.write(of)
    assert list(await snapshots.sizes(*uids(of))) == [of.plan_key]
