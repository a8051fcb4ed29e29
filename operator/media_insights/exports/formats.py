"""Every format by the name that users give it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from media_insights.domain.wording import harmless, json_visible
from media_insights.exports.assets import Asset, Unfit
from media_insights.exports.cues import webvtt_of
from media_insights.exports.cut_lists import edl_of
from media_insights.exports.insights.video_index import insights_of
from media_insights.exports.subtitles import srt_of, text_file_of, vtt_of
from media_insights.exports.tables import csv_of
from media_insights.exports.timelines import otio_of


class ExportFormat(StrEnum):
    """What an asset can be exported as."""

    VTT = "vtt"
    SRT = "srt"
    TXT = "txt"
    WEBVTT_METADATA = "webvtt-metadata"
    VIDEO_INDEXER = "video-indexer"
    CSV = "csv"
    EDL = "edl"
    OTIO = "otio"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be written."""

    format: ExportFormat
    language: str = ""
    """Of subtitles and text: as results name it; empty: what is said."""


EXPORTS: Mapping[ExportFormat, Callable[[Asset], Iterator[str]]] = MappingProxyType(
    {
        ExportFormat.VTT: vtt_of,
        ExportFormat.SRT: srt_of,
        ExportFormat.TXT: text_file_of,
        ExportFormat.WEBVTT_METADATA: webvtt_of,
        ExportFormat.VIDEO_INDEXER: insights_of,
        ExportFormat.CSV: csv_of,
        ExportFormat.EDL: edl_of,
        ExportFormat.OTIO: otio_of,
    }
)
"""Format → what writes it, piece by piece; the first piece raises Missing or Unfit when it cannot be written."""
_OF_ONE_LANGUAGE: Mapping[ExportFormat, Callable[[Asset, str], Iterator[str]]] = MappingProxyType(
    {ExportFormat.VTT: vtt_of, ExportFormat.SRT: srt_of, ExportFormat.TXT: text_file_of}
)


_JSON = (ExportFormat.VIDEO_INDEXER, ExportFormat.OTIO)


def pieces_of(asset: Asset, wanted: ExportRequest) -> Iterator[str]:
    """Yield an export piece by piece; the first piece raises Missing or Unfit when it cannot be written.

    Nothing in it steers what shows or reads the file, whatever was said, written or stored: JSON escapes it, of other
    formats a mark takes its place.
    """
    yield from map(json_visible if wanted.format in _JSON else harmless, _written(asset, wanted))


def _written(asset: Asset, wanted: ExportRequest) -> Iterator[str]:
    if not wanted.language:
        yield from EXPORTS[wanted.format](asset)
    elif wanted.format in _OF_ONE_LANGUAGE:
        yield from _OF_ONE_LANGUAGE[wanted.format](asset, wanted.language)
    else:
        those = ", ".join(_OF_ONE_LANGUAGE)
        raise Unfit(f"{wanted.format} holds everything that was found, whatever the language; {those} take a language")
