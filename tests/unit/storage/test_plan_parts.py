"""Parts of plans that are removed."""

from pathlib import Path

import pytest

from media_insights.domain.batch_layout import part_key
from media_insights.storage.folder import FolderStore
from media_insights.storage.plan_parts import drop_parts, remove_objects


@pytest.mark.parametrize(("first", "left"), [(0, ()), (1, (0,)), (1000, (0,)), (1001, (0, 1000)), (9000, (0, 1000))])
def test_parts_from_a_number_on_are_removed_and_no_others(tmp_path: Path, first: int, left: tuple[int, ...]) -> None:
    store = FolderStore(tmp_path, "media")
    plan, another = "private/n/batches/u/plan/1/", "private/n/batches/u/plan/10/"
    for number in (0, 1000):
        store.put(part_key(plan, number), b"")
        store.put(part_key(another, number), b"")
    drop_parts(store, plan, first)
    assert [each.key for each in store.list(plan)] == [part_key(plan, number) for number in left]
    assert len(list(store.list(another))) == 2


def test_objects_are_removed_and_those_that_are_gone_are_fine(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    for key in "abc":
        store.put(key, b"")
    remove_objects(store, ["a", "gone", "c"])
    assert [each.key for each in store.list("")] == ["b"]
