"""The index of a results folder follows what the folder holds, whatever happened in between."""

from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.domain.edits.edit_log import Edit
from media_insights.errors import InvalidQuery
from media_insights.local.records import write
from media_insights.local.searching import INDEX, index_folder, index_of
from media_insights.search import likeness
from media_insights.search.indexing import Pass
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.folder import FolderStore
from tests.unit.search.analysed import folder_of, manifests, put, result_of


def record(store: FolderStore, name: str) -> None:
    """Record an asset and its execution as the engine leaves them."""
    made, ran = manifests(store, name)
    write(store, MediaExecution.PLURAL, MediaExecution.model_validate(ran))
    write(store, MediaAsset.PLURAL, MediaAsset.model_validate(made))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    store = FolderStore(tmp_path / "results")
    for name in ("beach", "city"):
        put(store, name, "Dog", "Dog", "Sea")
        record(store, name)
    return store


def rebuilt(store: FolderStore) -> list[tuple[object, ...]]:
    for path in store.root.glob(f"{INDEX}*"):
        path.unlink()
    index_folder(store)
    return index_of(store.root).content()


def titles(store: FolderStore) -> list[tuple[object, object]]:
    return [(row[2], row[10]) for row in sorted(index_of(store.root).content(), key=str)]


def test_each_asset_is_indexed_once(store: FolderStore) -> None:
    assert index_folder(store) == Pass(indexed=2)
    assert sorted(titles(store)) == [("beach", "Dog"), ("beach", "Sea"), ("city", "Dog"), ("city", "Sea")]
    assert index_folder(store) == Pass(unchanged=2)


def test_it_ends_as_one_made_of_nothing_after_changes_that_nobody_told(store: FolderStore) -> None:
    index_folder(store)
    put(store, "beach", "Boat")
    (store.root / "mediaassets/city.yaml").unlink()
    put(store, "harbour", "Crane")
    record(store, "harbour")
    assert index_folder(store) == Pass(indexed=2, removed=1)
    content = index_of(store.root).content()
    assert sorted(titles(store)) == [("beach", "Boat"), ("harbour", "Crane")]
    assert content == rebuilt(store)


def test_a_pass_that_was_killed_is_finished_by_the_next(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(store.root)
    written = type(index).replace

    def killed(self: Any, asset: Any, moments: Any, vectors: Any) -> None:
        if asset.name == "city":
            raise KeyboardInterrupt
        written(self, asset, moments, vectors)

    with monkeypatch.context() as patch:
        patch.setattr(type(index), "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            index_folder(store)
    assert index_folder(store) == Pass(indexed=1, unchanged=1)
    assert index.content() == rebuilt(store)


@pytest.mark.parametrize(
    ("break_it", "problem"),
    [
        (lambda store: store.put(result_of("city"), b"{"), "the result labelDetection cannot be read"),
        (lambda store: store.delete(result_of("city")), "the result labelDetection cannot be read"),
        (lambda store: store.delete(f"{folder_of('city')}/plan.json"), "no plan says what the result labelDetection"),
    ],
)
def test_what_cannot_be_indexed_is_told_and_found_again_when_it_can(
    store: FolderStore, break_it: Any, problem: str
) -> None:
    whole = rebuilt(store)
    kept = {key: store.get(key) for key in (result_of("city"), f"{folder_of('city')}/plan.json")}
    break_it(store)
    rebuilt(store)
    ((asset, (told,)),) = index_of(store.root).problems().items()
    assert (asset, problem in told) == ("city", True), told
    assert ("beach", "Dog") in titles(store)
    for key, content in kept.items():
        store.put(key, content)
    assert [row[6:] for row in rebuilt(store)] == [row[6:] for row in whole]


def test_what_people_edit_is_indexed_again(store: FolderStore) -> None:
    index_folder(store)
    renamed = Edit(
        id="1",
        at="2026-05-01T12:00:00Z",
        by="jane",
        operation="rename",
        result="labelDetection",
        originals=("Dog",),
        value="Wolf",
    )
    EditLogs(store).add("local", "u-beach", lambda _: renamed)
    assert index_folder(store) == Pass(indexed=1, unchanged=1)
    assert sorted(titles(store)) == [("beach", "Sea"), ("beach", "Wolf"), ("city", "Dog"), ("city", "Sea")]


def test_an_asset_whose_edits_cannot_be_read_is_found_without_them(store: FolderStore) -> None:
    store.put("private/local/assets/u-beach/edits/log.json", b"{")
    assert index_folder(store) == Pass(indexed=2)
    assert ("beach", "Dog") in titles(store)
    ((asset, (told,)),) = index_of(store.root).problems().items()
    assert (asset, "what people changed is not searchable" in told) == ("beach", True)


def test_vectors_are_indexed_again_when_they_are_compared_otherwise(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = f"{folder_of('beach')}/vectors.npy"
    store.put(key, b"")
    made, _ = manifests(store, "beach")
    made["status"]["files"] = [{"media": "Numbers", "key": key}]
    write(store, MediaAsset.PLURAL, MediaAsset.model_validate(made))

    def missing() -> Any:
        raise InvalidQuery("no numpy")

    with monkeypatch.context() as patch:
        patch.setattr(likeness, "_numpy", missing)
        assert index_folder(store) == Pass(indexed=2)
        assert index_folder(store) == Pass(unchanged=2)
    assert index_folder(store) == Pass(indexed=1, unchanged=1)
    monkeypatch.setattr(likeness, "digest", lambda: "of other calibrations")
    assert index_folder(store) == Pass(indexed=1, unchanged=1)
