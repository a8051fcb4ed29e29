"""Uploads that nobody completes go, and a store that does not answer stops nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest

from media_insights.errors import Unavailable
from media_insights.rest.unfinished_uploads import KEPT, drop_unfinished, keep_dropping_unfinished

NOW = datetime(2026, 11, 29, tzinfo=UTC)


class Uploads:
    """Uploads in parts, of which somebody forgot two."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.asked = Event()
        self.before: list[datetime] = []

    def drop_begun_before(self, moment: datetime) -> int:
        self.before.append(moment)
        self.asked.set()
        if self.away:
            raise Unavailable("the store does not answer")
        return 2


def test_only_what_had_time_enough_goes() -> None:
    uploads: Any = Uploads()
    assert drop_unfinished(uploads, NOW) == 2
    assert uploads.before == [NOW - KEPT]
    assert timedelta(days=1) <= KEPT


def test_a_store_that_is_away_is_asked_again_later(caplog: pytest.LogCaptureFixture) -> None:
    uploads: Any = Uploads(away=True)
    assert drop_unfinished(uploads, NOW) == 0
    assert "stay for now" in caplog.text


async def test_it_begins_with_the_application_and_ends_with_it() -> None:
    uploads: Any = Uploads()
    async with keep_dropping_unfinished(uploads):
        assert await asyncio.to_thread(uploads.asked.wait, 60)
    assert len(uploads.before) == 1
