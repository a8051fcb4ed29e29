"""Formats by their first bytes. Sources: each format's specification; IANA's registry for the media types."""

from collections.abc import Callable
from dataclasses import dataclass

from media_insights.api.v1alpha1.asset import SourceType


@dataclass(frozen=True, slots=True)
class Format:
    """One file format, or the reason why files of it are refused."""

    name: str
    content_type: str
    types: tuple[SourceType, ...] = ()
    """What a file of it can be; the first one when nothing says otherwise."""
    refused: str = ""
    """What the file is, as the end of a sentence that begins with its name; empty when it can be analysed."""

    def content_type_of(self, type_: SourceType) -> str:
        """Return the media type; containers of both kinds say audio when only sound is in them."""
        return self.content_type.replace("video/", "audio/") if type_ == "Audio" else self.content_type


def format_of(head: bytes) -> Format | None:
    """Return the binary format that the bytes begin with, or None."""
    return next((found for test in _TESTS if (found := test(head))), None)


_FILM: tuple[SourceType, ...] = ("Video", "Audio")
_SOUND: tuple[SourceType, ...] = ("Audio",)
_PICTURE: tuple[SourceType, ...] = ("Image",)

_ARCHIVE = "is an archive ({}); unpack it and upload the media file in it"

_AT_START: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", Format("jpeg", "image/jpeg", _PICTURE)),
    (b"\x89PNG\r\n\x1a\n", Format("png", "image/png", _PICTURE)),
    (b"GIF87a", Format("gif", "image/gif", _PICTURE)),
    (b"GIF89a", Format("gif", "image/gif", _PICTURE)),
    (b"II*\0", Format("tiff", "image/tiff", _PICTURE)),
    (b"MM\0*", Format("tiff", "image/tiff", _PICTURE)),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Format("jpeg2000", "image/jp2", _PICTURE)),
    (b"fLaC", Format("flac", "audio/flac", _SOUND)),
    (b"ID3", Format("mp3", "audio/mpeg", _SOUND)),
    (b"#!AMR", Format("amr", "audio/amr", _SOUND)),
    (b"\x0b\x77", Format("ac3", "audio/ac3", _SOUND)),
    (b"FLV\x01", Format("flv", "video/x-flv", _FILM)),
    (b"\x06\x0e+4\x02\x05\x01\x01\r\x01\x02", Format("mxf", "application/mxf", _FILM)),
    (b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel", Format("asf", "video/x-ms-asf", _FILM)),
    (b"\0\0\x01\xba", Format("mpegps", "video/mp2p", _FILM)),
    (b"\0\0\x01\xb3", Format("mpegvideo", "video/mpeg", ("Video",))),
    (b".RMF", Format("realmedia", "application/vnd.rn-realmedia", _FILM)),
    (b"PK\x03\x04", Format("zip", "application/zip", refused=_ARCHIVE.format("zip"))),
    (b"PK\x05\x06", Format("zip", "application/zip", refused=_ARCHIVE.format("zip"))),
    (b"\x1f\x8b", Format("gzip", "application/gzip", refused=_ARCHIVE.format("gzip"))),
    (b"BZh", Format("bzip2", "application/x-bzip2", refused=_ARCHIVE.format("bzip2"))),
    (b"\xfd7zXZ\0", Format("xz", "application/x-xz", refused=_ARCHIVE.format("xz"))),
    (b"(\xb5/\xfd", Format("zstd", "application/zstd", refused=_ARCHIVE.format("zstd"))),
    (b"7z\xbc\xaf\x27\x1c", Format("7z", "application/x-7z-compressed", refused=_ARCHIVE.format("7z"))),
    (b"Rar!\x1a\x07", Format("rar", "application/vnd.rar", refused=_ARCHIVE.format("rar"))),
    (b"%PDF-", Format("pdf", "application/pdf", refused="is a PDF document")),
    (b"\x7fELF", Format("elf", "application/octet-stream", refused="is a program")),
    (b"MZ", Format("exe", "application/octet-stream", refused="is a program")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format("ole", "application/x-ole-storage", refused="is an Office document")),
    (b"\x00asm", Format("wasm", "application/wasm", refused="is a program")),
    (b"SQLite format 3\0", Format("sqlite", "application/vnd.sqlite3", refused="is a database")),
)


def _starts_with(head: bytes) -> Format | None:
    return next((found for magic, found in _AT_START if head.startswith(magic)), None)


