"""Which files of watched prefixes could not be read."""

from dataclasses import replace

import pytest

from media_insights.controller import unreadable_files
from media_insights.controller.unreadable_files import UnreadableFiles
from media_insights.domain.watching.candidates import Candidate
from tests.unit.domain.deciding.watching.facts import KEY, candidates_of, name_of, source

ALL = ("", "")


def some(*names: str) -> tuple[Candidate, ...]:
    return candidates_of(source(), names)


def refused(*names: str) -> dict[str, str]:
    return {name_of(name): f"{name} is archived" for name in names}


def test_one_listing_remembers_what_it_asked_for_in_a_range_and_the_next_asks_again() -> None:
    files = UnreadableFiles()
    assert files.noted("u", "", refused("a"), some("a")) == refused("a")
    assert files.asked("u", "", anew=False) == refused("a")
    assert files.asked("u", "", anew=True) == files.asked("u", "later", anew=False) == {}
    assert files.asked("other", "", anew=False) == {}


def test_a_file_that_is_as_it_was_refused_is_remembered_and_one_that_changed_is_not() -> None:
    files = UnreadableFiles()
    (before,) = some("a")
    files.noted("u", "", refused("a"), [before])
    assert files.remembered("u", [before], ALL) == {name_of("a")}
    assert files.example("u") == f"{KEY}a: a is archived"
    changed = replace(before, seen=replace(before.seen, bytes=2))
    assert files.remembered("u", [changed], ALL) == frozenset()
    assert files.example("u") == "", "it is forgotten"


def test_other_ranges_keep_what_they_have_until_the_source_is_gone() -> None:
    files = UnreadableFiles()
    files.noted("u", "", refused("a"), some("a"))
    assert files.remembered("u", [], (f"{KEY}m", "")) == frozenset()
    assert files.remembered("u", some("a"), ALL) == {name_of("a")}
    files.forget("u")
    assert (files.remembered("u", some("a"), ALL), files.asked("u", "", anew=False)) == (frozenset(), {})


def test_a_bounded_number_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unreadable_files, "MOST", 1)
    files = UnreadableFiles()
    files.noted("u", "", refused("a", "b"), some("a", "b"))
    assert files.remembered("u", some("a", "b"), ALL) == {name_of("a")}
