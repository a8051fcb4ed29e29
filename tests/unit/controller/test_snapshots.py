"""Plans that were stored when their executions started."""

from dataclasses import replace
from pathlib import Path

from media_insights.controller.snapshots import Snapshots
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import canonical, plan_to_json
from media_insights.storage.folder import FolderStore
from tests.unit.builders import plan


def place(of: Plan) -> tuple[str, str, str]:
    return of.asset.namespace, of.asset.uid, of.execution.uid


async def test_a_stored_plan_is_never_replaced(tmp_path: Path) -> None:
    store, first = FolderStore(tmp_path, "media"), plan()
    await Snapshots(store).write(first)
    other = replace(first, priority=9)
    again = Snapshots(store)
    assert (await again.write(other)).priority == first.priority
    found = await again.read(*place(first))
    assert found
    assert found.priority == first.priority


async def test_what_was_never_stored_or_cannot_be_understood_is_none(tmp_path: Path) -> None:
    store, unknown = FolderStore(tmp_path, "media"), plan()
    assert await Snapshots(store).read(*place(unknown)) is None
    store.put(unknown.plan_key, b"{")
    assert await Snapshots(store).read(*place(unknown)) is None


async def test_what_version_0_1_stored_is_read_where_it_lies(tmp_path: Path) -> None:
    store, now = FolderStore(tmp_path, "media"), plan()
    before = replace(now, plan_key=layout.former_plan_key(now.asset.uid, now.execution.uid))
    await Snapshots(store).write(before)
    assert await Snapshots(store).read(*place(now)) == before
    assert list(await Snapshots(store).sizes(before)) == [before.plan_key]


async def test_a_plan_that_says_it_lies_elsewhere_is_none(tmp_path: Path) -> None:
    store, of = FolderStore(tmp_path, "media"), plan()
    elsewhere = replace(of, plan_key=layout.plan_key("sports", of.asset.uid, of.execution.uid))
    store.put(of.plan_key, canonical(plan_to_json(elsewhere)).encode())
    assert await Snapshots(store).read(*place(of)) is None


async def test_sizes_are_those_of_everything_stored(tmp_path: Path) -> None:
    store, of = FolderStore(tmp_path, "media"), plan()
    snapshots = Snapshots(store)
    assert await snapshots.sizes(of) == {}
    await snapshots.write(of)
    assert list(await snapshots.sizes(of)) == [of.plan_key]
