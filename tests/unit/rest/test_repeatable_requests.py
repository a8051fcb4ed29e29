"""A request that comes again under its Idempotency-Key: at the same time, after a crash, and with another body."""

import asyncio
from pathlib import Path

import pytest

from media_insights.rest.naming import Attempt
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.repeatable_requests import FirstRequest, Repeatable
from media_insights.storage.folder import FolderStore


def request(folder: Path, key: str = "monday", body: str = "staff") -> Repeatable:
    return Repeatable(store=FolderStore(folder), namespace="n", attempt=Attempt(key, "ana", {"name": body}))


async def mark(first: FirstRequest) -> str:
    return first.mark


async def test_the_same_request_is_known_by_one_mark_at_the_same_time_and_later(tmp_path: Path) -> None:
    together = await asyncio.gather(*(request(tmp_path).make(mark) for _ in range(4)))
    later = await request(tmp_path).make(mark)
    assert len({*together, later}) == 1
    assert later


async def test_another_key_or_none_is_another_request(tmp_path: Path) -> None:
    one, other = [await request(tmp_path, key).make(mark) for key in ("monday", "tuesday")]
    assert one != other
    assert await request(tmp_path, "").make(mark) == ""


async def test_a_key_with_another_body_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    await request(tmp_path).make(mark)
    with pytest.raises(ApiRefusal, match="another body") as refused:
        await request(tmp_path, body="guests").make(mark)
    assert (refused.value.status, refused.value.code) == (409, "idempotency-key-reused")


async def test_what_failed_is_made_when_the_request_comes_again_and_then_no_more(tmp_path: Path) -> None:
    made: list[str] = []

    async def fail(first: FirstRequest) -> str:
        made.append(first.id)
        raise OSError("killed")

    async def make(first: FirstRequest) -> str:
        made.append(first.id)
        return "made"

    async def found(_: FirstRequest) -> str:
        return "found"

    with pytest.raises(OSError, match="killed"):
        await request(tmp_path).make(fail, found)
    assert await request(tmp_path).make(make, found) == "made"
    assert await request(tmp_path).make(make, found) == "found"
    assert len(made) == 2
    assert len(set(made)) == 1


async def test_a_damaged_note_counts_as_none(tmp_path: Path) -> None:
    before, store = await request(tmp_path).make(mark), FolderStore(tmp_path)
    (note,) = store.list("private/n/requests/")
    store.put(note.key, b"{", "application/json")
    after = await request(tmp_path).make(mark)
    assert after
    assert after != before
