"""What the object store says."""

from pathlib import Path

import pytest

from media_insights.controller.observe.store_objects import change_of_source, known_of, source_of
from media_insights.domain.deciding.assets.asset_facts import Rejection, SourceObject
from media_insights.domain.planning.references import Reach
from media_insights.errors import AccessDenied, NoSuchBucket, StoreError
from media_insights.storage.folder import FolderStore
from media_insights.storage.store import ObjectInfo
from tests.unit.builders import plan
from tests.unit.controller.objects import asset
from tests.unit.controller.passes import MP4


async def test_a_source_is_its_size_and_what_its_first_bytes_say(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    store.put("public/upload/newsroom/clip.mp4", MP4)
    found = await source_of(asset(), store)
    assert isinstance(found, SourceObject)
    assert found.bytes == len(MP4)


class Refusing(FolderStore):
    """A store that refuses, as S3 does."""

    error: StoreError

    def at(self, bucket: str) -> "Refusing":
        del bucket
        return self

    def head(self, key: str) -> ObjectInfo:
        raise type(self).error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NoSuchBucket("b"), "BucketNotFound"),
        (AccessDenied("b"), "SourceUnreadable"),
        (StoreError("b"), "SourceUnreadable"),
    ],
)
async def test_a_source_that_cannot_be_read_has_a_reason(tmp_path: Path, error: StoreError, reason: str) -> None:
    store = type("Store", (Refusing,), {"error": error})(tmp_path, "media")
    found = await source_of(asset(), store)
    assert isinstance(found, Rejection)
    assert found.reason == reason
    assert found.message.startswith("spec.source.s3.")


async def test_where_nothing_is_named_nothing_is_asked(tmp_path: Path) -> None:
    assert await known_of((), Reach(namespace="n", bucket="media"), FolderStore(tmp_path / "none", "media")) is None


async def test_no_run_ends_because_the_installation_has_no_bucket(tmp_path: Path) -> None:
    """Which is an outage, and is told once, by the metric of the store; a source in another bucket is simply gone."""
    of = plan("prepare: proxy; analyze: labels")
    own = of.asset.source.s3.bucket if of.asset.source.s3 else ""
    with pytest.raises(NoSuchBucket):
        await change_of_source(of, FolderStore(tmp_path, own))
    FolderStore(tmp_path, "other").put("a", b"")
    found = await change_of_source(of, FolderStore(tmp_path, "other"))
    assert found
    assert found.reason == "SourceNotFound"
