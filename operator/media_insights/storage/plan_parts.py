"""Parts of the plans of batches, and of what sources keep, in the store."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from media_insights.domain.batch_layout import part_key
from media_insights.storage.store import Store

_AT_ONCE = 8


def drop_parts(store: Store, plan: str, first: int) -> None:
    """Remove the parts of a plan whose first item has the number ``first`` or a higher one."""
    beyond = part_key(plan, first)
    remove_objects(store, [each.key for each in store.list(plan) if each.key >= beyond])


def remove_objects(store: Store, keys: Iterable[str]) -> None:
    """Remove objects; those that are gone are fine."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="remove") as threads:
        for _ in threads.map(store.delete, keys):
            pass
