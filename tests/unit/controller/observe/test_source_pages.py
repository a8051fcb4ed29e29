"""What the store says of a watched prefix."""

from dataclasses import replace
from pathlib import Path

import pytest

from media_insights.controller.observe.source_pages import SourcePages
from media_insights.domain import watch_layout
from media_insights.domain.watching.key_ranges import FULL, KeyRange, KnownObject, range_as_lines
from media_insights.storage.folder import FolderStore
from tests.unit.controller.passes import MP4
from tests.unit.domain.deciding.watching.facts import KEY, candidates_of, source

RULES = [{"types": ["Video"], "workflows": [{"name": "flow"}]}]


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, "media")


def keep(store: FolderStore, *ranges: KeyRange) -> None:
    for each in ranges:
        store.put(watch_layout.range_key("n", "u", each.after), range_as_lines(each))


def test_objects_after_a_key_are_listed_as_many_as_one_request_has(store: FolderStore) -> None:
    for number in range(FULL + 5):
        store.put(f"{KEY}{number:05d}", b"")
    page = SourcePages(store).page(source(), f"{KEY}00002")
    assert (len(page.objects), page.objects[0].key, page.stored) == (FULL, f"{KEY}00003", None)
    assert page.kept == KeyRange(after=f"{KEY}00002")


def test_what_is_kept_is_read_and_what_is_damaged_is_nothing(store: FolderStore) -> None:
    kept = KeyRange(known={f"{KEY}a": KnownObject(version="1")})
    keep(store, kept)
    assert SourcePages(store).page(source(), "").stored == kept
    store.put(watch_layout.range_key("n", "u", ""), b"{")
    page = SourcePages(store).page(source(), "")
    assert (page.stored, page.kept) == (None, KeyRange())


def test_small_neighbours_are_joined(store: FolderStore) -> None:
    first = KeyRange(up_to=f"{KEY}b", known={f"{KEY}a": KnownObject(version="1")})
    second = KeyRange(after=f"{KEY}b", up_to=f"{KEY}d")
    third = KeyRange(after=f"{KEY}d", known={f"{KEY}e": KnownObject(version="1")})
    keep(store, first, second, third)
    page = SourcePages(store).page(source(), "")
    assert page.stored == first
    assert page.absorbed == (f"{KEY}b", f"{KEY}d")
    assert (page.kept.up_to, set(page.kept.known)) == ("", {f"{KEY}a", f"{KEY}e"})


def test_marks_of_deleted_assets_are_named(store: FolderStore) -> None:
    store.put(watch_layout.departed_key("n", "u", "s-1"), b"")
    store.put(watch_layout.departed_key("n", "other", "s-2"), b"")
    assert SourcePages(store).departed(source()) == ("s-1",)


def test_the_content_says_the_type_and_what_changed_meanwhile_has_none(store: FolderStore) -> None:
    store.put(f"{KEY}a.txt", MP4)
    store.put(f"{KEY}b", b"\x00" * 64)
    store.put(f"{KEY}c", MP4)
    pages, of = SourcePages(store), source(rules=RULES)
    objects = {each.key: each for each in pages.page(of, "").objects}
    named = {each.seen.key.removeprefix(KEY): each for each in candidates_of(of, ("a.txt", "b", "c", "d"))}
    at = {
        name: replace(each, name=name, item=replace(each.item, version=objects[each.seen.key].etag))
        for name, each in named.items()
        if each.seen.key in objects
    }
    read = pages.read([at["a.txt"], at["b"], named["c"], named["d"]])
    assert read.types == {"a.txt": "Video", "b": "Unknown"}
    assert read.vanished == {named["c"].name, named["d"].name}, "another version, and one that is gone"
