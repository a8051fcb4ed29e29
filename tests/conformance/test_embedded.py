"""The embedded engine follows docs/semantics.md, row by row."""

import os
from pathlib import Path

import pytest

from media_insights.cli.local.engine_options import cache_of
from tests.conformance.embedded import Embedded
from tests.conformance.scenarios import Scenario, check, scenarios


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda each: each.name.replace(" ", "-"))
def test_the_embedded_engine(scenario: Scenario, tmp_path: Path, cache: Path) -> None:
    check(scenario, Embedded(tmp_path, cache).run(scenario))


@pytest.fixture(scope="session")
def cache() -> Path:
    """The user's own cache: the test operator's environment is built once."""
    return cache_of(Path(os.environ["MEDIA_INSIGHTS_CACHE"]) if os.environ.get("MEDIA_INSIGHTS_CACHE") else None)
