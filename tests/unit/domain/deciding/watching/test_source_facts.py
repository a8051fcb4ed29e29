"""When a source is listed."""

from datetime import timedelta
from typing import Any

import pytest

from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.deciding.watching.source_facts import seconds_until_listing
from tests.unit.domain.deciding.watching.facts import NOW, source


def at(seconds: float) -> str:
    return rfc3339(NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("status", "meta", "seconds"),
    [
        ({}, {}, 0), ({"nextListing": at(20)}, {}, 20), ({"nextListing": at(-5)}, {}, 0),
        ({"nextListing": at(20)}, {"generation": 2}, 0), ({"nextListing": at(600)}, {}, 600),
        ({"nextListing": at(7200)}, {}, 0), ({"checkpoint": {"listedUpTo": "a"}}, {}, 0),
    ],
    ids=[
        "it was never listed", "it is not time", "it is time", "its spec has changed", "it could not be listed",
        "the clock was set back", "the listing goes on",
    ],
)  # fmt: skip
def test_after_how_many_seconds(status: dict[str, Any], meta: dict[str, Any], seconds: float) -> None:
    assert seconds_until_listing(source(status, meta), NOW) == seconds
