"""What requests leave behind goes after some days: uploads that were never completed, and notes of requests."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from media_insights.errors import MediaInsightsError
from media_insights.rest.request_notes import drop_written_before
from media_insights.storage.multipart import Multipart
from media_insights.storage.store import Store

KEPT = timedelta(days=7)
"""How long an upload may take."""
PAUSE = timedelta(hours=6)
"""Time between two rounds; several replicas may drop the same uploads."""
_log = logging.getLogger(__name__)


def drop_unfinished(multipart: Multipart, now: datetime) -> int:
    """Forget the uploads that are too old; return how many. A store that does not answer is asked in the next round."""
    try:
        count = multipart.drop_begun_before(now - KEPT)
    except (MediaInsightsError, OSError) as error:
        _log.warning("uploads that nobody completed stay for now: %s", error)
        return 0
    if count:
        _log.info("dropped %d uploads that nobody completed within %d days", count, KEPT.days)
    return count


def drop_old_notes(store: Store, now: datetime) -> int:
    """Forget the requests that are too old to come again; return how many. Their uploads go before them."""
    try:
        return drop_written_before(store, now - KEPT - PAUSE)
    except (MediaInsightsError, OSError) as error:
        _log.warning("notes of old requests stay for now: %s", error)
        return 0


@asynccontextmanager
async def keep_dropping_unfinished(multipart: Multipart, store: Store) -> AsyncIterator[None]:
    """Drop both now and then for as long as the block lasts."""
    task = asyncio.create_task(_rounds(multipart, store))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _rounds(multipart: Multipart, store: Store) -> None:
    while True:
        await asyncio.to_thread(drop_unfinished, multipart, datetime.now(UTC))
        await asyncio.to_thread(drop_old_notes, store, datetime.now(UTC))
        await asyncio.sleep(PAUSE.total_seconds())
