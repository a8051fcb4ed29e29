"""The embedded engine's settings."""

from pathlib import Path

import pytest

from media_insights.settings.engine import read


@pytest.mark.parametrize(
    ("environ", "cache"),
    [
        ({"MEDIA_INSIGHTS_CACHE": "/fast"}, Path("/fast")),
        ({"MEDIA_INSIGHTS_CACHE": "/fast", "XDG_CACHE_HOME": "/caches"}, Path("/fast")),
        ({"XDG_CACHE_HOME": "/caches"}, Path("/caches/media-insights")),
        ({"XDG_CACHE_HOME": ""}, Path.home() / ".cache/media-insights"),
        ({}, Path.home() / ".cache/media-insights"),
    ],
)
def test_the_cache_is_the_users(environ: dict[str, str], cache: Path) -> None:
    assert read(environ).cache == cache
