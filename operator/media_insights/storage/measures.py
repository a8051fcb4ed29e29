"""Measures of what is stored: counted by listing, and kept where others read them."""

from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.stored_usage import NOTHING, Amount, StoredUsage, parse_usage, usage_key
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject
from media_insights.results.stored_json import parse_json
from media_insights.storage.store import Store

MOST_BYTES = 65536
"""Of a measure that is read; one has a few hundred."""


def amount_below(store: Store, prefix: str) -> Amount:
    """Count everything below a prefix."""
    amount = NOTHING
    try:
        for info in store.list(prefix):
            amount += Amount(info.bytes, 1)
    except NoSuchBucket:
        return NOTHING
    return amount


def read_usage(store: Store, namespace: str) -> StoredUsage:
    """Return what was last measured of a namespace; nothing, measured never, where that cannot be read."""
    key = usage_key(namespace)
    try:
        return parse_usage(parse_json(store.range(key, 0, MOST_BYTES), f"the measure {key}"))
    except (NoSuchObject, NoSuchBucket, Damaged):
        return StoredUsage()


def write_usage(store: Store, namespace: str, usage: StoredUsage) -> None:
    """Keep a measure."""
    store.put(usage_key(namespace), canonical(usage.to_json()).encode(), "application/json")
