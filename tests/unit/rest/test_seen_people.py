"""Who is seen in an asset, before and after somebody named them."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.domain.edits.edit_log import Anchor
from media_insights.rest.seen_people import people_in
from media_insights.storage.folder import FolderStore
from tests.unit.storage.test_edited_results import Labelled

INDEX: dict[str, Any] = {
    "list": "$.Persons[*]",
    "operator": "face_search",
    "kind": "Person",
    "time": {"at": "Timestamp"},
    "confidence": {"field": "Similarity"},
    "boxes": "Box",
    "fields": {"Name": "Matches[*].Name", "Index": "Index"},
    "untitled": "Unknown person",
    "stretch": {"by": ["Name", "Index"]},
}
LEFT = {"Left": 0.1, "Top": 0.1, "Width": 0.2, "Height": 0.2}
RIGHT = {**LEFT, "Left": 0.7}
PERSONS = [
    {"Timestamp": 0, "Index": 0, "Similarity": 90, "Box": LEFT, "Matches": [{"Name": "Jane"}]},
    {"Timestamp": 0, "Index": 1, "Box": RIGHT},
    {"Timestamp": 1000, "Index": 1, "Box": RIGHT},
    {"Timestamp": 1000, "Index": 2, "Box": LEFT},
    {"Timestamp": 60000, "Index": 3, "Similarity": 95, "Box": LEFT, "Matches": [{"Name": "Jane"}]},
]


@pytest.fixture
def seen(tmp_path: Path) -> Labelled:
    found = Labelled(FolderStore(tmp_path), INDEX)
    found.store.put(found.key, json.dumps({"Persons": PERSONS}).encode())
    return found


def people(seen: Labelled) -> list[tuple[str, int, int]]:
    return [(each.name, each.moments, each.detections) for each in people_in(seen.stored)]


def test_a_name_is_one_person_and_everybody_else_is_told_apart(seen: Labelled) -> None:
    assert people(seen) == [("Jane", 2, 2), ("", 1, 2), ("", 1, 1)]
    jane, unknown, _ = people_in(seen.stored)
    assert (jane.start, jane.end, jane.best, jane.confidence) == (0, 60000, 60000, 95)
    assert unknown.box
    assert unknown.box.left == 0.7
    assert unknown.can_be_named


def test_who_was_named_is_known_by_the_name_until_it_is_taken_back(seen: Labelled) -> None:
    seen.edit("name", anchor=Anchor(title="Unknown person", start=0), value="John")
    assert people(seen) == [("Jane", 2, 2), ("John", 1, 2), ("", 1, 1)]
    seen.edit("merge", originals=("John", "Jane"), value="Jane")
    assert people(seen) == [("Jane", 3, 4), ("", 1, 1)]
    seen.edit("undo", undoes="edit-1")
    assert people(seen) == [("Jane", 2, 2), ("John", 1, 2), ("", 1, 1)]
    seen.edit("undo", undoes="edit-0")
    assert people(seen) == [("Jane", 2, 2), ("", 1, 2), ("", 1, 1)]


def test_numbers_of_an_operator_are_no_names(tmp_path: Path) -> None:
    tracked = {**INDEX, "title": "Person {Index}", "fields": {"Index": "Index"}, "stretch": None}
    found = Labelled(FolderStore(tmp_path), tracked)
    found.store.put(found.key, json.dumps({"Persons": PERSONS[:2]}).encode())
    assert [(each.name, each.title, each.can_be_named) for each in people_in(found.stored)] == [
        ("", "Person 0", False),
        ("", "Person 1", False),
    ]
