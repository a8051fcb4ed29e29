"""Edits that are sent again."""

from typing import Any

import pytest

from media_insights.domain.edits.edit_log import Edit, EditLog
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.repeated_edits import EditAttempt, undone_in

AT = "2026-05-01T12:00:00Z"


def attempt(value: str = "sea", *, who: str = "ana", key: str = "", result: str = "words") -> EditAttempt:
    body = {"operation": "rename", "result": result, "originals": ["lake"], "value": value}
    return EditAttempt(who=who, asset="a1", key=key, body=body)


def made(log: EditLog, wanted: EditAttempt) -> EditLog:
    body: dict[str, Any] = dict(wanted.body)
    return log.with_entry(Edit(id=wanted.id_in(log), at=AT, by=wanted.who, **body))


def undo(log: EditLog, edit: str, who: str = "ana") -> EditLog:
    return log.with_entry(Edit(id=f"u{log.version}", at=AT, by=who, operation="undo", undoes=edit))


@pytest.mark.parametrize("key", ["", "monday"])
def test_a_request_finds_what_it_made(key: str) -> None:
    log = made(EditLog(), attempt(key=key))
    assert attempt(key=key).made_in(log) == log.entries[0]
    assert attempt("pond").made_in(log) is None
    assert attempt(who="bob", key=key).made_in(log) is None
    assert attempt(key=key).made_in(EditLog()) is None


def test_edits_of_other_results_in_between_change_nothing() -> None:
    log = made(made(EditLog(), attempt()), attempt(who="bob", result="labels"))
    assert attempt().made_in(log) == log.entries[0]


def test_what_was_said_or_taken_back_since_makes_it_a_new_edit() -> None:
    log = made(EditLog(), attempt())
    for since in (made(log, attempt("pond", who="bob")), undo(log, log.entries[0].id)):
        assert attempt().made_in(since) is None
        assert attempt().id_in(since) != log.entries[0].id


def test_a_key_holds_for_ever_and_for_one_edit() -> None:
    log = made(made(EditLog(), attempt(key="monday")), attempt("pond", who="bob"))
    assert attempt(key="monday").made_in(log) == log.entries[0]
    with pytest.raises(ApiRefusal) as refused:
        attempt("brook", key="monday").made_in(log)
    assert (refused.value.status, refused.value.code) == (409, "idempotency-key-reused")


def test_taking_back_twice_is_taking_back_once() -> None:
    log = undo(made(EditLog(), attempt()), attempt().id_in(EditLog()))
    edit = log.entries[0].id
    assert undone_in(log, edit, "ana") == log.entries[1]
    assert undone_in(log, edit, "bob") is None
    assert undone_in(EditLog(), edit, "ana") is None
