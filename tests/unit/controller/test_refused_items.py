"""What is remembered of items that the API server refuses."""

from typing import Any

from media_insights.controller.refused_items import RefusedItems
from media_insights.domain.batches.batch_items import asset_of_item
from media_insights.errors import Refusal, Rejected
from tests.unit.domain.deciding.batches.facts import batch, plan

ERROR = Rejected("POST: 422", Refusal(status=422, message="spec.title is too long"))
ASSETS = [asset_of_item(batch(), item) for item in plan(3)]
NAMES = [each["metadata"]["name"] for each in ASSETS]


def manifest(**spec: Any) -> dict[str, Any]:
    return {"metadata": {"uid": "u"}, "spec": spec}


def test_items_are_noted_with_the_reason_until_the_batch_is_forgotten() -> None:
    refused = RefusedItems()
    for asset in ASSETS[:2]:
        refused.note(manifest(), asset, ERROR)
    assert list(refused.of("u")) == NAMES[:2]
    noted = refused.of("u")[NAMES[0]]
    assert (noted.name, noted.key, noted.state) == (NAMES[0], plan(1)[0].key, "Refused")
    assert noted.message == "the API server refuses its asset: spec.title is too long"
    refused.forget("u")
    assert refused.of("u") == {}


def test_another_listing_has_refused_nothing_before() -> None:
    refused = RefusedItems()
    refused.note(manifest(), ASSETS[0], ERROR)
    assert refused.of("u", 1) == {}
    refused.note(manifest(relist=1), ASSETS[1], ERROR)
    assert list(refused.of("u", 1)) == NAMES[1:2]
