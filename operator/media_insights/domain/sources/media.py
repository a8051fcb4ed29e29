"""Media type detection: by a file's bytes and tracks, never by its name, which only makes the sentences better."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.domain.sources import signatures, texts
from media_insights.domain.sources.signatures import FileFormat
from media_insights.domain.sources.tracks.kinds import kinds_of
from media_insights.domain.sources.windows import Window


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


def sniff(file: Window, file_name: str, declared: SourceType | None = None) -> Sniffed | UnusableMedia:
    """Return the media type of a file: by its first bytes, and of a container by its tracks. Raises for no input.

    ``file_name`` shows in sentences, and catches text that is named like a video. ``declared`` is
    ``spec.mediaType``: it settles what the file leaves open (text by a misleading name; a video of which only the audio
    is to be analysed), and is refused where the file says otherwise.
    """
    head = file.head
    if not head:
        return UnusableMedia(reason=reasons.EMPTY_FILE, message=f"{file_name} is empty; upload the file again")
    found = signatures.format_of(head) or texts.format_of(head)
    if found is None:
        return _unsupported(file_name, "holds nothing that is known as video, audio, image or text")
    if found.refused:
        return _unsupported(file_name, found.refused)
    kinds = kinds_of(found.name, file)
    if kinds is not None and not kinds & {"video", "audio"}:
        return _unsupported(file_name, f"is {found.name} without a track of video or audio")
    return _of_format(_with_tracks(found, kinds), file_name, declared)


def _with_tracks(found: FileFormat, kinds: frozenset[str] | None) -> FileFormat:
    """Return the format with what a file with such tracks can be: video is heard too where there is audio."""
    if kinds is None:
        return found
    types: tuple[tuple[str, SourceType], ...] = (("video", "Video"), ("audio", "Audio"))
    return replace(found, types=tuple(type_ for kind, type_ in types if kind in kinds))


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
    "an audio file": "mp3 m4a m4b aac wav w64 flac ogg oga opus wma aif aiff amr ac3 au snd caf",
    "an image": "jpg jpeg png gif webp tif tiff bmp heic heif avif jp2 j2k",
}
_LIKE = {f".{suffix}": what for what, suffixes in _NAMES.items() for suffix in suffixes.split()}


def _named_like(file_name: str) -> str:
    return _LIKE.get(PurePosixPath(file_name).suffix.lower(), "")
