"""First bytes of files of every format, built by hand: (name, head, media type, container, content type)."""

import struct

Sample = tuple[str, bytes, str, str, str]


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def ftyp(brand: bytes) -> bytes:
    return box(b"ftyp", brand + b"\0\0\2\0" + b"isomiso2")


def trak(handler: bytes, entry: bytes = b"avc1") -> bytes:
    table = box(b"stbl", box(b"stsd", b"\0\0\0\0\0\0\0\1" + box(entry, b"\0" * 8)))
    media = box(b"mdhd", b"\0" * 24) + box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13) + box(b"minf", table)
    return box(b"trak", box(b"tkhd", b"\0" * 84) + box(b"mdia", media))


def moov(*handlers: bytes) -> bytes:
    return box(b"moov", box(b"mvhd", b"\0" * 100) + b"".join(trak(handler) for handler in handlers))


def riff(kind: bytes) -> bytes:
    return b"RIFF\x24\0\0\0" + kind + b"fmt "


def element(name: bytes, data: bytes) -> bytes:
    """Make an element of EBML, whose size takes four bytes."""
    return name + struct.pack(">I", 0x10000000 | len(data)) + data


def ebml(doctype: bytes, *types: int, after: bytes = b"") -> bytes:
    """Make the beginning of a Matroska file whose tracks have these types; the segment's size is unknown."""
    entries = b"".join(element(b"\xae", element(b"\xd7", b"\1") + element(b"\x83", bytes([each]))) for each in types)
    information = element(b"\x15I\xa9f", element(b"M\x80", b"test"))
    segment = b"\x18S\x80g\x01" + b"\xff" * 7 + information + element(b"\x16T\xaek", entries)
    return element(b"\x1aE\xdf\xa3", element(b"B\x82", doctype)) + segment + element(b"\x1fC\xb6u", after)


def ogg(*beginnings: bytes, after: bytes = b"") -> bytes:
    """Make the first pages of an Ogg file whose streams begin so."""
    pages = [(2, each) for each in beginnings] + [(0, after[:255])]
    return b"".join(b"OggS\0" + bytes([flag]) + b"\0" * 20 + bytes([1, len(data)]) + data for flag, data in pages)


def riff_list(kind: bytes, *chunks: bytes) -> bytes:
    return b"LIST" + struct.pack("<I", 4 + len(b"".join(chunks))) + kind + b"".join(chunks)


def avi(*types: bytes) -> bytes:
    headers = [b"strh" + struct.pack("<I", 56) + each + b"\0" * 52 for each in types]
    return b"RIFF\xff\xff\0\0AVI " + riff_list(b"hdrl", *(riff_list(b"strl", each) for each in headers))


def program(*types: int, after: bytes = b"") -> bytes:
    """Make a transport stream: the table of programs, the map of one with these stream types, and packets."""
    streams = b"".join(bytes([each]) + b"\xe1\0\xf0\0" for each in types)
    tables = (
        (0x4000, b"\0\xb0\x0d\0\1\xc1\0\0\0\1\xf0\0" + b"\0" * 4),
        (0x5000, b"\2\xb0" + bytes([13 + len(streams)]) + b"\0\1\xc1\0\0\xe1\0\xf0\0" + streams + b"\0" * 4),
    )
    packets = [b"\x47" + struct.pack(">H", pid) + b"\x10\0" + table for pid, table in tables]
    return b"".join(each.ljust(188, b"\xff") for each in (*packets, b"\x47\1\0\x10" + after[:184])) + transport(188)


def asf(*kinds: str) -> bytes:
    """Make the header of an ASF file with streams of these kinds."""
    names = {"video": "c0ef19bc4d5bcf11a8fd00805f5c442b", "audio": "409e69f84d5bcf11a8fd00805f5c442b"}
    streams = b"".join(
        bytes.fromhex("9107dcb7b7a9cf118ee600c00c205365")
        + struct.pack("<Q", 78)
        + bytes.fromhex(names[each])
        + b"\0" * 38
        for each in kinds
    )
    size = struct.pack("<Q", 30 + len(streams))
    return bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + size + b"\0" * 6 + streams


def transport(size: int, start: int = 0) -> bytes:
    return b"\0" * start + (b"\x47" + b"\0" * (size - 1)) * 12


