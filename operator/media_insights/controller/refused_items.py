"""Items of batches whose assets the API server refuses for good, as long as the controller runs.

They are not asked for again, so that the batch goes on with the others; its list of failures remembers them longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import MediaBatch
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.batches.progress import ItemState
from media_insights.domain.batches.refused_items import refused_item
from media_insights.errors import Rejected


@dataclass(frozen=True, slots=True)
class RefusedItems:
    """What was refused of each batch since its source was listed."""

    _batches: dict[str, tuple[int, dict[str, ItemState]]] = field(default_factory=dict)
    """UID of a batch → its ``spec.relist``, and name of an asset → its item."""

    def note(self, batch: Manifest, asset: Manifest, error: Rejected) -> None:
        """Note that an asset of a batch was refused; another listing asks for it once more."""
        uid, relist = batch["metadata"]["uid"], batch["spec"].get("relist", 0)
        before, items = self._batches.get(uid, (relist, {}))
        name, key = asset["metadata"]["name"], asset["spec"]["source"]["s3"]["key"]
        item = refused_item(name, key, f"the API server refuses its asset: {error.refusal.message or error}")
        self._batches[uid] = relist, (items if before == relist else {}) | {name: item}

    def of(self, batch: MediaBatch) -> Mapping[str, ItemState]:
        """Return what was refused of a batch, by the names of the assets."""
        relist, items = self._batches.get(batch.metadata.uid, (0, {}))
        return items if relist == batch.spec.relist else {}

    def forget(self, uid: str) -> None:
        """Forget a batch."""
        self._batches.pop(uid, None)
