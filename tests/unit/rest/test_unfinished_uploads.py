"""Uploads that nobody completes go, and a store that does not answer stops nothing."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from media_insights.errors import Unavailable
from media_insights.rest.naming import Attempt
from media_insights.rest.request_notes import NoteFolder, RequestNotes
from media_insights.rest.unfinished_uploads import (
    KEPT,
    PAUSE,
    drop_old_notes,
    drop_unfinished,
    keep_dropping_unfinished,
)
from media_insights.storage.folder import FolderStore
from media_insights.storage.store import ObjectInfo

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


class Unlisted(FolderStore):
    """A store that answers no list."""

    def list(self, prefix: str, after: str = "") -> Iterator[ObjectInfo]:
        raise Unavailable(f"no list of {prefix!r} after {after!r}")

    def folders(self, prefix: str) -> Iterator[str]:
        raise Unavailable(f"no folders of {prefix!r}")


def test_only_what_had_time_enough_goes() -> None:
    uploads: Any = Uploads()
    assert drop_unfinished(uploads, NOW) == 2
    assert uploads.before == [NOW - KEPT]
    assert timedelta(days=1) <= KEPT


def test_a_store_that_is_away_is_asked_again_later(caplog: pytest.LogCaptureFixture) -> None:
    uploads: Any = Uploads(away=True)
    assert drop_unfinished(uploads, NOW) == 0
    assert "stay for now" in caplog.text


async def test_it_begins_with_the_application_and_ends_with_it(tmp_path: Path) -> None:
    uploads: Any = Uploads()
    async with keep_dropping_unfinished(uploads, FolderStore(tmp_path)):
        assert await asyncio.to_thread(uploads.asked.wait, 60)
    assert len(uploads.before) == 1


def noted(folder: Path, namespace: str, sort: NoteFolder, key: str, age: timedelta) -> str:
    """Return the place of a request's note of an age."""
    notes = RequestNotes(FolderStore(folder), namespace, sort)
    before = {each.key for each in notes.store.list("private/")}
    notes.write(Attempt(key, "ana", {}), {}, "")
    (made,) = {each.key for each in notes.store.list("private/")} - before
    written = (NOW - age).timestamp()
    os.utime(FolderStore(folder).path(made), (written, written))
    return made


def test_notes_of_old_requests_go_in_every_namespace_and_what_is_no_note_stays(tmp_path: Path) -> None:
    store, old = FolderStore(tmp_path), KEPT + PAUSE + timedelta(hours=1)
    noted(tmp_path, "a", "requests", "monday", old)
    noted(tmp_path, "b", "begun-uploads", "monday", old)
    kept = {noted(tmp_path, "b", "requests", "tuesday", KEPT), noted(tmp_path, "a", "begun-uploads", "friday", KEPT)}
    store.put("private/a/receipts/x.json", b"{}")
    os.utime(store.path("private/a/receipts/x.json"), (0, 0))
    assert drop_old_notes(store, NOW) == 2
    assert {each.key for each in store.list("private/")} == kept | {"private/a/receipts/x.json"}


def test_a_store_that_cannot_be_listed_keeps_its_notes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert drop_old_notes(Unlisted(tmp_path), NOW) == 0
    assert "stay for now" in caplog.text


def test_a_new_request_lists_none_of_the_others(tmp_path: Path) -> None:
    for key in ("monday", "tuesday"):
        RequestNotes(Unlisted(tmp_path), "a", "requests").write(Attempt(key, "ana", {}), {}, "")
    assert len(list(FolderStore(tmp_path).list("private/a/requests/"))) == 2
