"""What an administrator gives single namespaces."""

import json
from typing import Any

import pytest

from media_insights.domain.sources.tenancy import Retention
from media_insights.settings.tenants import tenants_of


def of(retention: Any) -> Retention | None:
    return tenants_of(json.dumps([{"namespace": "newsroom", "retention": retention}]))[0].retention


def test_how_long_assets_are_kept() -> None:
    assert of(None) is None
    assert of({"days": 365}) == Retention(days=365)
    assert of({"days": 1, "dryRun": True}) == Retention(days=1, dry_run=True)


@pytest.mark.parametrize(
    "wrong", [{"dryRun": True}, {"days": 0}, {"days": "1"}, {"days": True}, {"days": 1, "dryRun": 1}]
)
def test_what_is_no_retention_is_refused(wrong: Any) -> None:
    with pytest.raises((ValueError, KeyError)):
        of(wrong)
