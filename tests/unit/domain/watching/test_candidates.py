"""Which objects may become assets, and by which rule."""

from collections.abc import Collection
from typing import Any

import pytest

from media_insights.domain.watching.candidates import ObjectChecks, SortedObjects, sorted_objects, unknown_names
from media_insights.domain.watching.key_ranges import KeyRange, KnownObject
from tests.unit.domain.deciding.watching.facts import KEY, name_of, seen, source

ANY: dict[str, Any] = {"workflows": [{"name": "flow"}]}


def sort(
    *keys: str, known: KeyRange | None = None, made: Collection[str] = (), refused: Collection[str] = (), **spec: Any
) -> SortedObjects:
    checks = ObjectChecks(
        is_file=lambda key: not key.endswith("/"), is_made=made.__contains__, is_refused=refused.__contains__
    )
    return sorted_objects(source(**spec), known or KeyRange(), [seen(key) for key in keys], checks)


def test_what_a_rule_takes_is_a_candidate_and_the_rest_is_skipped() -> None:
    found = sort("a 1.mp4", "日本.mp4", "folder/", "thumbs/x.jpg", "b.txt", include=["*.mp4", "*.jpg"],
                 exclude=["thumbs/*"])  # fmt: skip
    assert [each.seen.key for each in found.candidates] == [f"{KEY}a 1.mp4", f"{KEY}日本.mp4"]
    assert (found.skipped, found.taken) == (3, {})


def test_what_is_known_or_made_is_taken_whatever_the_rules_say_now() -> None:
    known = KeyRange(known={f"{KEY}a.mp4": KnownObject(version="1")})
    found = sort("a.mp4", "b.mp4", "c.mp4", known=known, made={name_of("b.mp4")}, exclude=["*"])
    assert set(found.taken) == {f"{KEY}a.mp4", f"{KEY}b.mp4"}
    assert found.skipped == 1


def test_another_version_is_a_candidate_again() -> None:
    known = KeyRange(known={f"{KEY}a.mp4": KnownObject(version="0")})
    assert [each.name for each in sort("a.mp4", known=known).candidates] == [name_of("a.mp4")]


def test_what_the_api_server_refuses_is_counted() -> None:
    found = sort("a.mp4", refused={name_of("a.mp4")})
    assert (found.refused, found.candidates) == (1, ())


def test_names_are_made_of_what_is_not_known_only() -> None:
    known = KeyRange(known={f"{KEY}a.mp4": KnownObject(version="1"), f"{KEY}b.mp4": KnownObject(version="1", type="T")})
    names = unknown_names(source(), known, [seen("a.mp4"), seen("b.mp4"), seen("c.mp4")])
    assert names == {name_of("b.mp4"), name_of("c.mp4")}


@pytest.mark.parametrize(
    ("rules", "must_be_read", "taken_by"),
    [
        ([ANY], False, "flow"),
        ([ANY | {"patterns": ["*.txt"]}], None, None),
        ([{"types": ["Video"], "workflows": [{"name": "video"}]}, ANY], True, "video"),
        ([{"types": ["Image"], "workflows": [{"name": "image"}]}, ANY], True, "flow"),
        ([{"types": ["Image"], "workflows": [{"name": "image"}]}], True, None),
        ([ANY | {"patterns": ["*.MP4"]}, {"types": ["Video"], "workflows": [{"name": "video"}]}], False, "flow"),
    ],
    ids=[
        "one takes all", "no pattern fits", "the type fits", "the next one takes it", "no type fits",
        "an earlier one fits by its pattern",
    ],
)  # fmt: skip
def test_the_first_rule_that_fits_takes_a_file(
    rules: list[dict[str, Any]],
    must_be_read: bool | None,  # noqa: FBT001 - a row of a table
    taken_by: str | None,
) -> None:
    found = sort("a.mp4", rules=rules)
    if must_be_read is None:
        assert (found.candidates, found.skipped) == ((), 1)
        return
    (candidate,) = found.candidates
    rule = candidate.rule_of("Video")
    assert (candidate.must_be_read, rule and rule.workflows[0].name) == (must_be_read, taken_by)


def test_a_type_that_was_read_is_not_read_again() -> None:
    rules = [{"types": ["Image"], "workflows": [{"name": "image"}]}]
    known = KeyRange(known={f"{KEY}a.mp4": KnownObject(version="1", type="Video")})
    (candidate,) = sort("a.mp4", known=known, rules=rules).candidates
    assert (candidate.type, candidate.must_be_read, candidate.rule_of("Video")) == ("Video", False, None)
