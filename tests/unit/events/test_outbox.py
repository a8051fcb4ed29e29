"""Events wait in the store: written again after a crash, never twice, and removed when they are old."""

from pathlib import Path

import pytest

from media_insights.domain import event_layout
from media_insights.errors import Changed, Damaged, StoreError
from media_insights.events.entries import OutboxEntry
from media_insights.events.outbox import Outbox
from media_insights.storage.folder import FolderStore
from tests.unit.events.made import asset_manifest, entry_of, execution_manifest, ids


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(FolderStore(tmp_path, "media"))


def test_an_entry_is_read_as_it_was_written(outbox: Outbox) -> None:
    outbox.put(entry_of(1, 2))
    assert outbox.pending("n", "asset-1") == [entry_of(1, 2)]
    assert outbox.pending_assets("n") == ["asset-1"]


def test_what_an_interrupted_attempt_left_is_replaced(outbox: Outbox) -> None:
    outbox.put(entry_of(1))
    outbox.put(entry_of(1, 2, seconds=9))
    assert outbox.pending("n", "asset-1") == [entry_of(1, 2, seconds=9)]


def test_the_late_write_of_a_controller_that_no_longer_leads_fails(outbox: Outbox) -> None:
    """Its condition is that there is nothing yet: the request was sent before the new leader's."""
    outbox.put(entry_of(1, 2))
    with pytest.raises(Changed):
        outbox.store.replace(entry_of(1).pending_key, entry_of(1).json_bytes(), "")


def test_a_store_without_conditions_is_written_without_them(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("NotImplemented")

    monkeypatch.setattr(FolderStore, "replace", refuse)
    outbox.put(entry_of(1))
    assert outbox.pending("n", "asset-1") == [entry_of(1)]


def test_a_store_that_refuses_the_second_condition_is_written_without_it(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, key: str, content: bytes, etag: str) -> None:
        raise StoreError("NotImplemented: If-Match") if etag else Changed(key)

    outbox.put(entry_of(1))
    monkeypatch.setattr(FolderStore, "replace", refuse)
    outbox.put(entry_of(1, 2))
    assert outbox.pending("n", "asset-1") == [entry_of(1, 2)]


def test_entries_of_an_asset_and_its_executions_are_in_the_order_of_their_times(outbox: Outbox) -> None:
    first, second, third = entry_of(3), entry_of(1, of=execution_manifest(), seconds=1), entry_of(4, seconds=2)
    for each in (third, second, first):
        outbox.put(each)
    assert outbox.pending("n", "asset-1") == [first, second, third]


def test_delivered_entries_are_read_by_time(outbox: Outbox) -> None:
    day = 86400
    for number, seconds in ((1, -day), (2, 0), (3, 5), (4, 10), (5, day)):
        entry = entry_of(number, seconds=seconds)
        outbox.put(entry)
        outbox.settle(entry)
    assert outbox.pending_assets("n") == []
    found = outbox.log("n", "2026-05-01T12:00:00.000000Z", "2026-05-01T12:00:10.000000Z")
    assert [ids(each.events) for each in found] == [["asset-1/2"], ["asset-1/3"]]


def test_old_ones_are_removed(outbox: Outbox) -> None:
    for number, seconds in ((1, -86400), (2, 0)):
        entry = entry_of(number, seconds=seconds)
        outbox.settle(entry)
        outbox.bury(entry, entry.events[0], "one", "no")
    assert outbox.expire("n", "2026-05-01") == 1
    assert [each.events[0].number for each in outbox.log("n", "2026", "2027")] == [2]
    assert len(list(outbox.dead("n", "one"))) == 2
    assert outbox.expire("n", "9999-01-01") == 3


def test_settled_numbers_stay_as_long_as_their_object_and_a_while(outbox: Outbox) -> None:
    for about in (asset_manifest("lives"), asset_manifest("is-gone")):
        outbox.settle(entry_of(1, of=about))
    assert outbox.forget_settled("n", "2026-05-01", living=()) == 0, "it was told of since"
    assert outbox.forget_settled("n", "9999-01-01", living={"lives"}) == 1
    assert [1 in outbox.settled("n", uid) for uid in ("lives", "is-gone")] == [True, False]


def test_what_is_put_aside_says_why(outbox: Outbox) -> None:
    entry = entry_of(1)
    outbox.bury(entry, entry.events[0], "one", "it answered 422")
    ((key, letter),) = outbox.dead("n", "one")
    assert letter.event == entry.events[0]
    assert b"it answered 422" in outbox.store.get(key)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"format": "mediainsights.dev/events/v9"}',
        entry_of(2).json_bytes(),
        entry_of(1).json_bytes().replace(b'"namespace":"n"', b'"namespace":"other"', 1),
    ],
    ids=["no JSON", "no entry", "of another format", "of another number", "of another namespace"],
)
def test_what_is_no_entry_stays_and_holds_up_nobody(
    outbox: Outbox, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    key = event_layout.pending_key("n", "asset-1", "asset-1", 1)
    outbox.store.put(key, content)
    outbox.put(entry_of(3))
    assert outbox.pending("n", "asset-1") == [entry_of(3)]
    assert outbox.store.get(key) == content
    assert key in caplog.text
    with pytest.raises(Damaged):
        OutboxEntry.parse(content, key)
