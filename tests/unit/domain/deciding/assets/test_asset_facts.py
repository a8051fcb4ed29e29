"""What is known of an asset when it is decided on."""

from media_insights.api.v1alpha1.conditions import ACCEPTED
from media_insights.domain.deciding.assets.asset_facts import media_of, source_is_known, was_accepted
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from tests.unit.controller.objects import NOW, asset, asset_facts


def test_a_known_source_is_not_read_again() -> None:
    status = decide_asset(asset_facts(asset()), NOW).status
    assert status
    known = asset(status=status.model_dump(by_alias=True))
    assert source_is_known(known)
    assert not source_is_known(asset())
    assert decide_asset(asset_facts(known, source=None), NOW).status == status


def test_what_was_found_now_counts_more_than_what_was_known_before() -> None:
    before = asset(status={"media": {"type": "Image", "container": "png"}})
    found = media_of(asset_facts(before))
    assert found
    assert (found.type, found.bytes, found.etag) == ("Video", 1000, "e")
    assert media_of(asset_facts(before, source=None)) == before.status.media


def test_references_are_looked_for_until_this_very_spec_was_accepted() -> None:
    accepted = {"type": ACCEPTED, "status": "True", "reason": "Valid", "observedGeneration": 1}
    assert was_accepted(asset(status={"conditions": [accepted]}))
    assert not was_accepted(asset(status={"conditions": [accepted]}, meta={"generation": 2}))
    assert not was_accepted(asset(status={"conditions": [{**accepted, "status": "False"}]}))
    assert not was_accepted(asset())
