"""File formats by their magic bytes. Sources: each format's specification; IANA's registry for the media types."""

from collections.abc import Callable
from dataclasses import dataclass

from media_insights.api.v1alpha1.asset import SourceType


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One file format, or the reason why files of it are refused."""

    name: str
    content_type: str
    types: tuple[SourceType, ...] = ()
    """What a file of it can be; the first one when nothing says otherwise."""
    refused: str = ""
    """What the file is, as the end of a sentence that begins with its name; empty when it can be analysed."""

    def content_type_of(self, type_: SourceType) -> str:
        """Return the media type; a container of video says audio when it holds no other track."""
        return self.content_type.replace("video/", "audio/") if type_ == "Audio" else self.content_type


def format_of(head: bytes) -> FileFormat | None:
    """Return the binary format that the bytes begin with, or None."""
    return next((found for test in _TESTS if (found := test(head))), None)


_VIDEO: tuple[SourceType, ...] = ("Video", "Audio")
_AUDIO: tuple[SourceType, ...] = ("Audio",)
_IMAGE: tuple[SourceType, ...] = ("Image",)

_ARCHIVE = "is an archive ({}); unpack it and upload the media file in it"

_AT_START: tuple[tuple[bytes, FileFormat], ...] = (
    (b"\xff\xd8\xff", FileFormat("jpeg", "image/jpeg", _IMAGE)),
    (b"\x89PNG\r\n\x1a\n", FileFormat("png", "image/png", _IMAGE)),
    (b"GIF87a", FileFormat("gif", "image/gif", _IMAGE)),
    (b"GIF89a", FileFormat("gif", "image/gif", _IMAGE)),
    (b"II*\0", FileFormat("tiff", "image/tiff", _IMAGE)),
    (b"MM\0*", FileFormat("tiff", "image/tiff", _IMAGE)),
    (b"\0\0\0\x0cjP  \r\n\x87\n", FileFormat("jpeg2000", "image/jp2", _IMAGE)),
    (b"\xff\x4f\xff\x51\0", FileFormat("jpeg2000", "image/j2c", _IMAGE)),
    (b"fLaC", FileFormat("flac", "audio/flac", _AUDIO)),
    (b"ID3", FileFormat("mp3", "audio/mpeg", _AUDIO)),
    (b".snd\0\0\0", FileFormat("au", "audio/basic", _AUDIO)),
    (b"caff\0\1", FileFormat("caf", "audio/x-caf", _AUDIO)),
    (b"riff.\x91\xcf\x11\xa5\xd6(\xdb\x04\xc1\0\0", FileFormat("w64", "audio/x-w64", _AUDIO)),
    (b"#!AMR", FileFormat("amr", "audio/amr", _AUDIO)),
    (b"\x0b\x77", FileFormat("ac3", "audio/ac3", _AUDIO)),
    (b"FLV\x01", FileFormat("flv", "video/x-flv", _VIDEO)),
    (b"\x06\x0e+4\x02\x05\x01\x01\r\x01\x02", FileFormat("mxf", "application/mxf", _VIDEO)),
    (b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel", FileFormat("asf", "video/x-ms-asf", _VIDEO)),
    (b"\0\0\x01\xba", FileFormat("mpegps", "video/mp2p", _VIDEO)),
    (b"\0\0\x01\xb3", FileFormat("mpegvideo", "video/mpeg", ("Video",))),
    (b".RMF", FileFormat("realmedia", "application/vnd.rn-realmedia", _VIDEO)),
    (b"PK\x03\x04", FileFormat("zip", "application/zip", refused=_ARCHIVE.format("zip"))),
    (b"PK\x05\x06", FileFormat("zip", "application/zip", refused=_ARCHIVE.format("zip"))),
    (b"\x1f\x8b", FileFormat("gzip", "application/gzip", refused=_ARCHIVE.format("gzip"))),
    (b"BZh", FileFormat("bzip2", "application/x-bzip2", refused=_ARCHIVE.format("bzip2"))),
    (b"\xfd7zXZ\0", FileFormat("xz", "application/x-xz", refused=_ARCHIVE.format("xz"))),
    (b"(\xb5/\xfd", FileFormat("zstd", "application/zstd", refused=_ARCHIVE.format("zstd"))),
    (b"7z\xbc\xaf\x27\x1c", FileFormat("7z", "application/x-7z-compressed", refused=_ARCHIVE.format("7z"))),
    (b"Rar!\x1a\x07", FileFormat("rar", "application/vnd.rar", refused=_ARCHIVE.format("rar"))),
    (b"%PDF-", FileFormat("pdf", "application/pdf", refused="is a PDF document")),
    (b"\x7fELF", FileFormat("elf", "application/octet-stream", refused="is a program")),
    (b"MZ", FileFormat("exe", "application/octet-stream", refused="is a program")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        FileFormat("ole", "application/x-ole-storage", refused="is an Office document"),
    ),
    (b"\x00asm", FileFormat("wasm", "application/wasm", refused="is a program")),
    (b"SQLite format 3\0", FileFormat("sqlite", "application/vnd.sqlite3", refused="is a database")),
)


def _starts_with(head: bytes) -> FileFormat | None:
    return next((found for magic, found in _AT_START if head.startswith(magic)), None)


_AVIF = FileFormat("avif", "image/avif", _IMAGE)
_HEIC = FileFormat("heic", "image/heic", refused="is a HEIC image; save or export it as JPEG and upload that")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2")
"""Brands of HEIF (ISO/IEC 23008-12); AVIF has its own, maybe behind one of the general ones."""

_BRANDS: dict[bytes, FileFormat] = {
    b"qt  ": FileFormat("mov", "video/quicktime", _VIDEO),
    b"avif": _AVIF,
    b"avis": _AVIF,
    **dict.fromkeys(_HEIF_BRANDS, _HEIC),
    b"M4A ": FileFormat("m4a", "video/mp4", ("Audio", "Video")),
    b"M4B ": FileFormat("m4a", "video/mp4", ("Audio", "Video")),
    b"F4A ": FileFormat("m4a", "video/mp4", ("Audio", "Video")),
}
_MP4 = FileFormat("mp4", "video/mp4", _VIDEO)
_ATOMS = (b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")


def _iso_media(head: bytes) -> FileFormat | None:
    """ISO base media (ISO/IEC 14496-12): the brand says which; a HEIF image may say AVIF among its other brands."""
    box = head[4:8]
    if box == b"ftyp":
        found = _BRANDS.get(head[8:12], _MP4)
        others = head[16 : min(int.from_bytes(head[:4], "big"), 256)]
        return (
            _AVIF if found is _HEIC and b"avif" in (others[at : at + 4] for at in range(0, len(others), 4)) else found
        )
    return _BRANDS[b"qt  "] if box in _ATOMS else None


_RIFF: dict[bytes, FileFormat] = {
    b"AVI ": FileFormat("avi", "video/x-msvideo", _VIDEO),
    b"WAVE": FileFormat("wav", "audio/wav", _AUDIO),
    b"WEBP": FileFormat("webp", "image/webp", _IMAGE),
}
_IFF: dict[bytes, FileFormat] = {
    b"AIFF": FileFormat("aiff", "audio/aiff", _AUDIO),
    b"AIFC": FileFormat("aiff", "audio/aiff", _AUDIO),
}


def _chunked(head: bytes) -> FileFormat | None:
    kinds = {b"RIFF": _RIFF, b"RF64": _RIFF, b"FORM": _IFF}.get(head[:4], {})
    return kinds.get(head[8:12])


def _ebml(head: bytes) -> FileFormat | None:
    """Matroska and WebM (RFC 9559): the DocType stands in the first bytes."""
    if not head.startswith(b"\x1aE\xdf\xa3"):
        return None
    name, kind = ("webm", "video/webm") if b"webm" in head[:64] else ("matroska", "video/x-matroska")
    return FileFormat(name, kind, _VIDEO)


def _ogg(head: bytes) -> FileFormat | None:
    """Ogg (RFC 3533), mostly audio."""
    return FileFormat("ogg", "video/ogg", ("Audio", "Video")) if head.startswith(b"OggS") else None


def _transport_stream(head: bytes) -> FileFormat | None:
    """MPEG-TS (ISO/IEC 13818-1): 0x47 every 188 bytes; with BDAV's four bytes of time code every 192."""
    for start, size in ((0, 188), (4, 192), (0, 204)):
        syncs = head[start : start + 8 * size : size]
        if len(syncs) >= 3 and set(syncs) == {0x47}:
            return FileFormat("mpegts", "video/mp2t", _VIDEO)
    return None


