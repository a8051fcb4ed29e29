"""MPEG systems: streams by the map of a program, or by the packets there are."""

import pytest

from media_insights.domain.sources.tracks.mpeg import kinds_of_program, kinds_of_transport
from media_insights.domain.sources.windows import Window
from tests.unit.domain.sources.samples import program, transport

PACK = b"\0\0\1\xba\x44" + b"\0" * 8 + b"\xf8"


def packet(code: int) -> bytes:
    return b"\0\0\1" + bytes([code]) + (40).to_bytes(2, "big") + b"\0\0\1\xe0" * 10


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        pytest.param(program(0x1B, 0x0F), {"video", "audio"}, id="H.264 and AAC"),
        pytest.param(program(0x81), {"audio"}, id="AC-3 alone"),
        pytest.param(program(0x0F, 0x15), {"audio", "other"}, id="AAC and its metadata"),
        pytest.param(transport(188), None, id="no tables"),
        pytest.param(program(0x1B)[:188], None, id="cut before the map"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_transport_streams(content: bytes, kinds: set[str] | None) -> None:
    assert kinds_of_transport(Window(content, len(content))) == kinds


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        pytest.param(PACK + packet(0xE0) + packet(0xC0), {"video", "audio"}, id="both"),
        pytest.param(PACK + packet(0xC0) + packet(0xBE), {"audio"}, id="audio and padding"),
        pytest.param(PACK, None, id="nothing yet"),
        pytest.param(b"\0" * 40, None, id="no packets"),
    ],
)
def test_program_streams(content: bytes, kinds: set[str] | None) -> None:
    assert kinds_of_program(Window(content, len(content))) == kinds
