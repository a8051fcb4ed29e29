"""Objects of an asset, ``objects.json`` beside its results: what the API server holds of it, should that be lost.

The file is a copy, and nothing but a restoration reads it: as long as there is a cluster, its objects count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import layout

FORMAT = "mediainsights.dev/objects/v1"
"""Value of ``format``: a reader of another format refuses the file."""
OBJECTS_FILE = "objects.json"
MOST_BYTES = 64 << 20
"""Size of the largest file that is read: an asset has 8 KB, and each of its executions at most 32 KB of status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObjects:
    """An asset and its executions, as the API server held them."""

    asset: MediaAsset
    executions: tuple[MediaExecution, ...]


def objects_key(namespace: str, asset_uid: str) -> str:
    """Return the key of the objects of an asset."""
    return f"{layout.asset_prefix(namespace, asset_uid)}{OBJECTS_FILE}"


def stored_objects(asset: Manifest, executions: Iterable[Manifest]) -> Manifest:
    """Return what the file holds."""
    return {"format": FORMAT, "asset": asset, "executions": list(executions)}


def parse_objects(content: Any, namespace: str, asset_uid: str) -> StoredObjects:
    """Return the objects of a file that lay at the place of an asset; ValueError for those of anybody else.

    The file lies in the store, where it is input: it says nothing of other namespaces, nor of other assets.
    """
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"the objects of an asset have the format {FORMAT}")
    asset = MediaAsset.model_validate(content.get("asset"))
    executions = tuple(MediaExecution.model_validate(each) for each in content.get("executions") or ())
    if (asset.metadata.namespace, asset.metadata.uid) != (namespace, asset_uid) or not asset.metadata.name:
        raise ValueError(f"they are not those of the asset {asset_uid} in the namespace {namespace}")
    name = asset.metadata.name
    others = [each.metadata.name for each in executions if _owner(each) != (namespace, name) or not each.metadata.uid]
    if others:
        raise ValueError(f"{', '.join(others)} belong to another asset than {name}")
    return StoredObjects(asset=asset, executions=executions)


def _owner(execution: MediaExecution) -> tuple[str, str]:
    return execution.metadata.namespace, execution.spec.asset
