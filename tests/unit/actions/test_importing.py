"""Importing a result."""

from media_insights.actions.importing import import_of, key_of
from tests.unit.controller.objects import asset


def test_a_result_is_imported_by_an_execution_of_its_own() -> None:
    made = import_of(asset().metadata, "labelDetection", "s3://media/x.json", "abcd1234")
    assert made["metadata"]["name"] == "clip-import-abcd1234"
    assert made["spec"] == {
        "asset": "clip",
        "workflow": "import",
        "configuration": {"generic-data-lookup": {"as": "labelDetection", "key": "s3://media/x.json"}},
    }


def test_the_same_content_has_the_same_key() -> None:
    key = key_of("n", "labelDetection", b"{}")
    assert key == key_of("n", "labelDetection", b"{}") != key_of("n", "labelDetection", b"[]")
    assert key.startswith("public/upload/n/imports/labelDetection-")
