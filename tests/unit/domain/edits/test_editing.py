"""Edits change a copy of a result that keeps its shape."""

from copy import deepcopy
from typing import Any

import pytest

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.edits.editing import anchor_in, as_edited, edited, retitled
from media_insights.results.moments import moments_of

INDEX = Index.model_validate(
    {
        "list": "$.Groups[*].Labels[*]",
        "operator": "labels",
        "time": {"at": "Timestamp"},
        "fields": {"Name": "Label.Name", "Parents": "Label.Parents[*].Name"},
    }
)


def label(name: str, at: int) -> dict[str, Any]:
    return {"Timestamp": at, "Label": {"Name": name, "Parents": [{"Name": "Animal"}]}}


RESULT = {
    "Groups": [{"Labels": [label("Cat", 0), label("Dog", 2000), label("Cat", 4000)]}, {"Labels": [label("Cat", 6000)]}],
    "Model": {"name": "m"},
}
FIRST_CAT = Anchor(title="Cat", start=0)


def edit(operation: Any, id_: str = "1", **more: Any) -> Edit:
    return Edit(id=id_, at="", by="ann", operation=operation, result="labels", **more)


def titles(*edits: Edit) -> list[str]:
    return [each.title for each in moments_of(edited(RESULT, INDEX, edits).result, INDEX)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (edit("text", anchor=FIRST_CAT, value="Lynx"), ["Lynx", "Dog", "Cat", "Cat"]),
        (edit("rename", originals=("Cat",), value="Lynx"), ["Lynx", "Dog", "Lynx", "Lynx"]),
        (edit("merge", originals=("Cat", "Dog"), value="Pet"), ["Pet", "Pet", "Pet", "Pet"]),
        (edit("hide", anchor=FIRST_CAT), ["Dog", "Cat", "Cat"]),
        (edit("reject", anchor=Anchor(title="Cat")), ["Dog"]),
        (edit("confirm", anchor=FIRST_CAT), ["Cat", "Dog", "Cat", "Cat"]),
        (edit("reject", anchor=Anchor(title="Cat", start=0, end=4000, throughout=True)), ["Dog", "Cat"]),
        (edit("hide", anchor=Anchor(title="Cat", start=3500, throughout=True)), ["Cat", "Dog", "Cat"]),
    ],
)
def test_what_an_edit_does(change: Edit, expected: list[str]) -> None:
    before = deepcopy(RESULT)
    assert titles(change) == expected
    assert edited(RESULT, INDEX, [change]).fitting == {"1"}
    assert before == RESULT
    assert edited(RESULT, INDEX, [change]).result["Model"] == {"name": "m"}


def test_a_field_other_than_the_title_is_renamed_also_in_lists() -> None:
    change = edit("rename", field="Parents", originals=("Animal",), value="Beast")
    found = list(moments_of(edited(RESULT, INDEX, [change]).result, INDEX))
    assert {tuple(each.fields["Parents"]) for each in found} == {("Beast",)}


def test_what_has_another_title_since_is_known_before_and_after() -> None:
    changes = [
        edit("text", "1", anchor=FIRST_CAT, value="Lynx"),
        edit("hide", "2", anchor=Anchor(title="Dog")),
        edit("confirm", "3", anchor=Anchor(title="Cat", start=4000)),
    ]
    found = retitled(edited(RESULT, INDEX, changes), INDEX)
    assert [(each.title, each.start) for each in found] == [("Cat", 0), ("Lynx", 0), ("Dog", 2000)]


def test_confirmed_moments_say_so() -> None:
    found = edited(RESULT, INDEX, [edit("confirm", anchor=FIRST_CAT)]).result
    assert [each.fields.get("Review") for each in moments_of(found, as_edited(INDEX))] == [
        "Confirmed",
        None,
        None,
        None,
    ]


def test_what_fits_nothing_changes_nothing_and_is_told() -> None:
    lost = edit("text", "1", anchor=Anchor(title="Bird", start=0), value="Lynx")
    gone = edit("rename", "2", originals=("Bird",), value="Lynx")
    found = edited(RESULT, INDEX, [lost, gone, edit("hide", "3", anchor=FIRST_CAT)])
    assert found.fitting == {"3"}


def test_names_are_renamed_in_the_order_of_the_edits() -> None:
    first = edit("rename", "1", originals=("Cat",), value="Lynx")
    then = edit("merge", "2", originals=("Lynx", "Dog"), value="Beast")
    assert set(titles(first, then)) == {"Beast"}
    assert edited(RESULT, INDEX, [then]).fitting == {"2"}


def test_an_anchor_is_what_the_operator_wrote_also_for_who_sees_the_edited_text() -> None:
    text = edit("text", anchor=FIRST_CAT, value="Lynx")
    found = edited(RESULT, INDEX, [text])
    assert anchor_in(found, Anchor(title="Lynx", start=100)) == FIRST_CAT
    assert anchor_in(found, Anchor(title="Cat", start=100)) == FIRST_CAT
    assert anchor_in(found, Anchor(title="Bird", start=0)) is None


def test_a_moment_that_has_no_speaker_gets_one() -> None:
    index = Index.model_validate({"list": "$.s[*]", "fields": {"Name": "t", "Speaker": "who"}})
    change = edit("speaker", anchor=Anchor(title="hello"), value="Ann")
    assert edited({"s": [{"t": "hello"}, {"t": "bye"}]}, index, [change]).result["s"] == [
        {"t": "hello", "who": "Ann"},
        {"t": "bye"},
    ]


def test_pages_of_a_stored_answer_are_edited_as_one() -> None:
    pages = [{"Groups": [{"Labels": [label("Cat", 0)]}]}, {"Groups": [{"Labels": [label("Dog", 2000)]}]}]
    found = edited(pages, INDEX, [edit("hide", anchor=Anchor(title="Dog", start=2000))])
    assert [each.title for each in moments_of(found.result, INDEX)] == ["Cat"]


PERSONS = Index.model_validate(
    {
        "list": "Persons[*]",
        "operator": "face_search",
        "kind": "Person",
        "time": {"at": "Timestamp"},
        "fields": {"Name": "Matches[*].Name", "Index": "Index"},
        "untitled": "Unknown person",
        "stretch": {"by": ["Name", "Index"]},
    }
)
SEEN = {
    "Persons": [
        {"Timestamp": 0, "Index": 0, "Matches": [{"Name": "Jane"}]},
        {"Timestamp": 0, "Index": 1},
        {"Timestamp": 1000, "Index": 1},
        {"Timestamp": 9000, "Index": 2},
    ]
}


def test_whom_the_operator_tells_apart_gets_one_name_everywhere() -> None:
    change = edit("name", anchor=Anchor(title="Unknown person", start=0), value="John")
    found = edited(SEEN, as_edited(PERSONS), [change])
    assert [each.title for each in moments_of(found.result, as_edited(PERSONS))] == [
        "Jane",
        "John",
        "John",
        "Unknown person",
    ]
    assert found.fitting == {"1"}


def test_a_name_that_was_given_is_renamed_like_any_other() -> None:
    given = edit("name", anchor=Anchor(title="Unknown person", start=9000), value="Jon")
    renamed = edit("rename", "2", originals=("Jon",), value="John")
    found = edited(SEEN, as_edited(PERSONS), [given, renamed])
    assert [each.title for each in moments_of(found.result, as_edited(PERSONS))][-1] == "John"
    assert found.fitting == {"1", "2"}
