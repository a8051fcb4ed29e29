"""Binary formats by their magic bytes."""

import pytest

from media_insights.domain.sources.signatures import format_of
from tests.unit.domain.sources.samples import BINARIES, Sample, ebml, ftyp, riff, transport


@pytest.mark.parametrize("sample", BINARIES, ids=lambda sample: sample[0])
def test_a_format_is_known_by_its_first_bytes(sample: Sample) -> None:
    _, head, type_, container, content_type = sample
    found = format_of(head)
    assert found is not None
    assert type_ in found.types
    assert (found.name, found.content_type_of(type_)) == (container, content_type)


@pytest.mark.parametrize(
    ("head", "types"),
    [
        pytest.param(ftyp(b"isom"), ("Video", "Audio"), id="an MP4 may be either, video first"),
        pytest.param(ftyp(b"M4A "), ("Audio", "Video"), id="by its brand it is audio first"),
        pytest.param(ftyp(b"avif"), ("Image",), id="an image"),
        pytest.param(ebml(b"webm", 2), ("Video", "Audio"), id="its tracks are not asked here"),
        pytest.param(riff(b"WAVE"), ("Audio",), id="a WAV is never video"),
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
