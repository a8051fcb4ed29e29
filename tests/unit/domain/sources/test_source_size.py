"""The largest source that is accepted."""

import pytest

from media_insights.domain.sources.source_size import DEFAULT_MAX_SOURCE, max_source_bytes, too_large


@pytest.mark.parametrize(
    ("settings", "most"),
    [
        ({"maxSourceBytes": "1Gi"}, 1024**3),
        ({"maxSourceBytes": "500"}, 500),
        ({"maxSourceBytes": "much"}, DEFAULT_MAX_SOURCE),
        ({}, DEFAULT_MAX_SOURCE),
    ],
)
def test_row(settings: dict[str, str], most: int) -> None:
    assert max_source_bytes(settings) == most


def test_the_sentence_names_both_sizes_and_the_setting() -> None:
    assert too_large(2000, 1000) == (
        "the file has 2000 bytes, and the installation accepts at most 1000 (maxSourceBytes): upload a smaller one"
    )
