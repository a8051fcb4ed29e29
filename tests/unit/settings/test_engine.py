"""The embedded engine's settings."""

from pathlib import Path

import pytest

from media_insights.errors import InvalidSettings
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


@pytest.mark.parametrize(("said", "accelerator"), [("", "auto"), ("cuda", "cuda"), ("cpu", "cpu")])
def test_the_packages_are_for_the_device_that_is_asked_for(said: str, accelerator: str) -> None:
    assert read({"MEDIA_INSIGHTS_ACCELERATOR": said}).accelerator == accelerator


def test_an_unknown_device_is_named_with_those_that_there_are() -> None:
    with pytest.raises(InvalidSettings, match=r"MEDIA_INSIGHTS_ACCELERATOR is 'rocm'.* must be auto, cpu, cuda"):
        read({"MEDIA_INSIGHTS_ACCELERATOR": "rocm"})
