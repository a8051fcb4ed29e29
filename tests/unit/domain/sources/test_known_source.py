"""What is known of a source decides which inputs may get it."""

import pytest

from media_insights.api.v1alpha1.asset import SourceType
from media_insights.domain.sources.known_source import SOURCE_TYPES, KnownSource


@pytest.mark.parametrize("type_", SOURCE_TYPES)
def test_a_source_is_read_as_what_it_is_and_nothing_else(type_: SourceType) -> None:
    readable = [medium for medium in (*SOURCE_TYPES, "Frames") if KnownSource(type=type_).may_be_read_as(medium)]
    assert readable == [type_]


@pytest.mark.parametrize(("type_", "text"), [("Video", "a Video asset"), ("Audio", "an Audio asset")])
def test_it_reads_as_a_part_of_a_sentence(type_: SourceType, text: str) -> None:
    assert str(KnownSource(type=type_)) == text
