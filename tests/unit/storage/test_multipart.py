"""What is promised of every upload in parts, kept by both stores."""

from datetime import UTC, datetime, timedelta

import pytest

from media_insights.errors import Changed, NoSuchObject
from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart
from media_insights.storage.multipart import Multipart
from media_insights.storage.s3 import S3Store
from media_insights.storage.s3_multipart import S3Multipart
from media_insights.storage.store import Store

KEY = "public/upload/n/clip – 日本.mp4"
PART = 5 * 2**20
"""The smallest part that an S3 takes, the last one aside."""


@pytest.fixture
def multipart(store: Store) -> Multipart:
    if isinstance(store, FolderStore):
        return FolderMultipart(store)
    assert isinstance(store, S3Store)
    return S3Multipart(store)


def test_parts_become_one_object_in_the_order_of_their_numbers(store: Store, multipart: Multipart) -> None:
    upload = multipart.begin(KEY, "video/mp4")
    multipart.put_part(KEY, upload, 2, b"end")
    multipart.put_part(KEY, upload, 1, b"a" * PART)
    assert [(part.number, part.bytes) for part in multipart.parts(KEY, upload)] == [(1, PART), (2, 3)]
    assert list(store.list("public/")) == []
    multipart.join(KEY, upload)
    assert store.get(KEY) == b"a" * PART + b"end"


def test_a_part_that_is_sent_again_replaces_the_first(store: Store, multipart: Multipart) -> None:
    upload = multipart.begin(KEY)
    multipart.put_part(KEY, upload, 1, b"wrong")
    multipart.put_part(KEY, upload, 1, b"right")
    multipart.join(KEY, upload)
    assert store.get(KEY) == b"right"


def test_an_upload_that_is_given_up_leaves_nothing(store: Store, multipart: Multipart) -> None:
    upload = multipart.begin(KEY)
    multipart.put_part(KEY, upload, 1, b"a")
    multipart.drop(KEY, upload)
    multipart.drop(KEY, upload)
    assert list(store.list("")) == []
    with pytest.raises(NoSuchObject):
        multipart.put_part(KEY, upload, 2, b"b")


def test_what_nobody_completed_is_dropped_and_what_is_complete_stays(store: Store, multipart: Multipart) -> None:
    whole = multipart.begin(KEY)
    multipart.put_part(KEY, whole, 1, b"a")
    multipart.join(KEY, whole)
    begun = multipart.begin(KEY)
    multipart.put_part(KEY, begun, 1, b"b")
    now = datetime.now(UTC)
    assert multipart.drop_begun_before(now - timedelta(days=1)) == 0
    assert [part.bytes for part in multipart.parts(KEY, begun)] == [1]
    assert multipart.drop_begun_before(now + timedelta(days=1)) == 1
    with pytest.raises(NoSuchObject):
        multipart.parts(KEY, begun)
    assert store.get(KEY) == b"a"


def test_an_upload_that_was_never_begun_is_unknown(multipart: Multipart) -> None:
    with pytest.raises(NoSuchObject):
        multipart.parts(KEY, "../../etc")


def test_what_is_to_be_new_replaces_nothing(store: Store, multipart: Multipart) -> None:
    first, second = multipart.begin(KEY), multipart.begin(KEY)
    multipart.put_part(KEY, first, 1, b"first")
    multipart.put_part(KEY, second, 1, b"second")
    multipart.join(KEY, first, is_new=True)
    with pytest.raises(Changed):
        multipart.join(KEY, second, is_new=True)
    assert store.get(KEY) == b"first"
    multipart.drop(KEY, second)
    assert [each.key for each in store.list("")] == [KEY]
