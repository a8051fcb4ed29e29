"""Batches: a new one, and what people ask of one that there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from media_insights.api.v1alpha1 import API_VERSION, MediaBatch
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import WrongState


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlace:
    """Where the items of a batch are: below a prefix, or in a list."""

    bucket: str
    key: str
    is_list: bool = False
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def to_spec(self) -> Manifest:
        """Return it as ``spec.source``."""
        address = {"bucket": self.bucket, **({"key": self.key} if self.key else {})}
        return {
            ("list" if self.is_list else "prefix"): address,
            **({"include": list(self.include)} if self.include else {}),
            **({"exclude": list(self.exclude)} if self.exclude else {}),
        }


def new_batch(
    name: str, place: ItemPlace, workflow: str, configuration: Mapping[str, Mapping[str, Any]], **spec: Any
) -> Manifest:
    """Return a batch; ``spec`` are further fields, of which those that are None are left out."""
    given = {"configuration": dict(configuration)} if configuration else {}
    more = {key: value for key, value in spec.items() if value is not None}
    return batch_of({"name": name}, {"source": place.to_spec(), "workflow": workflow, **given, **more})


def batch_of(meta: Manifest, spec: Manifest) -> Manifest:
    """Return the manifest of a batch with this metadata and spec."""
    return {"apiVersion": API_VERSION, "kind": "MediaBatch", "metadata": meta, "spec": spec}


def suspension_patch(*, suspend: bool) -> Manifest:
    """Return the patch by which no further item begins, or items begin again."""
    return {"spec": {"suspend": suspend}}


def cancellation_patch() -> Manifest:
    """Return the patch that ends a batch, and what of it runs."""
    return {"spec": {"cancel": True}}


def relisting_patch(batch: MediaBatch) -> Manifest:
    """Return the patch that lists the source again. Raises WrongState for a batch that was cancelled."""
    _demand_going(batch)
    return {"spec": {"relist": batch.spec.relist + 1}}


def retry_patch(batch: MediaBatch) -> Manifest:
    """Return the patch that runs again what failed. Raises WrongState when nothing did, or the batch was cancelled."""
    _demand_going(batch)
    if not batch.status.items or not batch.status.items.failed:
        raise WrongState(f"nothing of {batch.metadata.name} has failed")
    return {"spec": {"retries": batch.spec.retries + 1}}


def _demand_going(batch: MediaBatch) -> None:
    if batch.spec.cancel:
        raise WrongState(f"{batch.metadata.name} was cancelled, which cannot be taken back: create another MediaBatch")
