"""A stored asset becomes one that can be exported."""

from media_insights.storage.exportable import exportable
from media_insights.storage.library import Library
from media_insights.storage.store import Store
from tests.unit.controller.objects import asset


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
