"""Uploads that were begun and never completed: they take room that nobody sees, and go after some days."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from media_insights.errors import MediaInsightsError
from media_insights.storage.multipart import Multipart

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


@asynccontextmanager
async def keep_dropping_unfinished(multipart: Multipart) -> AsyncIterator[None]:
    """Drop them now and then for as long as the block lasts."""
    task = asyncio.create_task(_rounds(multipart))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _rounds(multipart: Multipart) -> None:
    while True:
        await asyncio.to_thread(drop_unfinished, multipart, datetime.now(UTC))
        await asyncio.sleep(PAUSE.total_seconds())
