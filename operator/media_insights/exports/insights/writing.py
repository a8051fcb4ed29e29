"""Insights about text in the frames."""

from collections.abc import Iterator
from typing import NamedTuple

from media_insights.exports.assets import Asset
from media_insights.exports.insights.instances import Insight, grouped, instances
from media_insights.exports.stretches import Frames, Stretch
from media_insights.results.mediainfo import Mediainfo
from media_insights.results.places import BoundingBox
from media_insights.results.texts import VideoTexts


def writing_of(asset: Asset, language: str | None) -> list[Insight]:
    """Return each text with its places in time; the rectangle is that of the surest reading."""
    result = asset.model("textDetection", VideoTexts)
    if result is None:
        return []
    width, height = _size(asset, result)
    return [
        {
            "id": number,
            "text": text,
            "confidence": best.confidence / 100,
            **_pixels(best.box, width, height),
            "angle": best.angle,
            "language": language,
            "instances": instances(each.stretch for each in written),
        }
        for number, (text, written) in enumerate(grouped((each.text, each) for each in _written(result)).items())
        for best in [max(written, key=lambda each: each.confidence)]
    ]


class _Written(NamedTuple):
    """A text for a while."""

    text: str
    confidence: float
    box: BoundingBox
    angle: float
    stretch: Stretch


def _written(result: VideoTexts) -> Iterator[_Written]:
    """Yield the texts as they were followed; of a result without tracks, each line of each frame."""
    if result.text_tracks is not None:
        for track in result.text_tracks:
            stretch = track.start_timestamp, track.end_timestamp
            yield _Written(track.detected_text, track.confidence, track.bounding_box, 0, stretch)
        return
    frames = Frames(each.timestamp for each in result.text_detections)
    for each in result.text_detections:
        line = each.text_detection
        if line.type == "LINE":
            place, stretch = line.geometry, frames.stretch(each.timestamp)
            angle = place.rotation_angle or 0
            yield _Written(line.detected_text, line.confidence, place.bounding_box, angle, stretch)


def _size(asset: Asset, texts: VideoTexts) -> tuple[int, int]:
    facts = texts.video_metadata
    if facts and facts.frame_width and facts.frame_height:
        return facts.frame_width, facts.frame_height
    info = asset.model("Mediainfo", Mediainfo)
    sizes = [(each.width, each.height) for each in info.tracks if each.width and each.height] if info else []
    return next(((width, height) for width, height in sizes if width and height), (0, 0))


def _pixels(box: BoundingBox, width: int, height: int) -> Insight:
    return {
        "left": round(box.left * width),
        "top": round(box.top * height),
        "width": round(box.width * width),
        "height": round(box.height * height),
    }
