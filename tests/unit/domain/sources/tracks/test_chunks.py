"""AVI, ASF, Flash video and RealMedia: streams by the chunks of the head."""

import pytest

from media_insights.domain.sources.tracks import chunks
from media_insights.domain.sources.windows import Window
from tests.unit.domain.sources.samples import asf, avi, riff


def real(*types: bytes) -> bytes:
    def described(type_: bytes) -> bytes:
        body = b"\0" * 32 + b"\4name" + bytes([len(type_)]) + type_ + b"\0" * 4
        return b"MDPR" + (8 + len(body)).to_bytes(4, "big") + body

    return b".RMF\0\0\0\x12" + b"\0" * 10 + b"".join(map(described, types)) + b"DATA\0\0\0\x12"


def kinds(parser: object, content: bytes) -> set[str] | None:
    found = parser(Window(content, len(content)))  # type: ignore[operator]
    return found if found is None else set(found)


@pytest.mark.parametrize(
    ("parser", "content", "wanted"),
    [
        (chunks.kinds_of_avi, avi(b"vids", b"auds"), {"video", "audio"}),
        (chunks.kinds_of_avi, avi(b"auds"), {"audio"}),
        (chunks.kinds_of_avi, riff(b"AVI "), None),
        (chunks.kinds_of_asf, asf("audio"), {"audio"}),
        (chunks.kinds_of_asf, asf("video", "audio"), {"video", "audio"}),
        (chunks.kinds_of_asf, asf("audio")[:40], None),
        (chunks.kinds_of_flash, b"FLV\1\5", {"video", "audio"}),
        (chunks.kinds_of_flash, b"FLV\1\4", {"audio"}),
        (chunks.kinds_of_flash, b"FLV\1\0", None),
        (chunks.kinds_of_real, real(b"video/x-pn-realvideo", b"audio/x-pn-realaudio"), {"video", "audio"}),
        (chunks.kinds_of_real, real(b"audio/x-pn-realaudio"), {"audio"}),
        (chunks.kinds_of_real, b".RMF\0\0\0\2", None),
    ],
)
def test_kinds(parser: object, content: bytes, wanted: set[str] | None) -> None:
    assert kinds(parser, content) == wanted
