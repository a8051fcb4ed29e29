"""What a file is, by its first bytes."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.sources.media import Sniffed, Unusable, sniff
from media_insights.domain.sources.signatures import _AT_START


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def ftyp(brand: bytes) -> bytes:
    return box(b"ftyp", brand + b"\0\0\2\0" + b"isomiso2")


def moov(*handlers: bytes) -> bytes:
    return box(b"moov", b"".join(box(b"hdlr", b"\0" * 8 + handler) for handler in handlers))


def riff(kind: bytes) -> bytes:
    return b"RIFF\x24\0\0\0" + kind + b"fmt "


def ebml(doctype: bytes, *codecs: bytes) -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x82" + doctype + b"\x16T\xaek" + b"\x86".join((b"", *codecs))


def transport(size: int, start: int = 0) -> bytes:
    return b"\0" * start + (b"\x47" + b"\0" * (size - 1)) * 12


FILES = [
    ("clip.mp4", ftyp(b"isom") + moov(b"vide", b"soun"), "Video", "mp4", "video/mp4"),
    ("sound.mp4", ftyp(b"isom") + moov(b"soun"), "Audio", "mp4", "audio/mp4"),
    ("index-last.mp4", ftyp(b"mp42") + box(b"free"), "Video", "mp4", "video/mp4"),
    ("song.m4a", ftyp(b"M4A "), "Audio", "m4a", "audio/mp4"),
    ("clip.mov", ftyp(b"qt  ") + box(b"wide"), "Video", "mov", "video/quicktime"),
    ("old.mov", box(b"wide") + box(b"mdat"), "Video", "mov", "video/quicktime"),
    ("clip.mkv", ebml(b"matroska", b"V_MPEG4/ISO/AVC", b"A_AAC"), "Video", "matroska", "video/x-matroska"),
    ("song.mka", ebml(b"matroska", b"A_FLAC"), "Audio", "matroska", "audio/x-matroska"),
    ("clip.webm", ebml(b"webm", b"V_VP9"), "Video", "webm", "video/webm"),
    ("clip.avi", riff(b"AVI "), "Video", "avi", "video/x-msvideo"),
    ("sound.wav", riff(b"WAVE"), "Audio", "wav", "audio/wav"),
    ("pixel.webp", riff(b"WEBP"), "Image", "webp", "image/webp"),
    ("sound.aiff", b"FORM\0\0\0\x10AIFFCOMM", "Audio", "aiff", "audio/aiff"),
    ("clip.mxf", b"\x06\x0e+4\x02\x05\x01\x01\r\x01\x02\x01\x01\x02", "Video", "mxf", "application/mxf"),
    ("clip.ts", transport(188), "Video", "mpegts", "video/mp2t"),
    ("clip.m2ts", transport(192, 4), "Video", "mpegts", "video/mp2t"),
    ("clip.mpg", b"\0\0\x01\xba\x44\0", "Video", "mpegps", "video/mp2p"),
    ("clip.flv", b"FLV\x01\x05\0\0\0\t", "Video", "flv", "video/x-flv"),
    ("clip.ogv", b"OggS\0\2" + b"\0" * 22 + b"\x80theora\3", "Video", "ogg", "video/ogg"),
    ("song.opus", b"OggS\0\2" + b"\0" * 22 + b"OpusHead", "Audio", "ogg", "audio/ogg"),
    ("song.mp3", b"ID3\4\0\0", "Audio", "mp3", "audio/mpeg"),
    ("bare.mp3", b"\xff\xfb\x90\x64\0\0", "Audio", "mp3", "audio/mpeg"),
    ("song.aac", b"\xff\xf1\x50\x80\0", "Audio", "aac", "audio/aac"),
    ("song.flac", b"fLaC\0\0\0\x22", "Audio", "flac", "audio/flac"),
    ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "Image", "jpeg", "image/jpeg"),
    ("photo.png", b"\x89PNG\r\n\x1a\n\0\0", "Image", "png", "image/png"),
    ("photo.gif", b"GIF89a\1\0", "Image", "gif", "image/gif"),
    ("photo.tif", b"II*\0\x08\0\0\0", "Image", "tiff", "image/tiff"),
    ("photo.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "Image", "bmp", "image/bmp"),
    ("photo.heic", ftyp(b"heic"), "Image", "heic", "image/heic"),
    ("photo.avif", ftyp(b"avif"), "Image", "avif", "image/avif"),
    ("notes.txt", "Grüße, 日本".encode(), "Text", "plain", "text/plain"),
    ("notes.utf16", "Grüße".encode("utf-16"), "Text", "plain", "text/plain"),
    ("transcript.json", b'{"results": {}}', "Text", "json", "application/json"),
    ("captions.vtt", b"WEBVTT\n\n00:00", "Text", "webvtt", "text/vtt"),
    ("BMX news", b"BMX is a sport", "Text", "plain", "text/plain"),
]


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
    assert isinstance(found, Unusable)
    assert found.reason == reason
    assert found.message.startswith(sentence)


def test_what_is_declared_settles_what_bytes_leave_open() -> None:
    assert sniff(b"Dear all,", "notes.mp4", "Text") == Sniffed(
        type="Text", container="plain", content_type="text/plain"
    )
    sound = sniff(ftyp(b"isom"), "clip.mp4", "Audio")
    assert isinstance(sound, Sniffed)
    assert (sound.type, sound.content_type) == ("Audio", "audio/mp4")


def test_what_is_declared_wrongly_is_refused() -> None:
    found = sniff(b"fLaC\0\0\0\x22", "song.flac", "Video")
    assert isinstance(found, Unusable)
    assert found.message == (
        "song.flac is declared as Video but its content is flac (Audio); correct or remove spec.mediaType"
    )


def test_a_head_that_ends_inside_a_character_is_still_text() -> None:
    assert isinstance(sniff("日本".encode()[:-1], "notes.txt"), Sniffed)


def test_hostile_markup_takes_no_time() -> None:
    assert isinstance(sniff(b"<!---->" * 9000, "x.txt"), Sniffed | Unusable)
    assert isinstance(sniff(b"<!--" * 16000, "x.txt"), Sniffed | Unusable)


magics = st.sampled_from([magic for magic, _ in _AT_START] + [row[1][:24] for row in FILES])


@given(st.binary(max_size=600) | st.builds(bytes.__add__, magics, st.binary(max_size=600)), st.text(max_size=20))
def test_every_file_has_an_answer(head: bytes, name: str) -> None:
    found = sniff(head, name)
    assert found.type in ("Video", "Audio", "Image", "Text") if isinstance(found, Sniffed) else found.message


@given(st.text(min_size=1, max_size=300))
def test_every_answer_to_text_is_text_or_a_reason(text: str) -> None:
    found = sniff(text.encode(), "notes.txt")
    assert (
        isinstance(found, Unusable)
        or found.type == "Text"
        or not text.isascii()
        or found.container in ("mov", "mpegts", "bmp")
    )
