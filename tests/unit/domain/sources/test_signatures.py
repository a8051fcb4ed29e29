"""Binary formats by their magic bytes."""

import pytest

from media_insights.domain.sources.signatures import format_of
from tests.unit.domain.sources.samples import BINARIES, Sample, ebml, ftyp, moov, riff, transport


@pytest.mark.parametrize("sample", BINARIES, ids=lambda sample: sample[0])
def test_a_format_is_known_by_its_first_bytes(sample: Sample) -> None:
    _, head, type_, container, content_type = sample
    found = format_of(head)
    assert found is not None
    assert (found.name, found.types[0], found.content_type_of(found.types[0])) == (container, type_, content_type)


@pytest.mark.parametrize(
    ("head", "types"),
    [
        (ftyp(b"isom"), ("Video", "Audio")),
        (ftyp(b"isom") + moov(b"soun"), ("Audio", "Video")),
        (ftyp(b"isom") + moov(b"soun", b"vide"), ("Video", "Audio")),
        (ftyp(b"isom") + moov(b"soun")[:-4], ("Video", "Audio")),
        (ftyp(b"heic") + moov(b"soun"), ("Image",)),
        (ebml(b"webm", b"A_OPUS"), ("Audio", "Video")),
        (ebml(b"webm", b"V_VP9", b"A_OPUS"), ("Video", "Audio")),
        (riff(b"WAVE"), ("Audio",)),
    ],
    ids=[
        "an MP4 may be either, video first",
        "one whose tracks are all audio is audio first",
        "one track of video is enough for video",
        "an index that is cut says nothing",
        "an image holds no tracks",
        "a WebM of audio alone is audio first",
        "a WebM with video is not",
        "a WAV is never video",
    ],
)
def test_what_a_container_may_be(head: bytes, types: tuple[str, ...]) -> None:
    found = format_of(head)
    assert found is not None
    assert found.types == types


@pytest.mark.parametrize(
    ("head", "refused"),
    [
        (b"PK\x03\x04....", "is an archive (zip); unpack it"),
        (b"clip.mp4".ljust(257, b"\0") + b"ustar\x0000", "is an archive (tar); unpack it"),
        (b"Rar!\x1a\x07\1", "is an archive (rar); unpack it"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"\x7fELF\2\1", "is a program"),
        (b"SQLite format 3\0", "is a database"),
    ],
)
def test_what_is_no_media_is_named_and_refused(head: bytes, refused: str) -> None:
    found = format_of(head)
    assert found is not None
    assert found.refused.startswith(refused)
    assert found.types == ()


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"BMX is a sport",
        b"RIFF\x24\0\0\0RMID",
        b"\xff\xfeG\0r\0",
        b"\xff\xff\xff\xff",
        transport(188)[: 188 * 2],
        b"\x47" * 100,
        b"moov",
    ],
    ids=[
        "nothing",
        "text that begins like a bitmap",
        "a RIFF of another kind",
        "the byte order mark of UTF-16",
        "an MPEG header of forbidden values",
        "too few packets of a transport stream",
        "sync bytes at no distance",
        "an atom's name without its size",
    ],
)
def test_what_only_resembles_a_format_is_none(head: bytes) -> None:
    assert format_of(head) is None


@pytest.mark.parametrize(("size", "start"), [(188, 0), (192, 4), (204, 0)])
def test_a_transport_stream_has_packets_of_three_sizes(size: int, start: int) -> None:
    found = format_of(transport(size, start))
    assert found is not None
    assert found.name == "mpegts"
