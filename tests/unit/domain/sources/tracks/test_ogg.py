"""Ogg: the kinds of the streams that begin in its first pages."""

import pytest

from media_insights.domain.sources.tracks.ogg import kinds_of
from media_insights.domain.sources.windows import Window
from tests.unit.domain.sources.samples import ogg


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        pytest.param(ogg(b"OpusHead\1"), {"audio"}, id="Opus"),
        pytest.param(ogg(b"\x01vorbis"), {"audio"}, id="Vorbis"),
        pytest.param(ogg(b"\x7fFLAC"), {"audio"}, id="FLAC"),
        pytest.param(ogg(b"\x80theora\3", b"\x01vorbis"), {"video", "audio"}, id="Theora with Vorbis"),
        pytest.param(ogg(b"fishead\0", b"Speex   "), {"other", "audio"}, id="a skeleton and Speex"),
        pytest.param(ogg(b"OpusHead", after=b"\x80theora"), {"audio"}, id="a mark in the media"),
        pytest.param(ogg(b"unknown"), None, id="a codec that nobody knows"),
        pytest.param(ogg(b"OpusHead\1")[:20], None, id="cut in its first page"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_kinds(content: bytes, kinds: set[str] | None) -> None:
    assert kinds_of(Window(content, len(content))) == kinds
