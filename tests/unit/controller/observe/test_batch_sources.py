"""Pages of prefixes and of lists, and items of plans."""

from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest

from media_insights.api.v1alpha1 import MediaBatch
from media_insights.api.v1alpha1.batch import BatchCheckpoint
from media_insights.controller.observe.batch_sources import BatchSources
from media_insights.domain.batches.batch_items import MOST_ITEMS
from media_insights.domain.batches.item_lists import MOST_BYTES
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batches.batch_facts import ListedPage
from media_insights.domain.file_items import item_name
from media_insights.domain.sources.tenancy import SourceRule, Tenant, tenant_of
from media_insights.storage.folder import FolderStore
from media_insights.storage.store import ObjectInfo
from tests.unit.domain.deciding.batches.facts import KEY, batch

TENANT = tenant_of((), "n", "media")
ALL = tenant_of([Tenant(namespace="n", sources=(SourceRule(bucket="media"),))], "n", "media")
LIST = {"list": {"bucket": "media", "key": "public/upload/n/items.ndjson"}}


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    found = FolderStore(tmp_path, "media")
    for name in ("a.jpg", "b.JPG", "notes.txt", "thumbs/a.jpg"):
        found.put(f"{KEY}{name}", b"1")
    found.put("private/n/secret.json", b"1")
    return found


def page(
    store: FolderStore, of: MediaBatch, *, size: int = 100, tenant: Tenant = TENANT, known: Collection[str] = ()
) -> Any:
    return BatchSources(store=store, page=size).next_page(of, tenant, known.__contains__)


def keys(found: ListedPage) -> list[str]:
    return [each.key.removeprefix(KEY) for each in found.items]


def test_patterns_are_of_names_and_paths_below_the_prefix(store: FolderStore) -> None:
    source = {"prefix": {"bucket": "media", "key": KEY}, "include": ["*.jpg"], "exclude": ["thumbs/*"]}
    found = page(store, batch(source=source))
    assert (keys(found), found.skipped, found.complete) == (["a.jpg", "b.JPG"], 2, True)


def test_a_listing_goes_on_after_the_last_key(store: FolderStore) -> None:
    first = page(store, batch(), size=3)
    assert (keys(first), first.complete) == (["a.jpg", "b.JPG", "notes.txt"], False)
    checkpoint = {"key": "private/n/batches/u/plan/0/", "listedUpTo": first.up_to}
    second = page(store, batch({"checkpoint": checkpoint}), size=3)
    assert (keys(second), second.complete) == (["thumbs/a.jpg"], True)


class Endless(FolderStore):
    """A store with more objects than anybody lists; it counts those that were asked for."""

    listed: ClassVar[list[str]] = []

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        for number in count():
            self.listed.append(f"{prefix}{number:09d}{after}")
            yield ObjectInfo(key=self.listed[-1], bytes=1)


def test_one_pass_asks_a_store_for_one_page_of_s3(store: FolderStore) -> None:
    Endless.listed.clear()
    found = BatchSources(store=Endless(store.root, "media")).next_page(batch(), TENANT, frozenset[str]().__contains__)
    assert isinstance(found, ListedPage)
    assert (len(Endless.listed), found.up_to, found.complete) == (1000, Endless.listed[-1], False)


def test_what_is_an_item_already_is_not_listed_again(store: FolderStore) -> None:
    (item, *_) = page(store, batch()).items
    assert keys(page(store, batch(), known={item_name(batch().metadata, item)})) == [
        "b.JPG",
        "notes.txt",
        "thumbs/a.jpg",
    ]


def test_what_the_namespace_may_not_read_is_never_an_item(store: FolderStore) -> None:
    """A prefix that is allowed may hold what is not: the product's own, in the same bucket."""
    found = page(store, batch(source={"prefix": {"bucket": "media"}}), tenant=ALL)
    assert all(not each.key.startswith("private/") for each in found.items)
    assert found.skipped == 1


def test_a_list_is_read_whole_and_names_each_item_once(store: FolderStore) -> None:
    store.put(LIST["list"]["key"], b'{"key": "x/a.jpg"}\n{"key": "x/a.jpg"}\n{"key": "x/b.txt"}\n')
    found = page(store, batch(source={**LIST, "exclude": ["*.txt"]}))
    assert ([each.key for each in found.items], found.skipped, found.complete) == (["x/a.jpg"], 1, True)


def test_of_a_list_with_too_many_items_no_more_is_read_than_shows_it(store: FolderStore) -> None:
    lines = b"".join(b'{"key": "%x"}\n' % number for number in range(MOST_ITEMS + 1))
    store.put(LIST["list"]["key"], lines + b"what follows is not read")
    found = page(store, batch(source=LIST))
    assert (len(found.items), found.complete) == (MOST_ITEMS + 1, False)


def test_a_key_that_no_asset_may_name_is_left_out(store: FolderStore) -> None:
    store.put(f"{KEY}a\nb.jpg", b"1")
    found = page(store, batch())
    assert (keys(found), found.skipped) == (["a.jpg", "b.JPG", "notes.txt", "thumbs/a.jpg"], 1)


@pytest.mark.parametrize(
    ("content", "reason", "said"),
    [
        (None, "SourceNotFound", "there is no s3://media/public/upload/n/items.ndjson"),
        (b"a.jpg\n", "InvalidList", "line 1: write one JSON object"),
        (b" " * (MOST_BYTES + 1), "InvalidList", "make several batches"),
    ],
)
def test_a_list_that_cannot_be_read_is_told(store: FolderStore, content: bytes | None, reason: str, said: str) -> None:
    if content is not None:
        store.put(LIST["list"]["key"], content)
    found = page(store, batch(source=LIST))
    assert isinstance(found, Rejection)
    assert found.reason == reason
    assert found.message.startswith("spec.source.list: ")
    assert said in found.message


def test_a_plan_is_read_from_the_first_that_has_not_begun(store: FolderStore) -> None:
    for first, names in ((0, "ab"), (2, "cd")):
        lines = "".join(f'{{"bucket": "media", "key": "{name}"}}\n' for name in names)
        store.put(f"private/n/batches/u/plan/0/{first:09d}.ndjson", lines.encode())
    sources = BatchSources(store=store)
    for begun, wanted in ((0, "ab"), (1, "b"), (2, "cd"), (3, "d"), (4, "")):
        checkpoint = BatchCheckpoint(key="private/n/batches/u/plan/0/", planned=4, begun=begun)
        assert [each.key for each in sources.planned(checkpoint) or ()] == list(wanted)
