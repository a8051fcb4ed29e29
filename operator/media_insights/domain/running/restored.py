"""Restored objects: an asset and its executions of a cluster that was lost, as they are in a new one.

The API server gives every object a UID of its own, and the UID is part of every key. So what is restored has new UIDs,
its files are copied to where they belong, and what named the former UIDs names the new ones.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from media_insights.api.v1alpha1 import API_VERSION, AssetStatus, ExecutionStatus, MediaAsset, MediaExecution, labels
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.manifests import ownership
from media_insights.domain.running.status import closed_stage, with_succeeded

INTERRUPTED = "the cluster was lost before it ended; results so far are kept, run it again for the rest"
"""Message of an execution that had not ended."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Former UID → the new one, of an asset and its executions."""

    new: Mapping[str, str]

    def in_text(self, text: str) -> str:
        """Return a text that names the new UIDs in place of the former ones."""
        for former, new in self.new.items():
            text = text.replace(former, new)
        return text

    def in_status(self, status: AssetStatus | ExecutionStatus) -> Manifest:
        """Return a status, as plain JSON, that names the new UIDs."""
        plain = status.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        found: Manifest = json.loads(self.in_text(json.dumps(plain)))
        return found


def is_awaited(meta: ObjectMeta, *, begun: bool) -> bool:
    """Return whether an object was made by a restoration that has not given it its status yet: it is left alone.

    ``begun``: whether it has a status. The label says nothing about an object that has one, whoever wrote it there.
    """
    return labels.RESTORED_FROM in meta.labels and not begun


def asset_manifest(former: MediaAsset) -> Manifest:
    """Return the asset to make: without what owned it, which is gone, and with the finalizer that it had."""
    made = _manifest("MediaAsset", former.metadata, _plain(former.spec))
    return {**made, "metadata": {**made["metadata"], "finalizers": [labels.FINALIZER]}}


def execution_manifest(former: MediaExecution, asset: ObjectMeta) -> Manifest:
    """Return the execution to make, of an asset as it is now."""
    made = _manifest("MediaExecution", former.metadata, _plain(former.spec))
    own = ownership(asset.name, asset.uid, former.spec.workflow)
    meta = {**made["metadata"], **own, "labels": {**made["metadata"]["labels"], **own["labels"]}}
    return {**made, "metadata": meta}


def execution_status(
    former: MediaExecution, made: ObjectMeta, identities: Identities, plan_hash: str, now: datetime
) -> Manifest:
    """Return the status of a restored execution: as it was, but that nothing goes on and no Argo Workflow is there."""
    status = ExecutionStatus.model_validate(identities.in_status(former.status))
    status = status.model_copy(update={"argo": None, "queue": None, "plan_hash": plan_hash})
    if status.state not in FINISHED:
        stages = tuple(closed_stage(each, "Error", now) for each in status.stages)
        end = {"state": "Error", "message": INTERRUPTED, "finished_at": now, "stages": stages}
        status = status.model_copy(update=end)
    known = former.model_copy(update={"metadata": made, "status": status})
    return _plain(with_succeeded(status, known, now))


def asset_status(former: MediaAsset, made: ObjectMeta, identities: Identities) -> Manifest:
    """Return the status of a restored asset: what was found, what ran, and what was said of its acceptance."""
    status, seen = identities.in_status(former.status), former.metadata.generation
    conditions = [_of_generation(each, seen, made) for each in status.get("conditions", ())]
    return {**_of_generation(status, seen, made), "conditions": conditions}


def _of_generation(part: Manifest, seen: int, made: ObjectMeta) -> Manifest:
    """Return a part of a status that was of the newest generation before as one that is so now, others as of none."""
    return {**part, "observedGeneration": made.generation if part.get("observedGeneration") == seen else 0}


def _manifest(kind: str, meta: ObjectMeta, spec: Manifest) -> Manifest:
    return {
        "apiVersion": API_VERSION,
        "kind": kind,
        "metadata": {
            "name": meta.name,
            "namespace": meta.namespace,
            "labels": {**meta.labels, labels.RESTORED_FROM: meta.uid},
            **({"annotations": dict(meta.annotations)} if meta.annotations else {}),
        },
        "spec": spec,
    }


def _plain(value: Any) -> Manifest:
    found: Manifest = value.model_dump(mode="json", by_alias=True, exclude_none=True)
    return found
