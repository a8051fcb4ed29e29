"""The log of edits only grows, and what is taken back can be brought back."""

import pytest

from media_insights.domain.edits import edit_log
from media_insights.domain.edits.edit_log import Edit, EditLog
from media_insights.errors import WrongState


def hide(id_: str, at: str = "") -> Edit:
    return Edit(id=id_, at=at, by="ann", operation="hide", result="words")


def undo(id_: str, undoes: str) -> Edit:
    return Edit(id=id_, at="", by="bob", operation="undo", undoes=undoes)


def log_of(*entries: Edit) -> EditLog:
    log = EditLog()
    for each in entries:
        log = log.with_entry(each)
    return log


def active(log: EditLog) -> list[str]:
    return [each.id for each in log.active]


def test_what_is_taken_back_no_longer_counts_and_stays_in_the_log() -> None:
    log = log_of(hide("1"), hide("2"), undo("3", "1"))
    assert active(log) == ["2"]
    assert [each.id for each in log.entries] == ["1", "2", "3"]


def test_an_undo_that_is_taken_back_brings_the_edit_back() -> None:
    log = log_of(hide("1"), undo("2", "1"), undo("3", "2"))
    assert active(log) == ["1"]
    assert active(log_of(*log.entries, undo("4", "1"))) == []


def test_nothing_is_taken_back_twice() -> None:
    with pytest.raises(WrongState, match="could be taken back"):
        log_of(hide("1"), undo("2", "1"), undo("3", "1"))
    with pytest.raises(WrongState, match="there is no edit 9"):
        log_of(undo("1", "9"))


def test_an_entry_that_is_sent_again_is_there_once() -> None:
    log = log_of(hide("1", "2026-01-01T00:00:00Z"))
    assert log.with_entry(hide("1", "2026-01-02T00:00:00Z")) is log
    with pytest.raises(WrongState, match="another entry 1"):
        log.with_entry(undo("1", "1"))


def test_a_log_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_log, "MOST_ENTRIES", 2)
    log = log_of(hide("1"), hide("2"))
    with pytest.raises(WrongState, match="at most 2"):
        log.with_entry(hide("3"))
