"""Items: files of the object store of which each becomes an asset of its own, whoever makes it."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from media_insights.api.v1alpha1 import API_VERSION, labels
from media_insights.api.v1alpha1.asset import AssetWorkflow
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.names import unique

LONGEST_TITLE = 256
"""Characters of an asset's title."""
_LONGEST_KEY = 1024
_DIGEST = 13
"""Characters of 5 bits each: two of a hundred million items have the same with a chance of one in a thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """One file."""

    bucket: str
    key: str
    version: str = ""
    """Changes with the content, such as an ETag: another version is another item."""
    title: str = ""
    """Empty: the file's name."""


def item_name(maker: ObjectMeta, item: FileItem) -> str:
    """Return the name of an item's asset: the same for the same version of a file and the same maker.

    The UID of the batch or source that makes it is part of it: one that is made again under its name does everything
    again.
    """
    identity = [maker.uid, item.bucket, item.key, item.version]
    digest = base64.b32encode(hashlib.sha256("\0".join(identity).encode()).digest()).decode().lower()
    return unique(maker.name.replace(".", "-"), digest[:_DIGEST])


def item_asset(
    maker: ObjectMeta, item: FileItem, workflows: Sequence[AssetWorkflow], made_by: dict[str, str]
) -> Manifest:
    """Return the asset of an item; ``made_by`` are labels that say who makes it."""
    title = item.title or item.key.rpartition("/")[2]
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaAsset",
        "metadata": {
            "name": item_name(maker, item),
            "namespace": maker.namespace,
            "labels": made_by,
            "finalizers": [labels.FINALIZER],
        },
        "spec": {
            "title": title[:LONGEST_TITLE],
            "source": {"s3": {"bucket": item.bucket, "key": item.key}},
            "workflows": [
                {"name": each.name, **({"configuration": each.configuration} if each.configuration else {})}
                for each in workflows
            ],
        },
    }


def may_be_key(key: str) -> bool:
    """Return whether an asset may name an object: its key is neither too long nor has it control characters."""
    return 0 < len(key) <= _LONGEST_KEY and not has_controls(key)


def has_controls(text: str) -> bool:
    """Return whether a text has what no field of an asset may have: control characters, or parts of characters."""
    return any(char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff" for char in text)
