"""Items of batches and sources whose assets the API server refuses for good, as long as the controller runs.

They are not asked for again, so that the others go on; the list of failures of a batch remembers them longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.batches.progress import ItemState
from media_insights.domain.batches.refused_items import refused_item
from media_insights.errors import Rejected


@dataclass(frozen=True, slots=True)
class RefusedItems:
    """What was refused of each batch since its source was listed, and of each source."""

    _makers: dict[str, tuple[int, dict[str, ItemState]]] = field(default_factory=dict)
    """UID of who makes the assets → the listing (``spec.relist``), and name of an asset → its item."""

    def note(self, maker: Manifest, asset: Manifest, error: Rejected) -> None:
        """Note that an asset was refused; another listing that a batch is told to make asks for it once more."""
        uid, relist = maker["metadata"]["uid"], maker["spec"].get("relist", 0)
        before, items = self._makers.get(uid, (relist, {}))
        name, key = asset["metadata"]["name"], asset["spec"]["source"]["s3"]["key"]
        item = refused_item(name, key, f"the API server refuses its asset: {error.refusal.message or error}")
        self._makers[uid] = relist, (items if before == relist else {}) | {name: item}

    def of(self, uid: str, relist: int = 0) -> Mapping[str, ItemState]:
        """Return what was refused, by the names of the assets."""
        listing, items = self._makers.get(uid, (0, {}))
        return items if listing == relist else {}

    def forget(self, uid: str) -> None:
        """Forget a batch or a source."""
        self._makers.pop(uid, None)
