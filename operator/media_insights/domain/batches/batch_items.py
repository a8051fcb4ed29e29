"""Items of a batch: one file each, and the asset that it becomes."""

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from media_insights.api.v1alpha1 import API_VERSION, MediaBatch, labels
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.names import label_value, unique

MOST_ITEMS = 10_000
"""Of one batch: each item is an asset and an execution in etcd and in the controller's memory."""
LONGEST_TITLE = 256
"""Characters of an asset's title."""
_DIGEST = 13
"""Characters of 5 bits each: two of a hundred million items have the same with a chance of one in a thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One file of a batch."""

    bucket: str
    key: str
    version: str = ""
    """Changes with the content, such as an ETag: another version is another item."""
    title: str = ""
    """Empty: the file's name."""


def item_name(batch: ObjectMeta, item: BatchItem) -> str:
    """Return the name of an item's asset: the same for the same version of a file in the same batch.

    The batch's UID is part of it, so that a batch that is made again under its name does everything again.
    """
    identity = [batch.uid, item.bucket, item.key, item.version]
    digest = base64.b32encode(hashlib.sha256("\0".join(identity).encode()).digest()).decode().lower()
    return unique(batch.name.replace(".", "-"), digest[:_DIGEST])


def new_items(
    batch: ObjectMeta,
    items: Iterable[BatchItem],
    *,
    is_wanted: Callable[[BatchItem], bool],
    is_known: Callable[[str], bool],
) -> tuple[tuple[BatchItem, ...], int]:
    """Return the wanted items whose names are not known, each once, and how many are not wanted.

    There is no more than one too many: none of so many begins, and no further one is asked for.
    """
    found: dict[str, BatchItem] = {}
    left_out = 0
    for item in items:
        if not is_wanted(item):
            left_out += 1
        elif not is_known(name := item_name(batch, item)):
            found.setdefault(name, item)
        if len(found) > MOST_ITEMS:
            break
    return tuple(found.values()), left_out


def asset_of_item(batch: MediaBatch, item: BatchItem) -> Manifest:
    """Return the asset of an item: it belongs to the batch, and goes with it."""
    meta, spec = batch.metadata, batch.spec
    title = item.title or item.key.rpartition("/")[2]
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaAsset",
        "metadata": {
            "name": item_name(meta, item),
            "namespace": meta.namespace,
            "labels": {labels.BATCH: label_value(meta.name)},
            "ownerReferences": [
                {
                    "apiVersion": API_VERSION,
                    "kind": "MediaBatch",
                    "name": meta.name,
                    "uid": meta.uid,
                    "controller": True,
                }
            ],
            "finalizers": [labels.FINALIZER],
        },
        "spec": {
            "title": title[:LONGEST_TITLE],
            "source": {"s3": {"bucket": item.bucket, "key": item.key}},
            "workflows": [
                {"name": spec.workflow, **({"configuration": spec.configuration} if spec.configuration else {})}
            ],
        },
    }
