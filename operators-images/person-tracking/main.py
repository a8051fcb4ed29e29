"""Persons on their way through a video: a number for everybody, and where everybody is, several times a second."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cuts import CutDetector, Known
from detection import PersonDetector, frames_of, size_of
from listing import Listing, Worth
from results import Clock, persons_of, tracks_of
from tracker import Moved, Rules, Scene, step

from media_kits.video import segments
from media_kits.video.decoding import Video, steadily, video_of
from media_kits.vision import networks
from media_operator import Operator, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

UNSURE = 0.5  # of minConfidence: boxes below it are nobody
HITS = 3  # sights before somebody is waited for or told
PATIENCE = 2.0  # seconds that somebody hidden is waited for


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's GetPersonTracking shape, and the tracks."""
    return steadily(video_of(operator.require("video")), lambda video: _tracked(operator, video))


def _tracked(operator: Operator, video: Video) -> dict[str, Any]:
    parameters = operator.parameters
    rate, sure = Fraction(str(parameters["framesPerSecond"])), parameters["minConfidence"] / 100
    detector = _detector(operator, parameters, UNSURE * sure)
    listing = Listing(Worth(HITS, round(parameters["minSeconds"] * rate), sure), size_of(video, detector.short_side))
    rules = Rules(sure, UNSURE * sure, float(1 / rate), PATIENCE, HITS)
    frames = frames_of(video, rate, detector.short_side)
    for number, moved in enumerate(_moves(frames, detector, _shots(operator, rules.step), rules)):
        listing.add(number, moved)
        operator.progress(number + 1, max(number, round(video.seconds * rate)) + 2)
    video.opened.tell(operator)
    trails, clock = listing.trails(), Clock(rate, round(1000 * video.seconds))
    return {
        "JobStatus": "SUCCEEDED",
        "VideoMetadata": _metadata(video),
        "Persons": persons_of(trails, clock),
        "Tracks": tracks_of(trails, clock),
        "FramesPerSecond": float(rate / listing.stride),
        "Model": detector.network.provenance,
    }


def _metadata(video: Video) -> dict[str, Any]:
    count = round(video.seconds * video.rate)
    return segments.video_metadata(video.opened.source, video.stream, video.rate, count)


def _detector(operator: Operator, parameters: Mapping[str, Any], least: float) -> PersonDetector:
    network = networks.load(operator.models, "object-detection")
    return PersonDetector(network, least, parameters["maxPersons"], parameters["detail"] == "fine")


def _moves(
    frames: Iterator[NDArray[np.uint8]], detector: PersonDetector, shots: Known | CutDetector, rules: Rules
) -> Iterator[Moved]:
    scene = Scene()
    for number, (pixels, sights) in enumerate(detector.seen(frames)):
        if shots.begins(number, pixels):
            scene = Scene(following=scene.following)
        moved = step(scene, sights, rules)
        scene = moved.scene
        yield moved


def _shots(operator: Operator, seconds: float) -> Known | CutDetector:
    shots = operator.json("shots")
    return CutDetector() if shots is None else Known.of(shots, seconds)


if __name__ == "__main__":
    run(main)
