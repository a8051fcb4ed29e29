"""Matroska and WebM: tracks by the TrackType of their entries."""

import pytest

from media_insights.domain.sources.tracks.matroska import elements, kinds_of
from media_insights.domain.sources.windows import Window
from tests.unit.domain.sources.samples import ebml, element

CLUSTER = b"\x1fC\xb6u"
SEGMENT = b"\x18S\x80g"


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        pytest.param(ebml(b"webm", 2), {"audio"}, id="audio"),
        pytest.param(ebml(b"matroska", 1, 2, 17), {"video", "audio", "other"}, id="video, audio and titles"),
        pytest.param(ebml(b"webm"), frozenset(), id="no entry"),
        pytest.param(element(b"\x1aE\xdf\xa3", b"") + element(SEGMENT, element(CLUSTER, b"")), None, id="media first"),
        pytest.param(ebml(b"webm", 2)[:30], None, id="cut before its tracks"),
        pytest.param(b"\x1aE\xdf\xa3\0\0\0\0\0\0\0\0\0", None, id="a size without an end"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_kinds(content: bytes, kinds: set[str] | None) -> None:
    assert kinds_of(Window(content, len(content))) == kinds


def test_sizes_have_one_to_eight_bytes() -> None:
    content = b"\xae\x82ab" + b"\xae\x40\x01c" + b"\xae\x01\0\0\0\0\0\0\x01d"
    found = [(each.start, each.end) for each in elements(Window(content, len(content)), 0, len(content))]
    assert [content[start:end] for start, end in found] == [b"ab", b"c", b"d"]
