"""Logs of edits: in a folder and in an S3, no writer overwrites another's."""

import pytest

from media_insights.domain import layout
from media_insights.domain.edits.edit_log import Edit, EditLog
from media_insights.errors import Changed, Damaged
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.store import Store


def hide(id_: str) -> Edit:
    return Edit(id=id_, at="2026-11-29T12:00:00Z", by="ann", operation="hide", result="words")


def ids(log: EditLog) -> list[str]:
    return [each.id for each in log.entries]


def test_entries_are_stored_in_order(store: Store) -> None:
    logs = EditLogs(store)
    assert logs.read("n", "a") == EditLog()
    logs.add("n", "a", lambda _: hide("1"))
    log, entry = logs.add("n", "a", lambda _: hide("2"))
    assert entry == hide("2")
    assert log == logs.read("n", "a") == EditLog((hide("1"), hide("2")))
    assert logs.read("n", "b") == EditLog()


def test_who_was_slower_adds_to_what_the_other_wrote(store: Store) -> None:
    logs = EditLogs(store)

    def entry_of(log: EditLog) -> Edit:
        if not log.entries:
            EditLogs(store).add("n", "a", lambda _: hide("quick"))
        return hide("slow")

    log, _ = logs.add("n", "a", entry_of)
    assert ids(log) == ids(logs.read("n", "a")) == ["quick", "slow"]


def test_a_condition_refuses_what_is_no_longer_so(store: Store) -> None:
    logs = EditLogs(store)
    logs.add("n", "a", lambda _: hide("1"), 0)
    with pytest.raises(Changed, match="version 1"):
        logs.add("n", "a", lambda _: hide("2"), 0)
    assert ids(logs.read("n", "a")) == ["1"]


def test_an_entry_that_is_sent_again_is_stored_once(store: Store) -> None:
    logs = EditLogs(store)
    for _ in range(2):
        log, entry = logs.add("n", "a", lambda _: hide("1"))
    assert (ids(log), entry.id) == (["1"], "1")


def test_a_log_that_is_none_is_told(store: Store) -> None:
    store.put(layout.edits_key("n", "a"), b'{"format": "another"}')
    with pytest.raises(Damaged, match="cannot be read"):
        EditLogs(store).read("n", "a")
