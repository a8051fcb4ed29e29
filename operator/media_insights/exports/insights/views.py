"""Insights about the frames: labels and shots."""

from media_insights.exports.insights.instances import Insight, grouped, instance, time_of
from media_insights.exports.stretches import Frames, merged
from media_insights.results.labels import VideoLabels
from media_insights.results.segments import Segments


def labels_of(result: VideoLabels | None, language: str | None) -> list[Insight]:
    if result is None:
        return []
    frames = Frames(each.timestamp for each in result.labels)
    found = grouped((each.label.name, each) for each in result.labels)
    return [
        {
            "id": number,
            "name": name,
            "language": language,
            "instances": [
                {"confidence": max(each.label.confidence for each in seen if start <= each.timestamp < end) / 100}
                | instance((start, end))
                for start, end in merged(frames.stretch(each.timestamp) for each in seen)
            ],
        }
        for number, (name, seen) in enumerate(found.items())
    ]


def shots_of(result: Segments | None) -> list[Insight]:
    shots = [each for each in result.segments if each.type == "SHOT"] if result else []
    return [
        {
            "id": number,
            "keyFrames": [],
            "instances": [
                instance((each.start_timestamp_millis, each.end_timestamp_millis))
                | {"duration": time_of(each.duration_millis)}
            ],
        }
        for number, each in enumerate(shots)
    ]
