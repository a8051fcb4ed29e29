"""Manifest of a MediaExecution, whoever requests it.

The controller makes one for each entry of an asset's ``spec.workflows``; a person, a program or the embedded engine
asks for others. All of them are found by the same labels, deleted with their asset and cleaned up after, because all
of them are built here. It is in the domain because a decision (``deciding.assets``) carries such a manifest; what only
people ask for is in :mod:`media_insights.actions`, which builds on it.

Manifests are not validated: the API server does that, and its answer names the field.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1 import API_VERSION, labels
from media_insights.api.v1alpha1.asset import AssetWorkflow
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.names import execution_name, label_value, short_hash


def configuration_hash(workflow: str, configuration: Mapping[str, Any]) -> str:
    """Return the identity of one entry of ``spec.workflows``, independent of the order in which it was written."""
    text = json.dumps([workflow, configuration], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def execution_of_entry(asset: ObjectMeta, entry: AssetWorkflow) -> Manifest:
    """Return the execution that one entry of ``spec.workflows`` makes: always of the same name.

    The asset's UID is part of the name's digest, so that an asset that is made again under its old name runs again.
    The annotation tells it from executions that people asked for, which a changed entry does not supersede.
    """
    hash_ = configuration_hash(entry.name, entry.configuration)
    name = execution_name(asset.name, entry.name, short_hash(asset.uid, entry.name, hash_))
    spec = {"configuration": entry.configuration} if entry.configuration else {}
    return execution_manifest(asset, name, {"workflow": entry.name, **spec}, {labels.CONFIGURATION_HASH: hash_})


def execution_manifest(
    asset: ObjectMeta, name: str, spec: Manifest, annotations: Mapping[str, str] | None = None
) -> Manifest:
    """Return an execution over an asset; ``spec`` names the workflow.

    The owner reference does not block the owner's deletion: the asset's own finalizer waits for its executions, and
    setting that field takes a permission on some clusters that users do not have.
    """
    owner = {"apiVersion": API_VERSION, "kind": "MediaAsset", "name": asset.name, "uid": asset.uid}
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaExecution",
        "metadata": {
            "name": name,
            "namespace": asset.namespace,
            "labels": {
                labels.ASSET: label_value(asset.name),
                labels.ASSET_UID: asset.uid,
                labels.WORKFLOW: label_value(spec["workflow"]),
            },
            **({"annotations": dict(annotations)} if annotations else {}),
            "ownerReferences": [{**owner, "controller": True}],
            "finalizers": [labels.FINALIZER],
        },
        "spec": {"asset": asset.name, **spec},
    }
