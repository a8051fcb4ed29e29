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
from media_insights.domain.traces import TraceContext


def configuration_hash(workflow: str, configuration: Mapping[str, Any]) -> str:
    """Return the identity of one entry of ``spec.workflows``, independent of the order in which it was written."""
    text = json.dumps([workflow, configuration], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def execution_of_entry(asset: ObjectMeta, entry: AssetWorkflow) -> Manifest:
    """Return the execution that one entry of ``spec.workflows`` makes: always of the same name.

    The asset's UID is part of the name's digest, so that an asset that is made again under its old name runs again.
    An annotation tells it from executions that people asked for, which a changed entry does not supersede; another is
    of the trace of the request that made the asset.
    """
    hash_ = configuration_hash(entry.name, entry.configuration)
    name = execution_name(asset.name, entry.name, short_hash(asset.uid, entry.name, hash_))
    spec = {"configuration": entry.configuration} if entry.configuration else {}
    context = TraceContext.parse(asset.annotations.get(labels.TRACEPARENT, ""))
    trace = {labels.TRACEPARENT: context.traceparent} if context else {}
    annotations = {labels.CONFIGURATION_HASH: hash_, **trace}
    return execution_manifest(asset, name, {"workflow": entry.name, **spec}, annotations)


def execution_manifest(
    asset: ObjectMeta, name: str, spec: Manifest, annotations: Mapping[str, str] | None = None
) -> Manifest:
    """Return an execution over an asset; ``spec`` names the workflow."""
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaExecution",
        "metadata": {
            "name": name,
            "namespace": asset.namespace,
            **({"annotations": dict(annotations)} if annotations else {}),
            **ownership(asset.name, asset.uid, spec["workflow"]),
        },
        "spec": {"asset": asset.name, **spec},
    }


def ownership(asset: str, uid: str, workflow: str) -> Manifest:
    """Return the metadata by which an execution belongs to its asset: labels, owner reference and finalizer.

    The owner reference does not block the owner's deletion: the asset's own finalizer waits for its executions, and
    setting that field takes a permission on some clusters that users do not have.
    """
    return {
        "labels": {
            labels.ASSET: label_value(asset),
            labels.ASSET_UID: uid,
            labels.WORKFLOW: label_value(workflow),
        },
        "ownerReferences": [
            {"apiVersion": API_VERSION, "kind": "MediaAsset", "name": asset, "uid": uid, "controller": True}
        ],
        "finalizers": [labels.FINALIZER],
    }


def missing_ownership(meta: Manifest, wished: Manifest) -> Manifest:
    """Return the merge patch of the metadata of an object that somebody else made to :func:`ownership`; or nothing.

    Owners and finalizers of others stay. Where another owner is the controller, ours is not added: an object has one.
    """
    (ours,) = wished["ownerReferences"]
    owners, finalizers = list(meta.get("ownerReferences") or ()), list(meta.get("finalizers") or ())
    others = [each for each in owners if each["uid"] != ours["uid"]]
    led = any(each.get("controller") for each in owners)
    tags = {key: value for key, value in wished["labels"].items() if (meta.get("labels") or {}).get(key) != value}
    added = [each for each in wished["finalizers"] if each not in finalizers]
    return {
        **({"labels": tags} if tags else {}),
        **({} if led else {"ownerReferences": [*others, ours]}),
        **({"finalizers": [*finalizers, *added]} if added else {}),
    }
