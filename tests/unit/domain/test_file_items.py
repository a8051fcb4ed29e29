"""An item has one asset, of its own, whose name says which file in which version it is."""

import pytest

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.asset import AssetWorkflow
from media_insights.api.v1alpha1.meta import ObjectMeta
from media_insights.domain.file_items import LONGEST_TITLE, FileItem, item_asset, item_name, may_be_key
from media_insights.domain.names import LONGEST_ASSET

BATCH = ObjectMeta(name="archive", namespace="n", uid="u")
ITEM = FileItem(bucket="media", key="a/b.jpg", version="1")


def test_the_same_version_of_a_file_has_the_same_name() -> None:
    assert item_name(BATCH, ITEM) == item_name(BATCH, FileItem(bucket="media", key="a/b.jpg", version="1", title="B"))


@pytest.mark.parametrize(
    ("uid", "item"),
    [
        ("another", ITEM),
        ("u", FileItem(bucket="media", key="a/b.jpg", version="2")),
        ("u", FileItem(bucket="media", key="a/c.jpg", version="1")),
        ("u", FileItem(bucket="other", key="a/b.jpg", version="1")),
    ],
)
def test_everything_else_has_another(uid: str, item: FileItem) -> None:
    assert item_name(BATCH.model_copy(update={"uid": uid}), item) != item_name(BATCH, ITEM)


@pytest.mark.parametrize("name", ["x", "x" * 253, "archive.2019", "a" * 25 + "-" + "b" * 25])
def test_a_name_is_short_enough_and_a_label(name: str) -> None:
    found = item_name(ObjectMeta(name=name, namespace="n", uid="u"), ITEM)
    assert len(found) <= LONGEST_ASSET
    assert "." not in found
    assert "--" not in found


def test_its_asset_says_who_makes_it_and_what_is_to_run() -> None:
    entries = (AssetWorkflow(name="flow"), AssetWorkflow(name="other", configuration={"labels": {"most": 3}}))
    asset = MediaAsset.model_validate(item_asset(BATCH, ITEM, entries, {"made": "by"}))
    assert (asset.metadata.name, asset.metadata.labels) == (item_name(BATCH, ITEM), {"made": "by"})
    assert (asset.spec.title, asset.spec.workflows, asset.spec.deletion_policy) == ("b.jpg", entries, "Retain")


def test_its_title_is_cut_and_a_key_with_spaces_is_one_as_it_is() -> None:
    item = FileItem(bucket="media", key=f"Städte 日本/{'x' * 300} 1.mp4")
    asset = MediaAsset.model_validate(item_asset(BATCH, item, (), {}))
    assert (len(asset.spec.title), asset.spec.source.uri) == (LONGEST_TITLE, f"s3://media/{item.key}")


@pytest.mark.parametrize(
    ("key", "may"), [("a b/日本.jpg", True), ("", False), ("a\nb", False), ("x" * 1024, True), ("x" * 1025, False)]
)
def test_which_key_an_asset_may_name(key: str, may: bool) -> None:  # noqa: FBT001 - a row of a table
    assert may_be_key(key) is may
