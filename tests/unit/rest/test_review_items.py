"""What waits for a decision, and what does no longer."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.domain.edits.edit_log import Anchor
from media_insights.rest.review_items import ReviewChoice, items_of
from media_insights.storage.folder import FolderStore
from tests.unit.storage.test_edited_results import Labelled

INDEX: dict[str, Any] = {
    "list": "$.ModerationLabels[*]",
    "operator": "content_moderation",
    "kind": "Moderation",
    "time": {"at": "Timestamp"},
    "confidence": {"field": "Confidence"},
    "fields": {"Name": "Name"},
    "stretch": {"by": ["Name"]},
}
LABELS = [
    {"Timestamp": 0, "Name": "Violence", "Confidence": 80},
    {"Timestamp": 1000, "Name": "Violence", "Confidence": 70},
    {"Timestamp": 9000, "Name": "Alcohol", "Confidence": 40},
]
MODERATION = ReviewChoice(reason="moderation")


@pytest.fixture
def moderated(tmp_path: Path) -> Labelled:
    found = Labelled(FolderStore(tmp_path), INDEX)
    found.store.put(found.key, json.dumps({"ModerationLabels": LABELS}).encode())
    return found


def titles(found: Labelled, choice: ReviewChoice) -> list[str]:
    return [moment.title for _, moment in items_of(found.stored, choice)]


def test_a_stretch_is_one_item(moderated: Labelled) -> None:
    (_, violence), _ = items_of(moderated.stored, MODERATION)
    assert (violence.start, violence.end, violence.count) == (0, 1000, 2)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (MODERATION, ["Violence", "Alcohol"]),
        (ReviewChoice(reason="low-confidence"), ["Alcohol"]),
        (ReviewChoice(reason="low-confidence", below=90), ["Violence", "Alcohol"]),
        (ReviewChoice(reason="moderation", result="labels"), ["Violence", "Alcohol"]),
        (ReviewChoice(reason="moderation", result="other"), []),
    ],
)
def test_which_items_a_choice_has(moderated: Labelled, choice: ReviewChoice, expected: list[str]) -> None:
    assert titles(moderated, choice) == expected


@pytest.mark.parametrize("decision", ["confirm", "reject"])
def test_what_was_decided_about_waits_no_longer_until_it_is_taken_back(moderated: Labelled, decision: str) -> None:
    anchor = Anchor(title="Violence", start=0, end=1000, throughout=True)
    moderated.edit(decision, anchor=anchor, note="seen twice")
    assert titles(moderated, MODERATION) == ["Alcohol"]
    moderated.edit("undo", undoes="edit-0")
    assert titles(moderated, MODERATION) == ["Violence", "Alcohol"]
