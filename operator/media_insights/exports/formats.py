"""Every format by the name that users give it."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from media_insights.exports.assets import Asset
from media_insights.exports.cues import webvtt_of
from media_insights.exports.cut_lists import edl_of
from media_insights.exports.insights.video_index import insights_of
from media_insights.exports.tables import csv_of
from media_insights.exports.timelines import otio_of


class ExportFormat(StrEnum):
    """What an asset can be exported as."""

    WEBVTT_METADATA = "webvtt-metadata"
    VIDEO_INDEXER = "video-indexer"
    CSV = "csv"
    EDL = "edl"
    OTIO = "otio"


EXPORTS: Mapping[ExportFormat, Callable[[Asset], Iterator[str]]] = MappingProxyType(
    {
        ExportFormat.WEBVTT_METADATA: webvtt_of,
        ExportFormat.VIDEO_INDEXER: insights_of,
        ExportFormat.CSV: csv_of,
        ExportFormat.EDL: edl_of,
        ExportFormat.OTIO: otio_of,
    }
)
"""Format → what writes it, piece by piece; the first piece raises Missing or Unfit when it cannot be written."""
