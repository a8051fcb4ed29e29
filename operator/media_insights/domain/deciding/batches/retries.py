"""Retries of a batch: which items that failed run again, and by which execution."""

from collections.abc import Sequence

from media_insights.api.v1alpha1 import MediaBatch, labels
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.batches.progress import ItemOutcome, ItemState
from media_insights.domain.manifests import execution_manifest
from media_insights.domain.names import execution_name, short_hash


def retryable(batch: MediaBatch, items: Sequence[ItemState]) -> tuple[ItemState, ...]:
    """Return the items that failed and may run again.

    What was refused before it ran has nothing to repeat, and what somebody cancelled is not to run.
    """
    return tuple(each for each in items if _has_failed(each) and each.retries < batch.spec.retries)


def _has_failed(item: ItemState) -> bool:
    was_cancelled = item.cancelled or item.state == "Cancelled"
    return item.outcome is ItemOutcome.FAILED and bool(item.execution) and not was_cancelled


def retry_of(batch: MediaBatch, item: ItemState) -> Manifest:
    """Return the execution that does again what failed of an item: of the same name however often it is asked for."""
    number = item.retries + 1
    asset = ObjectMeta(name=item.name, namespace=batch.metadata.namespace, uid=item.uid)
    name = execution_name(item.name, batch.spec.workflow, short_hash(item.uid, labels.RETRY, str(number)))
    spec = {
        "workflow": batch.spec.workflow,
        **({"configuration": batch.spec.configuration} if batch.spec.configuration else {}),
        "from": {"execution": item.execution, "scope": "Failed"},
    }
    return execution_manifest(asset, name, spec, {labels.RETRY: str(number)})
