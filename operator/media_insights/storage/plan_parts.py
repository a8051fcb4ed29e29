"""Parts of the plans of batches in the store."""

from media_insights.domain.batch_layout import part_key
from media_insights.storage.store import Store


def drop_parts(store: Store, plan: str, first: int) -> None:
    """Remove the parts of a plan whose first item has the number ``first`` or a higher one."""
    beyond = part_key(plan, first)
    for key in [each.key for each in store.list(plan) if each.key >= beyond]:
        store.delete(key)
