"""Results are read as people edited them, also after a run made them anew."""

import json
from dataclasses import replace
from typing import Any

import pytest

from media_insights.domain import layout
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_bytes, plan_hash
from media_insights.exports.formats import EXPORTS, ExportFormat
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.edited_results import edited_results
from media_insights.storage.exportable import exportable
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library, StoredAsset
from tests.unit import builders
from tests.unit.controller.objects import asset, execution
from tests.unit.search.spoken import CORRECTED, PLACE, spoken

INDEX: dict[str, Any] = {
    "list": "$.Labels[*]",
    "operator": "label_detection",
    "time": {"at": "Timestamp"},
    "fields": {"Name": "Name"},
}
CAT = Anchor(title="Cat", start=1000)


class Labelled:
    """An asset with one indexed result."""

    def __init__(self, store: FolderStore, index: dict[str, Any] = INDEX) -> None:
        indexed = builders.operator("labels", "Frames|Image", index=index)
        self.store = store
        self.plan = builders.plan("prepare: proxy; analyze: labels", operators=builders.CATALOGUE | {"labels": indexed})
        store.put(self.plan.plan_key, plan_bytes(self.plan))
        self.key = key_of(self.plan)

    def found(self, *labels: tuple[str, int]) -> None:
        """Store a result, in place of the one before."""
        listed = [{"Name": name, "Timestamp": at} for name, at in labels]
        self.store.put(self.key, json.dumps({"Labels": listed}).encode())

    def edit(self, operation: Any, **more: Any) -> str:
        number = f"edit-{self.log.version}"
        entry = Edit(id=number, at="", by="ann", operation=operation, result="labels", **more)
        EditLogs(self.store).add(self.meta.namespace, self.meta.uid, lambda _: entry)
        return number

    @property
    def meta(self) -> Any:
        return self.stored.asset.metadata

    @property
    def log(self) -> Any:
        return EditLogs(self.store).read(self.meta.namespace, self.meta.uid)

    @property
    def stored(self) -> StoredAsset:
        status = {"planHash": plan_hash(self.plan), "planKey": self.plan.plan_key}
        ran = execution(
            "Complete", meta={"name": self.plan.execution.name, "uid": self.plan.execution.uid}, status=status
        )
        pointed = asset(status={"metadata": [{"operator": "labels", "key": self.key}]})
        return Library(self.store).of(pointed, [ran])

    def titles(self, *, with_edits: bool = True) -> list[str]:
        return [each.title for each in exportable(self.stored, with_edits=with_edits).moments("labels")]


def key_of(plan: Plan) -> str:
    return next(output.key for output in plan.step("labels").outputs if output.result)


@pytest.fixture
def labelled(tmp_path: Any) -> Labelled:
    made = Labelled(FolderStore(tmp_path))
    made.found(("Cat", 1000), ("Dog", 5000))
    return made


def test_an_edit_is_applied_wherever_the_result_is_read(labelled: Labelled) -> None:
    labelled.edit("text", anchor=CAT, value="Lynx")
    assert labelled.titles() == ["Lynx", "Dog"]
    assert labelled.titles(with_edits=False) == ["Cat", "Dog"]
    table = "".join(EXPORTS[ExportFormat.CSV](exportable(labelled.stored)))
    assert "Lynx" in table
    assert "Cat" not in table
    assert json.loads(labelled.store.get(labelled.key))["Labels"][0]["Name"] == "Cat"


def test_an_edit_outlives_a_run_that_finds_the_same_a_little_later(labelled: Labelled) -> None:
    labelled.edit("text", anchor=CAT, value="Lynx")
    labelled.found(("Dog", 200), ("Cat", 1300), ("Cat", 9000))
    assert labelled.titles() == ["Dog", "Lynx", "Cat"]
    assert edited_results(labelled.stored).orphaned() == {}


def test_an_edit_that_fits_nothing_any_more_is_told_and_waits(labelled: Labelled) -> None:
    number = labelled.edit("text", anchor=CAT, value="Lynx")
    labelled.found(("Bird", 1000))
    assert labelled.titles() == ["Bird"]
    assert edited_results(labelled.stored).orphaned() == {number: "the newest result labels has nothing that it fits"}
    labelled.found(("Cat", 1000))
    assert labelled.titles() == ["Lynx"]


def test_a_result_that_is_gone_or_damaged_orphans_its_edits(labelled: Labelled) -> None:
    number = labelled.edit("hide", anchor=CAT)
    labelled.store.put(labelled.key, b"{")
    assert "cannot be read" in edited_results(labelled.stored).orphaned()[number]
    labelled.key = layout.result_key(layout.folder_of(labelled.key), "lost")
    labelled.store.put(labelled.key, b"{}")
    assert "no plan" in edited_results(labelled.stored).orphaned()[number]


def test_without_edits_a_result_is_what_is_stored(labelled: Labelled) -> None:
    found = edited_results(labelled.stored)
    assert found["labels"] == json.loads(labelled.store.get(labelled.key))
    assert list(found) == ["labels"]
    assert "Review" not in found.indexes["labels"].fields


def test_a_corrected_transcript_is_carried_over_to_what_was_made_of_it(tmp_path: Any) -> None:
    stored = spoken(FolderStore(tmp_path), CORRECTED)
    found = edited_results(stored)
    assert [each["caption"] for each in found["WebCaptions"]["WebCaptions"]] == ["My name is", "Jon Fox.", PLACE]
    assert [each.get("Review") for each in found["Translate"]["Segments"]] == ["Outdated", None]
    assert [each.get("Review") for each in found["sentiment"]["Sentences"]] == ["Outdated", None]
    assert found["languageIdentification"] == stored.results["languageIdentification"]
    assert found.retitled_itself("WebCaptions") == []
    assert [each.title for each in found.retitled("WebCaptions")] == ["Jon Focks.", "Jon Fox."]
    assert found.orphaned() == {}
    subtitles = "".join(EXPORTS[ExportFormat.VTT](exportable(stored)))
    assert "Jon Fox." in subtitles
    assert "Focks" not in subtitles
    assert "Focks" in "".join(EXPORTS[ExportFormat.VTT](exportable(stored, with_edits=False)))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"operation": "text", "value": "Il s'appelle Fox."}, ("Il s'appelle Fox.", None)),
        ({"operation": "confirm"}, ("Je m'appelle Jon.", "Confirmed")),
    ],
)
def test_what_somebody_has_read_is_not_outdated(tmp_path: Any, said: Any, expected: Any) -> None:
    anchor = Anchor(title="Je m'appelle Jon.", start=0, end=4000)
    own = Edit(id="2", at="", by="ann", result="Translate", anchor=anchor, **said)
    segment = edited_results(spoken(FolderStore(tmp_path), CORRECTED, own))["Translate"]["Segments"][0]
    assert (segment["TranslatedText"], segment.get("Review")) == expected


def test_a_transcript_that_is_lost_leaves_what_was_made_of_it_as_it_was(tmp_path: Any) -> None:
    stored = spoken(FolderStore(tmp_path), CORRECTED)
    stored.library.store.delete(stored.results.pointers["TranscribeVideo"])
    assert edited_results(stored)["WebCaptions"] == stored.results["WebCaptions"]


def test_plans_that_read_each_other_in_a_circle_end(tmp_path: Any) -> None:
    found = edited_results(spoken(FolderStore(tmp_path), CORRECTED))
    circle = replace(found, sources={**found.sources, "TranscribeVideo": ("WebCaptions",)})
    assert [each["caption"] for each in circle["WebCaptions"]["WebCaptions"]][1] == "Jon Fox."
