"""What the store says of the objects that a plan's parameters name."""

import asyncio
from collections.abc import Sequence

from media_insights.domain.planning.plan import WiredInput
from media_insights.domain.planning.references import Address, Known, Reach
from media_insights.storage.named import look_for
from media_insights.storage.store import Store


async def known_of(named: Sequence[WiredInput], reach: Reach, store: Store) -> Known | None:
    """Return the answers; None when nothing is named. Unavailable when the store does not answer."""
    if not named:
        return None
    addresses = [Address(wired.bucket, wired.key) for wired in named if wired.bucket]
    kinds = [wired.collection for wired in named if wired.collection]
    return await asyncio.to_thread(look_for, addresses, kinds, reach, store)