BINARIES: list[Sample] = [
    ("clip.mp4", ftyp(b"isom") + moov(b"vide", b"soun"), "Video", "mp4", "video/mp4"),
    ("speech.mp4", ftyp(b"isom") + moov(b"soun"), "Audio", "mp4", "audio/mp4"),
    ("index-last.mp4", ftyp(b"mp42") + box(b"free"), "Video", "mp4", "video/mp4"),
    ("song.m4a", ftyp(b"M4A "), "Audio", "m4a", "audio/mp4"),
    ("clip.mov", ftyp(b"qt  ") + box(b"wide"), "Video", "mov", "video/quicktime"),
    ("old.mov", box(b"wide") + box(b"mdat"), "Video", "mov", "video/quicktime"),
    ("clip.mkv", ebml(b"matroska", 1, 2), "Video", "matroska", "video/x-matroska"),
    ("song.mka", ebml(b"matroska", 2), "Audio", "matroska", "audio/x-matroska"),
    ("clip.webm", ebml(b"webm", 1), "Video", "webm", "video/webm"),
    ("clip.avi", riff(b"AVI "), "Video", "avi", "video/x-msvideo"),
    ("speech.wav", riff(b"WAVE"), "Audio", "wav", "audio/wav"),
    ("pixel.webp", riff(b"WEBP"), "Image", "webp", "image/webp"),
    ("speech.aiff", b"FORM\0\0\0\x10AIFFCOMM", "Audio", "aiff", "audio/aiff"),
    ("clip.mxf", b"\x06\x0e+4\x02\x05\x01\x01\r\x01\x02\x01\x01\x02", "Video", "mxf", "application/mxf"),
    ("clip.ts", transport(188), "Video", "mpegts", "video/mp2t"),
    ("clip.m2ts", transport(192, 4), "Video", "mpegts", "video/mp2t"),
    ("clip.mpg", b"\0\0\x01\xba\x44\0", "Video", "mpegps", "video/mp2p"),
    ("clip.flv", b"FLV\x01\x05\0\0\0\t", "Video", "flv", "video/x-flv"),
    ("clip.ogv", ogg(b"\x80theora\3"), "Video", "ogg", "video/ogg"),
    ("song.opus", ogg(b"OpusHead\1\2"), "Audio", "ogg", "audio/ogg"),
    ("song.mp3", b"ID3\4\0\0", "Audio", "mp3", "audio/mpeg"),
    ("bare.mp3", b"\xff\xfb\x90\x64\0\0", "Audio", "mp3", "audio/mpeg"),
    ("song.aac", b"\xff\xf1\x50\x80\0", "Audio", "aac", "audio/aac"),
    ("song.flac", b"fLaC\0\0\0\x22", "Audio", "flac", "audio/flac"),
    ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "Image", "jpeg", "image/jpeg"),
    ("photo.png", b"\x89PNG\r\n\x1a\n\0\0", "Image", "png", "image/png"),
    ("photo.gif", b"GIF89a\1\0", "Image", "gif", "image/gif"),
    ("photo.tif", b"II*\0\x08\0\0\0", "Image", "tiff", "image/tiff"),
    ("photo.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "Image", "bmp", "image/bmp"),
    ("voice.webm", ebml(b"webm", 2, after=b"V_VP9 A_OPUS V_AV1"), "Audio", "webm", "audio/webm"),
    ("songs.mka", ebml(b"matroska", 2, 17, 2), "Audio", "matroska", "audio/x-matroska"),
    ("book.mp4", ftyp(b"isom") + box(b"moov", trak(b"soun") + trak(b"vide", b"jpeg")), "Audio", "mp4", "audio/mp4"),
    ("film.m4a", ftyp(b"M4A ") + moov(b"vide", b"soun"), "Video", "m4a", "video/mp4"),
    ("voice.ogg", ogg(b"fishead\0", b"OpusHead\1", after=b"\x80theora BBCD\0"), "Audio", "ogg", "audio/ogg"),
    ("clip.ogg", ogg(b"\x01vorbis", b"\x80theora\3"), "Video", "ogg", "video/ogg"),
    ("radio.ts", program(0x0F, after=b"\0\0\1\xe0"), "Audio", "mpegts", "audio/mp2t"),
    ("film.ts", program(0x1B, 0x81), "Video", "mpegts", "video/mp2t"),
    ("tape.avi", avi(b"auds"), "Audio", "avi", "audio/x-msvideo"),
    ("film.avi", avi(b"vids", b"auds"), "Video", "avi", "video/x-msvideo"),
    ("song.wma", asf("audio"), "Audio", "asf", "audio/x-ms-asf"),
    ("clip.wmv", asf("audio", "video"), "Video", "asf", "video/x-ms-asf"),
    ("song.flv", b"FLV\x01\x04\0\0\0\t", "Audio", "flv", "audio/x-flv"),
    ("speech.au", b".snd\0\0\0\x18", "Audio", "au", "audio/basic"),
    ("speech.caf", b"caff\0\1\0\0desc", "Audio", "caf", "audio/x-caf"),
    ("speech.w64", b"riff.\x91\xcf\x11\xa5\xd6(\xdb\x04\xc1\0\0", "Audio", "w64", "audio/x-w64"),
    ("photo.jp2", b"\0\0\0\x0cjP  \r\n\x87\n", "Image", "jpeg2000", "image/jp2"),
    ("photo.j2k", b"\xff\x4f\xff\x51\0\x2f", "Image", "jpeg2000", "image/j2c"),
    ("other.avif", box(b"ftyp", b"mif1\0\0\0\0mif1avif"), "Image", "avif", "image/avif"),
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