def _bitmap(head: bytes) -> FileFormat | None:
    """BMP: ``BM`` alone would catch texts; the size of the header behind it settles it."""
    sizes = (12, 40, 52, 56, 64, 108, 124)
    known = head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in sizes
    return FileFormat("bmp", "image/bmp", _IMAGE) if known else None


def _mpeg_audio(head: bytes) -> FileFormat | None:
    """AAC in ADTS and MPEG audio: eleven or twelve bits of sync, then fields that have forbidden values.

    Layer I, which nobody uses, is left out: its first bytes are the byte order mark of UTF-16.
    """
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0 and head[2] >> 2 & 0xF < 13:
        return FileFormat("aac", "audio/aac", _AUDIO)
    valid = (
        head[1] & 0x18 != 0x08 and head[1] & 0x06 in (2, 4) and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C
    )
    return FileFormat("mp3", "audio/mpeg", _AUDIO) if valid else None


def _tar(head: bytes) -> FileFormat | None:
    return FileFormat("tar", "application/x-tar", refused=_ARCHIVE.format("tar")) if head[257:262] == b"ustar" else None


_TESTS: tuple[Callable[[bytes], FileFormat | None], ...] = (
    _starts_with,
    _iso_media,
    _chunked,
    _ebml,
    _ogg,
    _transport_stream,
    _bitmap,
    _tar,
    _mpeg_audio,
)
