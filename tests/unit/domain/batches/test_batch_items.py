"""An item of a batch has one asset, which belongs to the batch, and each is one once."""

from collections.abc import Iterator
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaBatch
from media_insights.api.v1alpha1.meta import ObjectMeta
from media_insights.domain.batches.batch_items import MOST_ITEMS, asset_of_item, new_items
from media_insights.domain.file_items import FileItem, item_name

BATCH = ObjectMeta(name="archive", namespace="n", uid="u")
ITEM = FileItem(bucket="media", key="a/b.jpg", version="1")


def test_the_asset_belongs_to_the_batch_and_runs_its_workflow() -> None:
    spec: dict[str, Any] = {
        "source": {"prefix": {"bucket": "media", "key": "a/"}},
        "workflow": "flow",
        "configuration": {"labels": {"minConfidence": 60}},
    }
    batch = MediaBatch.model_validate({"metadata": {"name": "archive", "namespace": "n", "uid": "u"}, "spec": spec})
    asset = MediaAsset.model_validate(asset_of_item(batch, ITEM))
    assert (asset.spec.title, asset.spec.source.uri) == ("b.jpg", "s3://media/a/b.jpg")
    assert [(each.kind, each.uid, each.controller) for each in asset.metadata.owner_references] == [
        ("MediaBatch", "u", True)
    ]
    (entry,) = asset.spec.workflows
    assert (entry.name, entry.configuration) == ("flow", {"labels": {"minConfidence": 60}})
    assert asset.spec.deletion_policy == "Retain"


def test_new_items_are_each_one_once_and_no_more_than_one_too_many() -> None:
    def of(count: int) -> Iterator[FileItem]:
        yield FileItem(bucket="media", key="a.txt")
        for number in range(count):
            yield from [FileItem(bucket="media", key=f"{number}.jpg")] * 2
        raise AssertionError("nothing more is asked for")

    known = item_name(BATCH, FileItem(bucket="media", key="0.jpg"))
    found, left_out = new_items(
        BATCH, of(MOST_ITEMS + 2), is_wanted=lambda item: item.key.endswith(".jpg"), is_known=known.__eq__
    )
    assert ([each.key for each in found[:2]], len(found), left_out) == (["1.jpg", "2.jpg"], MOST_ITEMS + 1, 1)
