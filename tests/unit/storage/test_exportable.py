"""A stored asset becomes one that can be exported."""

from typing import Any

from media_insights.storage.exportable import exportable, exportable_run
from media_insights.storage.library import Library, StoredResults
from media_insights.storage.store import Store
from tests.unit import builders
from tests.unit.controller.objects import asset

INDEX: dict[str, Any] = {"list": "$.Labels[*]", "operator": "label_detection", "time": {"at": "Timestamp"}}


def test_it_has_the_asset_s_names_and_reads_results_when_they_are_asked_for(store: Store) -> None:
    key = "private/n/assets/asset-1/workflows/e/labels.json"
    found = exportable(
        Library(store).of(asset(title="A clip", status={"metadata": [{"operator": "labels", "key": key}]}), ())
    )
    assert (found.name, found.title, found.file) == ("clip", "A clip", "clip.mp4")
    assert found.source == "s3://media/public/upload/newsroom/clip.mp4"
    store.put(key, b'{"Labels": []}')
    assert found.results["labels"] == {"Labels": []}
    assert found.indexes == {}
    assert found.versions == {"labels": 1}


def test_a_run_has_its_own_results_and_means_by_them_what_its_plan_says(store: Store) -> None:
    indexed = builders.operator("labels", "Frames|Image", index=INDEX)
    plan = builders.plan("prepare: proxy; analyze: labels", operators=builders.CATALOGUE | {"labels": indexed})
    key = next(output.key for output in plan.step("labels").outputs if output.result)
    other = "private/n/assets/asset-1/workflows/other/words.json"
    results = StoredResults(Library(store), {"labels": key, "words": other}, {"labels": 1, "words": 1})
    store.put(key, b'{"Labels": [{"Timestamp": 40}]}')
    found = exportable_run(asset(title="A clip"), results, plan)
    assert found.title == "A clip"
    assert found.indexed == ["labels"]
    assert [each.start for each in found.moments("labels")] == [40]
