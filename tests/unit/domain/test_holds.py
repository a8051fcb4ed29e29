"""An asset on legal hold says so, also without a reason."""

import pytest

from media_insights.domain.holds import UNSAID, hold_of, sentence_of_hold
from tests.unit.controller.objects import asset

HOLD = "mediainsights.dev/legal-hold"


@pytest.mark.parametrize(
    ("annotations", "reason"), [({}, ""), ({HOLD: "case 42"}, "case 42"), ({HOLD: " "}, UNSAID), ({HOLD: ""}, UNSAID)]
)
def test_why_an_asset_is_on_hold(annotations: dict[str, str], reason: str) -> None:
    assert hold_of(asset(meta={"annotations": annotations})) == reason


def test_the_refusal_says_how_to_lift_it() -> None:
    sentence = sentence_of_hold(asset(meta={"annotations": {HOLD: "case 42"}}))
    assert "case 42" in sentence
    assert HOLD in sentence
