"""Results that clients of Media Insights Engine store page by page."""

from pathlib import Path
from typing import Any

from media_insights.rest.mie.pages import PageWriter
from media_insights.rest.mie.requests_as_ours import MetadataRequest
from media_insights.storage.folder import FolderStore


def page(store: FolderStore, results: dict[str, Any], operator: str = "labels") -> list[Any]:
    request = MetadataRequest(OperatorName=operator, WorkflowId="run-1", Results=results)
    return PageWriter(store, "public/upload/n/", "asset-1", request).add()


def test_pages_are_kept_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert page(store, {"Labels": [1]}) == [{"Labels": [1]}]
    assert page(store, {"Labels": [2]}) == [{"Labels": [1]}, {"Labels": [2]}]


def test_a_page_that_is_sent_again_is_stored_once(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    for number in (1, 2, 1, 2):
        found = page(store, {"Labels": [number]})
    assert found == [{"Labels": [1]}, {"Labels": [2]}]


def test_pages_of_another_result_are_others(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    page(store, {"Labels": [1]})
    assert page(store, {"Labels": [1]}, "faces") == [{"Labels": [1]}]