_BRANDS: dict[bytes, Format] = {
    b"qt  ": Format("mov", "video/quicktime", _FILM),
    b"heic": Format("heic", "image/heic", _PICTURE),
    b"heix": Format("heic", "image/heic", _PICTURE),
    b"heim": Format("heic", "image/heic", _PICTURE),
    b"heis": Format("heic", "image/heic", _PICTURE),
    b"hevc": Format("heic", "image/heic-sequence", _PICTURE),
    b"mif1": Format("heif", "image/heif", _PICTURE),
    b"msf1": Format("heif", "image/heif-sequence", _PICTURE),
    b"avif": Format("avif", "image/avif", _PICTURE),
    b"avis": Format("avif", "image/avif", _PICTURE),
    b"M4A ": Format("m4a", "video/mp4", ("Audio", "Video")),
    b"M4B ": Format("m4a", "video/mp4", ("Audio", "Video")),
    b"F4A ": Format("m4a", "video/mp4", ("Audio", "Video")),
}
_MP4 = Format("mp4", "video/mp4", _FILM)
_ATOMS = (b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")


def _iso_media(head: bytes) -> Format | None:
    """ISO base media (ISO/IEC 14496-12): the brand tells; else the kinds of tracks, when ``moov`` comes first."""
    box = head[4:8]
    if box == b"ftyp":
        found = _BRANDS.get(head[8:12], _MP4)
    elif box in _ATOMS:
        found = _BRANDS[b"qt  "]
    else:
        return None
    return Format(found.name, found.content_type, ("Audio", "Video")) if _only_sound(head, found) else found


def _only_sound(head: bytes, found: Format) -> bool:
    """Whether the head holds ``moov`` whole and no track in it has pictures."""
    start = head.find(b"moov") - 4
    if found.types != _FILM or start < 0 or start + int.from_bytes(head[start : start + 4], "big") > len(head):
        return False
    return b"soun" in head[start:] and b"vide" not in head[start:]


_RIFF: dict[bytes, Format] = {
    b"AVI ": Format("avi", "video/x-msvideo", _FILM),
    b"WAVE": Format("wav", "audio/wav", _SOUND),
    b"WEBP": Format("webp", "image/webp", _PICTURE),
}
_IFF: dict[bytes, Format] = {
    b"AIFF": Format("aiff", "audio/aiff", _SOUND),
    b"AIFC": Format("aiff", "audio/aiff", _SOUND),
}


def _chunked(head: bytes) -> Format | None:
    kinds = {b"RIFF": _RIFF, b"RF64": _RIFF, b"FORM": _IFF}.get(head[:4], {})
    return kinds.get(head[8:12])


def _ebml(head: bytes) -> Format | None:
    """Matroska and WebM (RFC 9559): the DocType stands in the first bytes; codec names tell sound from film."""
    if not head.startswith(b"\x1aE\xdf\xa3"):
        return None
    name, kind = ("webm", "video/webm") if b"webm" in head[:64] else ("matroska", "video/x-matroska")
    only_sound = b"A_" in head and b"V_" not in head and b"\x16T\xaek" in head
    return Format(name, kind, ("Audio", "Video") if only_sound else _FILM)


def _ogg(head: bytes) -> Format | None:
    """Ogg (RFC 3533): film when a stream of pictures begins in the first pages."""
    if not head.startswith(b"OggS"):
        return None
    film = b"\x80theora" in head or b"BBCD\0" in head
    return Format("ogg", "video/ogg", _FILM if film else ("Audio",))


def _transport_stream(head: bytes) -> Format | None:
    """MPEG-TS (ISO/IEC 13818-1): 0x47 every 188 bytes; with BDAV's four bytes of time code every 192."""
    for start, size in ((0, 188), (4, 192), (0, 204)):
        syncs = head[start : start + 8 * size : size]
        if len(syncs) >= 3 and set(syncs) == {0x47}:
            return Format("mpegts", "video/mp2t", _FILM)
    return None


def _bitmap(head: bytes) -> Format | None:
    """BMP: ``BM`` alone would catch texts; the size of the header behind it settles it."""
    sizes = (12, 40, 52, 56, 64, 108, 124)
    known = head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in sizes
    return Format("bmp", "image/bmp", _PICTURE) if known else None


def _mpeg_audio(head: bytes) -> Format | None:
    """AAC in ADTS and MPEG audio: eleven or twelve bits of sync, then fields that have forbidden values.

    Layer I, which nobody uses, is left out: its first bytes are the byte order mark of UTF-16.
    """
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0 and head[2] >> 2 & 0xF < 13:
        return Format("aac", "audio/aac", _SOUND)
    valid = (
        head[1] & 0x18 != 0x08 and head[1] & 0x06 in (2, 4) and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C
    )
    return Format("mp3", "audio/mpeg", _SOUND) if valid else None


def _tar(head: bytes) -> Format | None:
    return Format("tar", "application/x-tar", refused=_ARCHIVE.format("tar")) if head[257:262] == b"ustar" else None


_TESTS: tuple[Callable[[bytes], Format | None], ...] = (
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
