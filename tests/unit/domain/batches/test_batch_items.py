"""An item has one asset, of its own, whose name says which file in which version it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaBatch
from media_insights.api.v1alpha1.meta import ObjectMeta
from media_insights.domain.batches.batch_items import MOST_ITEMS, BatchItem, asset_of_item, item_name, new_items
from media_insights.domain.names import LONGEST_ASSET

BATCH = ObjectMeta(name="archive", namespace="n", uid="u")
ITEM = BatchItem(bucket="media", key="a/b.jpg", version="1")


def test_the_same_version_of_a_file_has_the_same_name() -> None:
    assert item_name(BATCH, ITEM) == item_name(BATCH, BatchItem(bucket="media", key="a/b.jpg", version="1", title="B"))


@pytest.mark.parametrize(
    ("uid", "item"),
    [
        ("another", ITEM),
        ("u", BatchItem(bucket="media", key="a/b.jpg", version="2")),
        ("u", BatchItem(bucket="media", key="a/c.jpg", version="1")),
        ("u", BatchItem(bucket="other", key="a/b.jpg", version="1")),
    ],
)
def test_everything_else_has_another(uid: str, item: BatchItem) -> None:
    assert item_name(BATCH.model_copy(update={"uid": uid}), item) != item_name(BATCH, ITEM)


@pytest.mark.parametrize("name", ["x", "x" * 253, "archive.2019", "a" * 25 + "-" + "b" * 25])
def test_a_name_is_short_enough_and_a_label(name: str) -> None:
    found = item_name(ObjectMeta(name=name, namespace="n", uid="u"), ITEM)
    assert len(found) <= LONGEST_ASSET
    assert "." not in found
    assert "--" not in found


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
    def of(count: int) -> Iterator[BatchItem]:
        yield BatchItem(bucket="media", key="a.txt")
        for number in range(count):
            yield from [BatchItem(bucket="media", key=f"{number}.jpg")] * 2
        raise AssertionError("nothing more is asked for")

    known = item_name(BATCH, BatchItem(bucket="media", key="0.jpg"))
    found, left_out = new_items(
        BATCH, of(MOST_ITEMS + 2), is_wanted=lambda item: item.key.endswith(".jpg"), is_known=known.__eq__
    )
    assert ([each.key for each in found[:2]], len(found), left_out) == (["1.jpg", "2.jpg"], MOST_ITEMS + 1, 1)
