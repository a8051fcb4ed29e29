"""Collections in both stores: no writer is lost, and what is deleted is gone, with proof."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from media_insights.domain.known_faces import CollectedFace, Collection, with_faces, without
from media_insights.domain.stored_collection import EmbeddingModel
from media_insights.errors import Changed, NoSuchObject, StoreError, WrongState
from media_insights.storage.collections import CollectionsOfFaces, face_collections
from media_insights.storage.moves import move_collections
from media_insights.storage.store import Store

FORMER = "private/collections/newsroom/faces/staff/"
NOW = "2026-05-01T12:00:00Z"
MODEL = EmbeddingModel(name="net", sha256="a" * 64)


def face(picture: str, name: str = "Jane") -> CollectedFace:
    box = {"Left": 0.0, "Top": 0.0, "Width": 1.0, "Height": 1.0}
    return CollectedFace(
        face_id=f"f-{picture}",
        external_image_id=name,
        image_id=picture,
        bounding_box=box,
        confidence=99.0,
        embedding=(0.5,),
    )


def adding(picture: str, name: str = "Jane") -> object:
    return lambda old: with_faces(old, MODEL, [face(picture, name)])


@pytest.fixture
def faces(store: Store) -> CollectionsOfFaces:
    return face_collections(store, "newsroom")


def test_a_write_on_a_condition_sees_every_other_writer(store: Store) -> None:
    store.replace("c/x.json", b"1", "")
    with pytest.raises(Changed):
        store.replace("c/x.json", b"2", "")
    etag = store.head("c/x.json").etag
    store.replace("c/x.json", b"22", etag)
    with pytest.raises(Changed):
        store.replace("c/x.json", b"333", etag)
    assert store.get("c/x.json") == b"22"


def test_a_collection_is_made_once(faces: CollectionsOfFaces) -> None:
    faces.create("staff", NOW)
    with pytest.raises(StoreError, match="already"):
        faces.create("staff", NOW)
    assert faces.names() == ("staff",)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".x", "x" * 129])
def test_a_name_that_is_none_is_refused(faces: CollectionsOfFaces, name: str) -> None:
    with pytest.raises(StoreError, match="is not a valid name"):
        faces.create(name, NOW)


def test_an_unknown_one_is_told_with_those_that_exist(faces: CollectionsOfFaces) -> None:
    faces.create("staff", NOW)
    with pytest.raises(NoSuchObject, match="did you mean staff"):
        faces.read("staf")


def test_writers_at_the_same_time_lose_nothing(faces: CollectionsOfFaces) -> None:
    faces.create("staff", NOW)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda each: faces.change("staff", adding(f"p{each}")), range(3)))  # type: ignore[arg-type]
    found = faces.read("staff")
    assert (len(found.faces), found.version) == (3, 3)


def test_every_version_is_kept(faces: CollectionsOfFaces, store: Store) -> None:
    faces.create("staff", NOW)
    faces.change("staff", adding("p1"))  # type: ignore[arg-type]
    prefix = "private/newsroom/collections/faces/staff/versions/"
    kept = {info.key.removeprefix(prefix): json.loads(store.get(info.key)) for info in store.list(prefix)}
    assert {name: len(each.get("Faces", ())) for name, each in kept.items()} == {"000000.json": 0, "000001.json": 1}


def test_what_changes_nothing_writes_nothing(faces: CollectionsOfFaces, store: Store) -> None:
    faces.create("staff", NOW)
    faces.change("staff", adding("p1"))  # type: ignore[arg-type]
    faces.change("staff", adding("p1"))  # type: ignore[arg-type]
    assert len(list(store.list("private/newsroom/collections/faces/staff/versions/"))) == 2


def test_deleting_leaves_a_receipt_and_nothing_else(faces: CollectionsOfFaces, store: Store) -> None:
    faces.create("staff", NOW)
    faces.change("staff", adding("p1", "Jane Doe"))  # type: ignore[arg-type]
    body = store.get("private/newsroom/collections/faces/staff/collection.json")
    receipt = faces.delete("staff", NOW)
    assert (receipt["Versions"], receipt["Faces"], receipt["ObjectsLeft"]) == (2, 1, 0)
    assert hashlib.sha256(body).hexdigest() in {each["Sha256"] for each in receipt["Objects"]}
    (kept,) = store.list("private/newsroom/")
    assert json.loads(store.get(kept.key)) == receipt
    assert b"Jane" not in store.get(kept.key)
    assert faces.names() == ()


@pytest.fixture
def former(store: Store) -> CollectionsOfFaces:
    """A collection as version 0.1 left it, with a person in its newest version and in an older one."""
    old = with_faces(Collection(id="staff", kind="faces", created=NOW), MODEL, [face("p1")])
    for key in ("collection.json", "versions/000001.json"):
        store.put(f"{FORMER}{key}", json.dumps(old.to_json()).encode())
    return face_collections(store, "newsroom")


def test_one_of_version_0_1_is_read_and_stays_where_its_runs_read_it(former: CollectionsOfFaces, store: Store) -> None:
    assert len(former.read("staff").faces) == 1
    assert len(list(store.list(FORMER))) == 2


def test_who_was_taken_out_does_not_come_back_from_version_0_1(former: CollectionsOfFaces, store: Store) -> None:
    former.change("staff", lambda old: without(old, name="Jane"))
    former.forget_history("staff")
    move_collections(store, "newsroom")
    kept = [store.get(info.key) for info in store.list("private/")]
    assert kept
    assert not [each for each in kept if b"Jane" in each]


def test_one_that_is_deleted_does_not_come_back_from_version_0_1(former: CollectionsOfFaces, store: Store) -> None:
    receipt = former.delete("staff", NOW)
    move_collections(store, "newsroom")
    assert former.names() == ()
    assert (receipt["Versions"], len(receipt["Objects"]), receipt["ObjectsLeft"]) == (1, 4, 0)


def test_another_namespace_sees_nothing_of_it(faces: CollectionsOfFaces, store: Store) -> None:
    faces.create("staff", NOW)
    assert face_collections(store, "sports").names() == ()


def test_a_collection_reads_as_it_was_written(faces: CollectionsOfFaces) -> None:
    faces.create("staff", NOW)
    changed = faces.change("staff", adding("p1"))  # type: ignore[arg-type]
    assert faces.read("staff") == changed == Collection.model_validate(changed.to_json())


VERSIONS = "private/newsroom/collections/faces/staff/versions/"


def test_an_erasure_that_was_killed_is_finished_by_repeating_it(faces: CollectionsOfFaces, store: Store) -> None:
    faces.create("staff", NOW)
    faces.change("staff", adding("p1"))  # type: ignore[arg-type]
    faces.change("staff", lambda old: without(old, name="Jane"))  # and no more: its process is killed
    assert any(b"Jane" in store.get(each.key) for each in store.list(VERSIONS))
    with pytest.raises(WrongState, match="holds no 'Jane'"):
        faces.erase("staff", lambda old: without(old, name="Jane"))
    assert [each.key for each in store.list(VERSIONS)] == [f"{VERSIONS}000002.json"]
    assert not any(b"Jane" in store.get(each.key) for each in store.list("private/newsroom/"))


class _Slow:
    """A store that is slow to store a version: something happens just before it does."""

    def __init__(self, store: Store, meanwhile: Callable[[], object]) -> None:
        self.store, self.meanwhile = store, meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        self.meanwhile()
        self.store.put(key, content, content_type)


def _erase(faces: CollectionsOfFaces) -> object:
    return faces.erase("staff", lambda old: without(old, name="Jane"))


def _delete(faces: CollectionsOfFaces) -> object:
    return faces.delete("staff", NOW)


@pytest.mark.parametrize("meanwhile", [_erase, _delete])
def test_a_slow_writer_brings_nobody_back(
    faces: CollectionsOfFaces, store: Store, meanwhile: Callable[[CollectionsOfFaces], object]
) -> None:
    faces.create("staff", NOW)
    slow: Any = _Slow(store, lambda: meanwhile(faces))
    face_collections(slow, "newsroom").change("staff", adding("p1"))  # type: ignore[arg-type]
    assert not any(b"Jane" in store.get(each.key) for each in store.list("private/newsroom/"))
