"""A new MediaAsset over an object of the object store."""

from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1 import API_VERSION, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.planning.references import Address

LONGEST_TITLE = 256
"""Characters of ``spec.title``."""


def new_asset(
    name: str,
    source: Address,
    workflows: Mapping[str, Mapping[str, Any]],
    *,
    title: str = "",
    delete_source: bool = False,
) -> Manifest:
    """Return an asset and the workflows that run over it, each with its configuration (operator → parameter → value).

    With ``delete_source`` the source object goes when the asset goes.
    """
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaAsset",
        "metadata": {"name": name},
        "spec": {
            **({"title": title} if title else {}),
            "source": {"s3": {"bucket": source.bucket, "key": source.key}},
            **({"deletionPolicy": "DeleteSource"} if delete_source else {}),
            "workflows": [_entry(workflow, configuration) for workflow, configuration in workflows.items()],
        },
    }


def with_cleanup(asset: Manifest) -> Manifest:
    """Return an asset that stays, once deleted, until the controller has removed what belongs to it.

    The controller asks for that itself when it accepts an asset; one that is deleted before would leave no receipt,
    and its source, although that was to go with it.
    """
    return {**asset, "metadata": {**asset["metadata"], "finalizers": [labels.FINALIZER]}}


def title_of(file_name: str) -> str:
    """Return the title that a file's name gives; bytes that are no Unicode become question marks."""
    return file_name.encode("utf-8", "replace").decode()[:LONGEST_TITLE]


def _entry(workflow: str, configuration: Mapping[str, Any]) -> Manifest:
    return {"name": workflow, **({"configuration": dict(configuration)} if configuration else {})}
