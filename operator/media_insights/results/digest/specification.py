"""Technical specification of the media file: length, size of the frame, frame rate, codecs."""

from dataclasses import dataclass

from media_insights.results.media import VideoMetadata, VideoResult
from media_insights.results.mediainfo import Mediainfo, Track
from media_insights.results.segments import Segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """What the container says about itself, as far as it is known."""

    width: int | None = None
    """Pixels."""
    height: int | None = None
    """Pixels."""
    frame_rate: float | None = None
    """Frames per second."""
    format: str = ""
    """Format of the video or the image."""
    audio_tracks: int = 0
    audio_format: str = ""
    """Format of the first audio track."""


def specification_of(result: Mediainfo) -> Specification | None:
    """Return the specification; None when no track says anything."""
    visual = next((track for track in result.tracks if track.track_type in ("Video", "Image")), None)
    audio = [track for track in result.tracks if track.track_type == "Audio"]
    found = Specification(
        width=visual.width if visual else None,
        height=visual.height if visual else None,
        frame_rate=visual.frame_rate if visual else None,
        format=(visual.format or "") if visual else "",
        audio_tracks=len(audio),
        audio_format=(audio[0].format or "") if audio else "",
    )
    return found if found != Specification() else None


def duration_of(result: object) -> float | None:
    """Return the length in seconds of what a result was made from; None when it does not say."""
    match result:
        case Mediainfo():
            millis = next((track.duration for track in result.tracks if _is_container(track)), None)
        case VideoResult():
            millis = _duration(result.video_metadata)
        case Segments():
            millis = _duration(next(iter(result.video_metadata), None))
        case _:
            millis = None
    return millis / 1000 if millis and millis > 0 else None


def _is_container(track: Track) -> bool:
    return track.track_type == "General"


def _duration(metadata: VideoMetadata | None) -> int | None:
    return metadata.duration_millis if metadata else None
