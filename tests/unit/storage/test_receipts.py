"""An asset is deleted with a receipt: whole, also when the deletion was interrupted."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from media_insights.domain import layout
from media_insights.errors import AccessDenied, Damaged, NoSuchObject, Unavailable
from media_insights.storage import receipts
from media_insights.storage.folder import FolderStore
from media_insights.storage.receipts import (
    Deleted,
    DeletedResult,
    delete_asset,
    delete_result,
    receipt_of_asset,
    receipt_of_result,
    result_receipt_key,
)
from media_insights.storage.store import Store

ASSET = Deleted("n", "clip", "a", "2026-11-29T12:00:00Z")
RESULT = "private/n/assets/a/workflows/e/words.json"
FORMER = "private/assets/a/workflows/e/old.json"
OTHER = "private/n/assets/another/workflows/e/words.json"


def filled(store: Store) -> None:
    for key in (RESULT, FORMER, OTHER):
        store.put(key, key.encode())


def keys(receipt: dict[str, Any]) -> list[str]:
    return sorted(each["Key"] for each in receipt["Objects"])


def test_the_receipt_lists_what_was_there_and_that_nothing_is_left(store: Store) -> None:
    filled(store)
    receipt = delete_asset(store, ASSET)
    assert keys(receipt) == sorted([RESULT, FORMER])
    assert (receipt["ObjectsLeft"], receipt["DeletedAt"], receipt["AssetId"]) == (0, ASSET.at, "a")
    digests = {each["Key"]: each["Sha256"] for each in receipt["Objects"]}
    assert digests[RESULT] == hashlib.sha256(RESULT.encode()).hexdigest()
    assert receipt_of_asset(store, "n", "a") == receipt
    assert [info.key for info in store.list("")] == [OTHER, layout.asset_receipt_key("n", "a")]


class Interrupted(FolderStore):
    """A store whose process dies when it is to delete."""

    def delete_prefix(self, prefix: str) -> int:
        raise KeyboardInterrupt(prefix)


def test_a_deletion_that_was_interrupted_is_told_whole(tmp_path: Any) -> None:
    store = FolderStore(tmp_path)
    filled(store)
    interrupted: Any = Interrupted(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        delete_asset(interrupted, ASSET)
    assert receipt_of_asset(store, "n", "a")["ObjectsLeft"] == 2
    store.delete(FORMER)
    assert keys(delete_asset(store, ASSET)) == sorted([RESULT, FORMER])
    again = delete_asset(store, ASSET)
    assert (keys(again), again["ObjectsLeft"]) == (sorted([RESULT, FORMER]), 0)


class Raced(FolderStore):
    """A store into which somebody writes while it deletes."""

    def delete_prefix(self, prefix: str) -> int:
        count = FolderStore(self.root).delete_prefix(prefix)
        self.put(RESULT, b"late")
        return count


def test_what_is_written_meanwhile_is_no_success(tmp_path: Any) -> None:
    filled(FolderStore(tmp_path))
    raced: Any = Raced(tmp_path)
    with pytest.raises(Unavailable, match="1 objects of clip are still there"):
        delete_asset(raced, ASSET)
    assert delete_asset(FolderStore(tmp_path), ASSET)["ObjectsLeft"] == 0


def test_large_objects_are_not_read(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "DIGESTED_BYTES", 3)
    store = FolderStore(tmp_path)
    store.put(RESULT, b"long")
    (entry,) = delete_asset(store, ASSET)["Objects"]
    assert (entry["Bytes"], bool(entry["ETag"]), "Sha256" in entry) == (4, True, False)


def test_what_may_be_deleted_but_not_read_is_told_without_a_digest(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path)
    store.put(RESULT, b"archived")
    read = FolderStore.get

    def get(self: FolderStore, key: str) -> bytes:
        if key == RESULT:
            raise AccessDenied("InvalidObjectState")
        return read(self, key)

    monkeypatch.setattr(FolderStore, "get", get)
    (entry,) = delete_asset(store, ASSET)["Objects"]
    assert (entry["Key"], "Sha256" in entry) == (RESULT, False)
    assert list(store.list("private/n/assets/")) == []


def test_of_endless_objects_the_first_are_listed_the_others_counted_and_all_go(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "MOST_LISTED", 2)
    for number in range(5):
        FolderStore(tmp_path).put(f"{RESULT}/{number}", b"short")
    interrupted: Any = Interrupted(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        delete_asset(interrupted, ASSET)
    store = FolderStore(tmp_path)
    before = receipt_of_asset(store, "n", "a")
    assert (keys(before), before["ObjectsNotListed"], before["ObjectsLeft"]) == ([f"{RESULT}/0", f"{RESULT}/1"], 3, 5)
    store.delete(f"{RESULT}/0")
    receipt = delete_asset(store, ASSET)
    assert (keys(receipt), receipt["ObjectsNotListed"], receipt["ObjectsLeft"]) == (keys(before), 3, 0)
    assert list(store.list("private/n/assets/")) == []


def test_an_asset_without_a_receipt_and_one_that_cannot_be_read(tmp_path: Any) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(NoSuchObject):
        receipt_of_asset(store, "n", "a")
    store.put(layout.asset_receipt_key("n", "a"), b"{")
    with pytest.raises(Damaged):
        receipt_of_asset(store, "n", "a")
    assert delete_asset(store, ASSET)["Objects"] == []


LABELS = DeletedResult("n", "clip", "a", ASSET.at, result="words", spared=("private/n/assets/a/workflows/later/",))


def test_a_result_goes_from_every_execution_but_those_that_made_it_later(store: Store) -> None:
    folder = "private/n/assets/a/workflows"
    gone = [RESULT, f"{folder}/e2/words.ndjson", "private/assets/a/workflows/e/words.json"]
    stay = [f"{folder}/later/words.json", f"{folder}/e/wordsMore.json", f"{folder}/e/words.vtt", FORMER, OTHER]
    stay.append(f"{folder}/e/other/words.json")
    for key in (*gone, *stay):
        store.put(key, key.encode())
    receipt = delete_result(store, LABELS)
    assert (keys(receipt), receipt["Result"], receipt["ObjectsLeft"]) == (sorted(gone), "words", 0)
    assert receipt_of_result(store, "n", "a", "words") == receipt
    left = {info.key for info in store.list("")} - {result_receipt_key("n", "a", "words")}
    assert left == set(stay)


def test_a_repeated_deletion_tells_the_same_and_a_later_one_only_its_own(store: Store) -> None:
    filled(store)
    first = delete_result(store, LABELS)
    assert delete_result(store, LABELS) == first
    store.put(RESULT, b"made anew")
    later = delete_result(store, replace(LABELS, at="2026-11-30T12:00:00Z"))
    assert [each["Bytes"] for each in later["Objects"]] == [len(b"made anew")]
