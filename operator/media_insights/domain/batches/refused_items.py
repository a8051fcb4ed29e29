"""Items whose assets the API server refuses for good: they have failed, and are remembered by the list of failures."""

import json

from media_insights.domain.batches.progress import ItemOutcome, ItemState

REFUSED = "Refused"
"""Their state."""


def refused_item(name: str, key: str, message: str) -> ItemState:
    """Return what became of an item whose asset, of this name, was refused."""
    return ItemState(name=name, key=key, outcome=ItemOutcome.FAILED, state=REFUSED, message=message)


def refused_in(failures: bytes) -> tuple[ItemState, ...]:
    """Return the items of a list of failures that were refused; ValueError or KeyError for what is no such list."""
    rows = map(json.loads, failures.splitlines())
    return tuple(refused_item(row["asset"], row["key"], row["message"]) for row in rows if row["state"] == REFUSED)
