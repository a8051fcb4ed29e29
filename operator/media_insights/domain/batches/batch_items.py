"""Items of a batch: which of the files that it names are new, and the asset that each becomes."""

from collections.abc import Callable, Iterable

from media_insights.api.v1alpha1 import API_VERSION, MediaBatch, labels
from media_insights.api.v1alpha1.asset import AssetWorkflow
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.file_items import FileItem, item_asset, item_name
from media_insights.domain.names import label_value

MOST_ITEMS = 10_000
"""Of one batch: each item is an asset and an execution in etcd and in the controller's memory."""


def new_items(
    batch: ObjectMeta,
    items: Iterable[FileItem],
    *,
    is_wanted: Callable[[FileItem], bool],
    is_known: Callable[[str], bool],
) -> tuple[tuple[FileItem, ...], int]:
    """Return the wanted items whose names are not known, each once, and how many are not wanted.

    There is no more than one too many: none of so many begins, and no further one is asked for.
    """
    found: dict[str, FileItem] = {}
    left_out = 0
    for item in items:
        if not is_wanted(item):
            left_out += 1
        elif not is_known(name := item_name(batch, item)):
            found.setdefault(name, item)
        if len(found) > MOST_ITEMS:
            break
    return tuple(found.values()), left_out


def asset_of_item(batch: MediaBatch, item: FileItem) -> Manifest:
    """Return the asset of an item: it belongs to the batch, and goes with it."""
    meta, spec = batch.metadata, batch.spec
    entry = AssetWorkflow(name=spec.workflow, configuration=spec.configuration)
    asset = item_asset(meta, item, (entry,), {labels.BATCH: label_value(meta.name)})
    owner = {"apiVersion": API_VERSION, "kind": "MediaBatch", "name": meta.name, "uid": meta.uid, "controller": True}
    asset["metadata"]["ownerReferences"] = [owner]
    return asset
