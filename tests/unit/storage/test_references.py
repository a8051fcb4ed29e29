"""What the store has of the objects that parameters name."""

import pytest

from media_insights.domain.planning.references import Address, Reach
from media_insights.storage.collections import face_collections
from media_insights.storage.references import observe_references
from media_insights.storage.store import Store


@pytest.fixture
def reach(store: Store) -> Reach:
    return Reach(namespace="newsroom", bucket=store.bucket)


def test_what_is_there_has_its_version(store: Store, reach: Reach) -> None:
    store.put("terms.csv", b"a")
    there = Address(store.bucket, "terms.csv")
    found = observe_references([there, there], ["faces"], reach, store)
    assert found.versions == {there: store.head("terms.csv").etag}
    assert found.collections == {}, "nothing is missing, so nobody needs a list"


@pytest.mark.parametrize("bucket", ["", "no-such-bucket"])
def test_what_is_missing_has_none_and_brings_the_names_that_exist(store: Store, reach: Reach, bucket: str) -> None:
    face_collections(store, "newsroom").create("staff", "2026-05-01T12:00:00Z")
    missing = Address(bucket or store.bucket, "nothing")
    found = observe_references([missing], ["faces", "faces"], reach, store)
    assert (found.versions, dict(found.collections)) == ({}, {"faces": ("staff",)})


def test_another_namespace_s_collections_are_not_named(store: Store, reach: Reach) -> None:
    face_collections(store, "sports").create("team", "2026-05-01T12:00:00Z")
    found = observe_references([Address(store.bucket, "nothing")], ["faces"], reach, store)
    assert dict(found.collections) == {"faces": ()}
