"""Media type detection: by a file's first bytes, never by its name, which only makes the sentences better."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.domain.sources import signatures, texts
from media_insights.domain.sources.signatures import FileFormat

HEAD_BYTES = 65_536
"""Number of first bytes that :func:`sniff` reads; fewer are fine when the file is smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """A file that can be analysed."""

    type: SourceType
    container: str
    """Short name of the format: mp4, matroska, mpegts, flac, jpeg, plain …"""
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableMedia:
    """A file that cannot be analysed, and why."""

    reason: str
    """One of :mod:`~media_insights.api.v1alpha1.reasons`."""
    message: str
    """A sentence for the user: what the file is, and what would be right."""


def sniff(head: bytes, file_name: str, declared: SourceType | None = None) -> Sniffed | UnusableMedia:
    """Return the media type of a file from its first :data:`HEAD_BYTES` bytes. Total: raises for no input.

    ``file_name`` shows in sentences, and catches text that is named like a video. ``declared`` is
    ``spec.mediaType``: it settles what bytes alone leave open (text by a misleading name; audio or video in one
    container), and is refused where bytes say otherwise.
    """
    if not head:
        return UnusableMedia(reason=reasons.EMPTY_FILE, message=f"{file_name} is empty; upload the file again")
    found = signatures.format_of(head) or texts.format_of(head)
    if found is None:
        return _unsupported(file_name, "holds nothing that is known as video, audio, image or text")
    if found.refused:
        return _unsupported(file_name, found.refused)
    return _of_format(found, file_name, declared)


def _of_format(found: FileFormat, file_name: str, declared: SourceType | None) -> Sniffed | UnusableMedia:
    if found.types == ("Text",) and declared is None and _named_like(file_name):
        return UnusableMedia(
            reason=reasons.MISLEADING_NAME,
            message=f"{file_name} is named like {_named_like(file_name)} but contains text; "
            "set spec.mediaType: Text to analyse it as text",
        )
    if declared is not None and declared not in found.types:
        return UnusableMedia(
            reason=reasons.MEDIA_TYPE_MISMATCH,
            message=f"{file_name} is declared as {declared} but its content is {found.name} ({found.types[0]}); "
            "correct or remove spec.mediaType",
        )
    type_ = declared or found.types[0]
    return Sniffed(type=type_, container=found.name, content_type=found.content_type_of(type_))


def _unsupported(file_name: str, what: str) -> UnusableMedia:
    return UnusableMedia(
        reason=reasons.UNSUPPORTED_MEDIA,
        message=f"{file_name} {what}; supported are files of the common video, audio, image and text formats",
    )


_NAMES = {
    "a video": "mp4 m4v mov mkv webm avi mxf ts mts m2ts mpg mpeg vob flv ogv wmv asf 3gp",
    "an audio file": "mp3 m4a aac wav flac ogg oga opus wma aif aiff amr ac3",
    "an image": "jpg jpeg png gif webp tif tiff bmp heic heif avif",
}
_LIKE = {f".{suffix}": what for what, suffixes in _NAMES.items() for suffix in suffixes.split()}


def _named_like(file_name: str) -> str:
    return _LIKE.get(PurePosixPath(file_name).suffix.lower(), "")
