"""What becomes of the objects of a range, and what is known of it afterwards."""

from typing import Any

import pytest

from media_insights.domain import watch_layout
from media_insights.domain.deciding.batch_actions import StoreList
from media_insights.domain.deciding.source_actions import RemoveObjects
from media_insights.domain.deciding.watching.range_examination import AT_ONCE, RangeExamination, examine_range
from media_insights.domain.watching.key_ranges import KeyRange, KnownObject, parse_range
from tests.unit.domain.deciding.watching.facts import KEY, facts, listed, name_of, source

VIDEO = [{"types": ["Video"], "workflows": [{"name": "flow"}]}]


def examined(spec: dict[str, Any], more: dict[str, Any], *fresh: str, taken: tuple[str, ...] = ()) -> RangeExamination:
    of = source(**spec)
    unfinished = more.pop("unfinished", 0)
    return examine_range(facts(of, unfinished=unfinished), listed(of, fresh, taken, **more))


def begun(found: RangeExamination) -> list[str]:
    return [each.seen.key.removeprefix(KEY) for each, _ in found.begins]


@pytest.mark.parametrize(
    ("spec", "more", "wanted", "over"),
    [
        ({}, {}, ["a", "b", "c"], True),
        ({}, {"settled": frozenset({name_of("b")})}, ["b"], True),
        ({"parallelism": 5}, {"unfinished": 3}, ["a", "b"], False),
        ({"parallelism": 5}, {"unfinished": 9}, [], False),
        ({"rules": VIDEO}, {"types": {name_of("a"): "Video", name_of("b"): "Image"}}, ["a"], False),
        ({"rules": VIDEO}, {"types": {name_of(name): "Image" for name in "abc"}}, [], True),
        ({}, {"vanished": frozenset({name_of("a")})}, ["b", "c"], True),
    ],
    ids=[
        "all have settled",
        "one has",
        "there is room for two",
        "there is no room",
        "one is left to be read",
        "no rule takes any",
        "one has gone meanwhile",
    ],
)
def test_which_files_become_assets_now(
    spec: dict[str, Any], more: dict[str, Any], wanted: list[str], *, over: bool
) -> None:
    found = examined(spec, more, "a", "b", "c")
    assert (begun(found), found.is_over) == (wanted, over)


def test_one_pass_makes_a_bounded_number() -> None:
    found = examined({}, {}, *(f"{number:03d}" for number in range(AT_ONCE + 3)))
    assert (len(found.begins), found.waiting, found.is_over) == (AT_ONCE, 3, False)


def test_counts_say_what_became_of_all() -> None:
    more = {"settled": frozenset({name_of("a"), name_of("b")}), "types": {name_of("a"): "Video", name_of("b"): "Text"}}
    counts = examined({"rules": VIDEO}, more, "a", "b", "c", taken=("d",)).counts
    assert (counts.seen, counts.taken, counts.settling, counts.skipped) == (4, 2, 1, 1)


def test_what_is_seen_to_exist_is_stored_and_what_is_asked_for_is_not() -> None:
    (store,) = examined({}, {}, "a", taken=("b",)).writes
    assert isinstance(store, StoreList)
    assert store.key == watch_layout.range_key("n", "u", "")
    assert parse_range(store.content, "").known == {f"{KEY}b": KnownObject(version="1")}


def test_what_no_rule_takes_is_stored_with_its_type() -> None:
    (store,) = examined({"rules": VIDEO}, {"types": {name_of("a"): "Text"}}, "a").writes
    assert isinstance(store, StoreList)
    assert parse_range(store.content, "").known == {f"{KEY}a": KnownObject(version="1", type="Text")}


def test_nothing_is_written_when_nothing_has_changed() -> None:
    stored = KeyRange(known={f"{KEY}b": KnownObject(version="1")})
    assert examined({}, {"kept": stored, "stored": stored}, taken=("b",)).writes == ()


def test_the_rest_of_a_split_is_stored_before_the_range_that_leads_to_it() -> None:
    kept = KeyRange(up_to="z", known={f"{KEY}y": KnownObject(version="1")})
    found = examined({}, {"kept": kept, "stored": kept, "end": f"{KEY}b"}, taken=("a", "b"))
    rest, this = found.writes
    assert isinstance(rest, StoreList)
    assert isinstance(this, StoreList)
    assert parse_range(rest.content, f"{KEY}b") == KeyRange(after=f"{KEY}b", up_to="z", known=kept.known)
    assert parse_range(this.content, "").up_to == f"{KEY}b"


def test_ranges_that_were_joined_are_removed_after_the_one_that_has_them_is_stored() -> None:
    kept = KeyRange(up_to="z")
    store, removal = examined({}, {"kept": kept, "absorbed": ("m",), "end": "z"}, taken=("a",)).writes
    assert isinstance(store, StoreList)
    assert removal == RemoveObjects((watch_layout.range_key("n", "u", "m"),))


def test_what_cannot_be_read_is_counted_never_stored_and_holds_nobody_up() -> None:
    found = examined({"rules": VIDEO}, {"types": {name_of("b"): "Video"}, "unreadable": {name_of("a"): "no"}}, "a", "b")
    assert (begun(found), found.is_over, found.counts.unreadable, found.counts.settling) == (["b"], True, 1, 0)
    (store,) = found.writes
    assert isinstance(store, StoreList)
    assert parse_range(store.content, "").known == {}
