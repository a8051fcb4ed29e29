"""ISO base media: tracks by the handlers within moov, wherever it stands and whatever lies about its size."""

import pytest

from media_insights.domain.sources.tracks.isobmff import kinds_of
from media_insights.domain.sources.windows import Window
from tests.unit.domain.sources.samples import box, ftyp, moov, trak

MDAT = box(b"mdat", b"moov trak hdlr vide soun" * 99)


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        pytest.param(ftyp(b"isom") + moov(b"vide", b"soun") + MDAT, {"video", "audio"}, id="the index first"),
        pytest.param(ftyp(b"isom") + MDAT + moov(b"soun"), {"audio"}, id="the index last"),
        pytest.param(ftyp(b"isom") + moov(b"soun", b"text"), {"audio", "other"}, id="audio and titles"),
        pytest.param(box(b"moov", trak(b"vide", b"jpeg")), {"other"}, id="pictures of chapters"),
        pytest.param(b"\0\0\0\1mdat" + (16).to_bytes(8, "big") + moov(b"soun"), {"audio"}, id="a large size"),
        pytest.param(b"\0\0\0\0" + moov(b"soun")[4:], {"audio"}, id="a box to the end of the file"),
        pytest.param(box(b"moov", box(b"trak")), {"other"}, id="a track without a handler"),
        pytest.param(ftyp(b"isom") + MDAT, None, id="no index"),
        pytest.param(b"\0\0\0\2moov" + moov(b"vide"), None, id="an impossible size"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_kinds(content: bytes, kinds: set[str] | None) -> None:
    assert kinds_of(Window(content, len(content))) == kinds
