"""For how long files have not changed."""

from dataclasses import replace

import pytest

from media_insights.controller import settling
from media_insights.controller.settling import Settling
from media_insights.domain.watching.candidates import Candidate
from tests.unit.domain.deciding.watching.facts import KEY, candidates_of, name_of, source

ALL = ("", "")


def some(*names: str) -> tuple[Candidate, ...]:
    return candidates_of(source(), names)


def test_a_file_that_stays_the_same_grows_older_and_one_that_changes_begins_anew() -> None:
    memory = Settling()
    (before,) = some("a")
    assert memory.note("u", [before], ALL, 100) == {name_of("a"): 0}
    assert memory.note("u", [before], ALL, 130) == {name_of("a"): 30}
    grown = replace(before, seen=replace(before.seen, bytes=2))
    assert memory.note("u", [grown], ALL, 140) == {name_of("a"): 0}
    touched = replace(grown, seen=replace(grown.seen, modified="later"))
    assert memory.note("u", [touched], ALL, 150) == {name_of("a"): 0}


def test_other_ranges_and_other_sources_keep_what_they_have() -> None:
    memory = Settling()
    memory.note("u", some("a"), ("", f"{KEY}m"), 0)
    memory.note("u", some("z"), (f"{KEY}m", ""), 0)
    memory.note("other", some("a"), ALL, 5)
    assert memory.note("u", some("z"), (f"{KEY}m", ""), 9) == {name_of("z"): 9}
    assert memory.note("u", some("a"), ("", f"{KEY}m"), 9) == {name_of("a"): 9}
    assert memory.note("other", some("a"), ALL, 9) == {name_of("a"): 4}


def test_what_is_no_candidate_any_more_and_what_is_gone_is_forgotten() -> None:
    memory = Settling()
    memory.note("u", some("a", "b"), ALL, 0)
    memory.note("u", some("b"), ALL, 5)
    assert memory.note("u", some("a", "b"), ALL, 9) == {name_of("a"): 0, name_of("b"): 9}
    memory.forget("u")
    assert memory.note("u", some("b"), ALL, 9) == {name_of("b"): 0}


def test_a_bounded_number_settles_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "MOST", 2)
    memory = Settling()
    assert set(memory.note("u", some("a", "b", "c"), ALL, 0)) == {name_of("a"), name_of("b")}
    assert set(memory.note("u", some("c"), ALL, 1)) == {name_of("c")}
