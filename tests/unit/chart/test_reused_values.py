"""An upgrade that reuses the values of the first release, as the pages say it."""

from functools import reduce
from operator import getitem
from pathlib import Path

import pytest
import yaml

from tests.unit.chart.conftest import Render

ROOT = Path(__file__).parents[3]
FIRST = Path(__file__).parent / "released/values-0.1.0.yaml"
"""All values of version 0.1.0: what it was installed with, at most."""


@pytest.mark.parametrize(
    ("added", "deployment"),
    [
        ({}, "media-insights-controller"),
        ({"api": {"enabled": True}}, "media-insights-api"),
        ({"api": {"enabled": True}, "search": {"enabled": True}}, "media-insights-search"),
        ({"events": {"enabled": True, "secretName": "media-events"}}, "media-insights-events"),
    ],
    ids=["as it was", "api", "search", "events"],
)
def test_the_values_of_the_first_release_are_still_values(
    render: Render, added: dict[str, object], deployment: str
) -> None:
    values = yaml.safe_load(FIRST.read_text(encoding="utf-8"))
    assert not {"api", "search", "events"} & set(values)
    assert deployment in render({**values, **added}).pods()


@pytest.mark.parametrize(
    "later",
    [
        *("api", "search", "events", "operators.models", "objectStore.external.workloadIdentity"),
        *("metrics.rules", "metrics.dashboard", "networkPolicy.apiServer"),
    ],
)
def test_what_came_after_the_first_release_may_be_absent(render: Render, later: str) -> None:
    """As ``--reuse-values`` has it, which knows no defaults of the new chart: here a null takes the default away."""
    values = yaml.safe_load(FIRST.read_text(encoding="utf-8"))
    *path, last = later.split(".")
    within = reduce(getitem, path, values)
    assert last not in within
    within[last] = None
    rendered = render(values)
    assert "media-insights-controller" in rendered.pods()
    assert len(rendered.catalogue()) > 1


def test_pages_reuse_values_in_the_way_that_knows_of_new_ones() -> None:
    """``--reuse-values`` leaves out the defaults of the new chart: what came since is missing, and nothing renders."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    pages += [ROOT / "charts/media-insights/templates/NOTES.txt"]
    assert not [page.name for page in pages if " --reuse-values" in page.read_text(encoding="utf-8")]
