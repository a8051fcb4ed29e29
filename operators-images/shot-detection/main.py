"""shot-detection: where one shot ends and the next begins, in the shape of Rekognition's segments."""

from typing import Any

from boundaries import Boundary, boundaries_of
from decoding import thumbs_of
from differences import signals_of

from media_kits.video import segments
from media_kits.video.decoding import Video, steadily, video_of
from media_operator import Operator, Reason, run

MODEL_VERSION = "1.3.0"


def main(operator: Operator) -> dict[str, Any]:
    """Decode the video once at 48 by 27 pixels, then decide."""
    video = video_of(operator.require("video"))
    if operator.parameters["mode"] == "accurate":
        operator.warn(Reason.LEFT_OUT, "mode: accurate is no more, since it was less right than fast; fast was used")
    found, count = steadily(video, lambda given: _found(operator, given))
    kept = _long_enough(found, operator.parameters["minShotSeconds"] * float(video.rate), count)
    return {
        "JobStatus": "SUCCEEDED",
        "Segments": [_segment(index, shot, video) for index, shot in enumerate(_shots(kept, count))],
        "VideoMetadata": [segments.video_metadata(video.opened.source, video.stream, video.rate, count)],
        "AudioMetadata": segments.audio_metadata(video.opened.source),
        "SelectedSegmentTypes": [{"Type": "SHOT", "ModelVersion": MODEL_VERSION}],
    }


def _found(operator: Operator, video: Video) -> tuple[list[Boundary], int]:
    signals = signals_of(thumbs_of(video), float(video.rate), lambda count: _seen(operator, video, count))
    video.tell(operator, signals.count)
    return boundaries_of(signals, operator.parameters["sensitivity"]), signals.count


def _seen(operator: Operator, video: Video, count: int) -> None:
    total = max(1, round(video.seconds * video.rate))
    operator.progress(min(count, total), total + 1)


def _long_enough(found: list[Boundary], least: float, count: int) -> list[Boundary]:
    kept: list[Boundary] = []
    for boundary in found:
        if boundary.frame - (kept[-1].frame if kept else 0) >= least and count - boundary.frame >= least:
            kept.append(boundary)
    return kept


def _shots(found: list[Boundary], count: int) -> list[tuple[Boundary, int]]:
    starts = [Boundary(0, 100.0), *found]
    ends = [*(boundary.frame for boundary in found), count]
    return list(zip(starts, ends, strict=True))


def _segment(index: int, shot: tuple[Boundary, int], video: Video) -> dict[str, Any]:
    start, end = shot
    segment = segments.of_frames("SHOT", start.frame, end, video.rate)
    return segment | {"ShotSegment": {"Index": index, "Confidence": start.confidence}}


if __name__ == "__main__":
    run(main)
