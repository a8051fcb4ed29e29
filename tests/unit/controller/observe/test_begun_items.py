"""What earlier listings began, by what is kept in the store."""

from pathlib import Path
from typing import Any

import pytest

from media_insights.controller.observe.begun_items import BegunItems
from media_insights.domain.batch_layout import begun_key, failures_key, part_key
from media_insights.domain.batches.item_lists import items_as_lines
from media_insights.domain.batches.progress import failures_as_lines
from media_insights.domain.batches.refused_items import refused_item
from media_insights.domain.file_items import item_name
from media_insights.storage.folder import FolderStore
from tests.unit.domain.deciding.batches.facts import LISTED, PLAN, batch, plan

NAMES = [item_name(batch().metadata, item) for item in plan(4)]


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """Return a store with a plan of four items, and the name of one that was begun before it."""
    found = FolderStore(tmp_path, "media")
    for first in (0, 2):
        found.put(part_key(PLAN, first), items_as_lines(plan(4)[first : first + 2]))
    found.put(begun_key("n", "u"), b'{"asset": "earlier"}\n')
    return found


def begun(store: FolderStore, count: int, status: dict[str, Any] | None = None, **spec: Any) -> set[str]:
    checkpoint = {**LISTED, "planned": 4, "begun": count}
    return set(BegunItems(store).names(batch({"checkpoint": checkpoint, **(status or {})}, **spec)))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_another_listing_knows_what_began_of_the_former_plan(store: FolderStore, count: int) -> None:
    assert begun(store, count, relist=1) == {"earlier", *NAMES[:count]}


def test_a_listing_that_goes_on_has_begun_nothing_itself(store: FolderStore) -> None:
    assert begun(store, 3) == {"earlier"}


def test_a_batch_without_a_listing_has_begun_nothing(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    store.ensure_bucket()
    assert BegunItems(store).names(batch()) == frozenset()


def test_what_is_damaged_or_missing_counts_for_nothing(store: FolderStore) -> None:
    store.put(begun_key("n", "u"), b"{")
    store.put(part_key(PLAN, 0), b"{")
    store.put(f"{PLAN}other", b"")
    assert begun(store, 3, relist=1) == {NAMES[2]}


def test_what_was_refused_has_not_begun(store: FolderStore) -> None:
    store.put(failures_key("n", "u"), failures_as_lines([refused_item(NAMES[1], "1.jpg", "no")]))
    assert begun(store, 2, {"failures": {"key": "x"}}, relist=1) == {"earlier", NAMES[0]}


def test_without_a_list_of_failures_nothing_was_refused(store: FolderStore) -> None:
    assert BegunItems(store).refused(batch({"failures": {"key": "x"}})) == ()
    store.put(failures_key("n", "u"), b"{")
    assert BegunItems(store).refused(batch({"failures": {"key": "x"}})) == ()
