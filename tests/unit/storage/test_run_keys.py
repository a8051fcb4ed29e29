"""What is kept of the keys of a run."""

from pathlib import Path

import pytest

from media_insights.domain.running.run_place import place_of_plan
from media_insights.storage.folder import FolderStore
from media_insights.storage.run_credentials.credentials import S3Keys
from media_insights.storage.run_keys import (
    MOST_DIGESTS,
    KeptKeys,
    forget_keys,
    keep_digests,
    kept_keys,
    note_published,
)
from tests.unit import builders

PLACE = place_of_plan(builders.plan("prepare: proxy"))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, "media")


def test_keys_are_known_again_and_not_kept_as_they_are(store: FolderStore) -> None:
    keep_digests(store, PLACE, S3Keys(access_key="AKIA1", secret_key="c2VjcmV0"))
    kept = kept_keys(store, PLACE)
    assert kept.holds(PLACE, b"c2VjcmV0")
    assert not kept.holds(PLACE, b"another")
    assert b"c2VjcmV0" not in store.get(PLACE.keys)


def test_the_newest_are_kept_with_what_was_published(store: FolderStore) -> None:
    note_published(store, PLACE, ["a"])
    for number in range(MOST_DIGESTS):
        keep_digests(store, PLACE, S3Keys(access_key=f"key {number}", secret_key="s"))
    note_published(store, PLACE, ["b", "a"])
    kept = kept_keys(store, PLACE)
    assert len(kept.digests) == MOST_DIGESTS
    assert kept.holds(PLACE, f"key {MOST_DIGESTS - 1}".encode())
    assert not kept.holds(PLACE, b"key 0")
    assert kept.published == ("a", "b")


@pytest.mark.parametrize("found", [b"", b"[]", b'{"digests": [], "published": {}}', b'{"digests": {"a": "b"}}'])
def test_a_file_that_says_something_else_says_nothing(store: FolderStore, found: bytes) -> None:
    store.put(PLACE.keys, found)
    assert kept_keys(store, PLACE) == KeptKeys()


def test_what_is_forgotten_is_gone(store: FolderStore) -> None:
    note_published(store, PLACE, ["a"])
    forget_keys(store, PLACE)
    forget_keys(store, PLACE)
    assert kept_keys(store, PLACE) == KeptKeys()
