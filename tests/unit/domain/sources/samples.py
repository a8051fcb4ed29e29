"""First bytes of files of every format, built by hand: (name, head, media type, container, content type)."""

import struct

Sample = tuple[str, bytes, str, str, str]


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


BINARIES: list[Sample] = [
    ("clip.mp4", ftyp(b"isom") + moov(b"vide", b"soun"), "Video", "mp4", "video/mp4"),
    ("speech.mp4", ftyp(b"isom") + moov(b"soun"), "Audio", "mp4", "audio/mp4"),
    ("index-last.mp4", ftyp(b"mp42") + box(b"free"), "Video", "mp4", "video/mp4"),
    ("song.m4a", ftyp(b"M4A "), "Audio", "m4a", "audio/mp4"),
    ("clip.mov", ftyp(b"qt  ") + box(b"wide"), "Video", "mov", "video/quicktime"),
    ("old.mov", box(b"wide") + box(b"mdat"), "Video", "mov", "video/quicktime"),
    ("clip.mkv", ebml(b"matroska", b"V_MPEG4/ISO/AVC", b"A_AAC"), "Video", "matroska", "video/x-matroska"),
    ("song.mka", ebml(b"matroska", b"A_FLAC"), "Audio", "matroska", "audio/x-matroska"),
    ("clip.webm", ebml(b"webm", b"V_VP9"), "Video", "webm", "video/webm"),
    ("clip.avi", riff(b"AVI "), "Video", "avi", "video/x-msvideo"),
    ("speech.wav", riff(b"WAVE"), "Audio", "wav", "audio/wav"),
    ("pixel.webp", riff(b"WEBP"), "Image", "webp", "image/webp"),
    ("speech.aiff", b"FORM\0\0\0\x10AIFFCOMM", "Audio", "aiff", "audio/aiff"),
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
    ("bike.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x0c\0\0\0", "Image", "bmp", "image/bmp"),
]

TEXTS: list[Sample] = [
    ("notes.txt", "Grüße, 日本".encode(), "Text", "plain", "text/plain"),
    ("notes.utf16", "Grüße".encode("utf-16"), "Text", "plain", "text/plain"),
    ("transcript.json", b'{"results": {}}', "Text", "json", "application/json"),
    ("captions.vtt", b"WEBVTT\n\n00:00", "Text", "webvtt", "text/vtt"),
    ("BMX news", b"BMX is a sport", "Text", "plain", "text/plain"),
]

FILES = BINARIES + TEXTS
