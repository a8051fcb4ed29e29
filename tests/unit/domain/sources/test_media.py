"""Media type detection: content decides, names make sentences, a declaration settles what bytes leave open."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.asset import SourceType
from media_insights.domain.sources import media
from media_insights.domain.sources.media import Sniffed, UnusableMedia
from media_insights.domain.sources.signatures import _AT_START
from media_insights.domain.sources.windows import Window
from tests.unit.domain.sources.samples import FILES, box, ebml, ftyp, moov, ogg


def sniff(content: bytes, name: str, declared: SourceType | None = None) -> Sniffed | UnusableMedia:
    """Sniff a whole file, of which the first bytes are there and the rest has to be read."""
    window = Window(content[:65_536], len(content), lambda start, length: content[start : start + length])
    return media.sniff(window, name, declared)


@pytest.mark.parametrize(("name", "head", "type_", "container", "content_type"), FILES, ids=[row[0] for row in FILES])
def test_content_tells(name: str, head: bytes, type_: str, container: str, content_type: str) -> None:
    assert sniff(head, name) == Sniffed(type=type_, container=container, content_type=content_type)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "head", "type_", "container", "content_type"), FILES, ids=[row[0] for row in FILES])
def test_names_do_not(name: str, head: bytes, type_: str, container: str, content_type: str) -> None:
    assert sniff(head, "file") == sniff(head, name if type_ != "Text" else "file.txt")


@pytest.mark.parametrize(
    ("name", "head", "reason", "sentence"),
    [
        ("clip.mp4", b"", "EmptyFile", "clip.mp4 is empty; upload the file again"),
        ("clip.mp4", b"\x01\x02\x03\x04" * 9, "UnsupportedMedia", "clip.mp4 holds nothing that is known as video,"),
        ("clip.zip", b"PK\x03\x04....", "UnsupportedMedia", "clip.zip is an archive (zip); unpack it"),
        (
            "clip.tar",
            b"clip.mp4".ljust(257, b"\0") + b"ustar\x0000",
            "UnsupportedMedia",
            "clip.tar is an archive (tar)",
        ),
        ("doc.pdf", b"%PDF-1.7", "UnsupportedMedia", "doc.pdf is a PDF document"),
        ("live.m3u8", b"#EXTM3U\n#EXT-X", "UnsupportedMedia", "live.m3u8 is a playlist (m3u8)"),
        (
            "clip.mp4",
            b"ffconcat version 1.0\nfile /etc/passwd",
            "UnsupportedMedia",
            "clip.mp4 is a playlist (concat script)",
        ),
        ("clip.mp4", b"file '/etc/passwd'\n", "UnsupportedMedia", "clip.mp4 is a playlist (concat script)"),
        ("clip.sdp", b"v=0\r\no=- 0 0 IN IP4 127.0.0.1", "UnsupportedMedia", "clip.sdp is a playlist (SDP)"),
        ("clip.mpd", b"<?xml version='1.0'?>\n<MPD>", "UnsupportedMedia", "clip.mpd is a playlist (DASH)"),
        (
            "logo.svg",
            b"<?xml version='1.0'?><!-- x -->\n<svg xmlns=''>",
            "UnsupportedMedia",
            "logo.svg is a drawing (SVG)",
        ),
        ("photo.jpg", b"\n<!DOCTYPE html><html>", "UnsupportedMedia", "photo.jpg is a web page (HTML)"),
        (
            "notes.mp4",
            b"Dear all,\n",
            "MisleadingName",
            "notes.mp4 is named like a video but contains text; set spec.mediaType: Text to analyse it as text",
        ),
        ("photo.JPG", b"hello", "MisleadingName", "photo.JPG is named like an image but contains text"),
        ("blank.txt", b" \n\n", "UnsupportedMedia", "blank.txt holds nothing but blanks"),
    ],
)
def test_it_cannot_be_used(name: str, head: bytes, reason: str, sentence: str) -> None:
    found = sniff(head, name)
    assert isinstance(found, UnusableMedia)
    assert found.reason == reason
    assert found.message.startswith(sentence)


def test_what_is_declared_settles_what_bytes_leave_open() -> None:
    assert sniff(b"Dear all,", "notes.mp4", "Text") == Sniffed(
        type="Text", container="plain", content_type="text/plain"
    )
    sound = sniff(ftyp(b"isom") + moov(b"vide", b"soun"), "clip.mp4", "Audio")
    assert isinstance(sound, Sniffed)
    assert (sound.type, sound.content_type) == ("Audio", "audio/mp4")


@pytest.mark.parametrize(
    ("name", "content", "declared", "what"),
    [
        ("song.flac", b"fLaC\0\0\0\x22", "Video", "flac (Audio)"),
        ("voice.webm", ebml(b"webm", 2), "Video", "webm (Audio)"),
        ("mute.mp4", ftyp(b"isom") + moov(b"vide"), "Audio", "mp4 (Video)"),
    ],
)
def test_what_is_declared_wrongly_is_refused(name: str, content: bytes, declared: SourceType, what: str) -> None:
    found = sniff(content, name, declared)
    assert isinstance(found, UnusableMedia)
    assert found.reason == "MediaTypeMismatch"
    assert (
        found.message == f"{name} is declared as {declared} but its content is {what}; correct or remove spec.mediaType"
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.heic", ftyp(b"heic"), "photo.heic is a HEIC image; save or export it as JPEG and upload that"),
        ("photo.heif", ftyp(b"mif1"), "photo.heif is a HEIC image; save or export it as JPEG and upload that"),
        ("titles.mks", ebml(b"matroska", 17), "titles.mks is matroska without a track of video or audio"),
        ("titles.mp4", ftyp(b"isom") + moov(b"text"), "titles.mp4 is mp4 without a track of video or audio"),
    ],
)
def test_what_nobody_could_read_is_refused_at_the_door(name: str, content: bytes, sentence: str) -> None:
    found = sniff(content, name)
    assert isinstance(found, UnusableMedia)
    assert found.message.startswith(sentence)


@pytest.mark.parametrize("noise", range(40))
def test_audio_is_audio_whatever_its_packets_hold(noise: int) -> None:
    packets = Random(noise).randbytes(60_000)  # noqa: S311 - no secret, just noise
    assert sniff(ebml(b"webm", 2, after=packets), "voice.webm").type == "Audio"  # type: ignore[union-attr]
    assert sniff(ogg(b"OpusHead", after=packets), "voice.ogg").type == "Audio"  # type: ignore[union-attr]


@pytest.mark.parametrize("handlers", [(b"soun",), (b"soun", b"vide")])
def test_an_index_behind_the_media_is_read(handlers: tuple[bytes, ...]) -> None:
    content = ftyp(b"isom") + box(b"mdat", b"vide" * 50_000) + moov(*handlers)
    found = sniff(content, "clip.mp4")
    assert isinstance(found, Sniffed)
    assert found.type == ("Video" if b"vide" in handlers else "Audio")


def test_a_hostile_file_asks_for_few_ranges() -> None:
    asked: list[tuple[int, int]] = []

    def read(start: int, length: int) -> bytes:
        asked.append((start, length))
        return (b"\0\0\x40\0free" + b"\0" * length)[:length]

    head = ftyp(b"isom") + b"\0\1\0\0free"
    assert isinstance(media.sniff(Window(head, 10**12, read), "clip.mp4"), Sniffed)
    assert len(asked) <= 48
    assert sum(length for _, length in asked) <= 48 * 4096


def test_a_head_that_ends_inside_a_character_is_still_text() -> None:
    assert isinstance(sniff("日本".encode()[:-1], "notes.txt"), Sniffed)


def test_hostile_markup_takes_no_time() -> None:
    assert isinstance(sniff(b"<!---->" * 9000, "x.txt"), Sniffed | UnusableMedia)
    assert isinstance(sniff(b"<!--" * 16000, "x.txt"), Sniffed | UnusableMedia)


magics = st.sampled_from([magic for magic, _ in _AT_START] + [row[1][:24] for row in FILES])


@given(st.binary(max_size=600) | st.builds(bytes.__add__, magics, st.binary(max_size=600)), st.text(max_size=20))
def test_every_file_has_an_answer(head: bytes, name: str) -> None:
    found = sniff(head, name)
    assert found.type in ("Video", "Audio", "Image", "Text") if isinstance(found, Sniffed) else found.message


@given(st.text(min_size=1, max_size=300))
def test_every_answer_to_text_is_text_or_a_reason(text: str) -> None:
    found = sniff(text.encode(), "notes.txt")
    assert (
        isinstance(found, UnusableMedia)
        or found.type == "Text"
        or not text.isascii()
        or found.container in ("mov", "mpegts", "bmp")
    )
