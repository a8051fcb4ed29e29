"""The trails of a video in the shape of Rekognition's GetPersonTracking, and as tracks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from media_kits.video.segments import millis_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from listing import Sighting, Trail


@dataclass(frozen=True)
class Clock:
    """When frames are: `rate` a second, in a video that ends at `end` milliseconds (0 when it does not tell)."""

    rate: Fraction
    end: int

    def at(self, frame: int) -> int:
        """Return the time of a frame in milliseconds."""
        return millis_of(frame, self.rate)

    def until(self, frame: int) -> int:
        """Return when the next frame is due, or the video is over."""
        following = self.at(frame + 1)
        return max(self.at(frame), min(following, self.end or following))


def persons_of(trails: Sequence[Trail], clock: Clock) -> list[dict[str, Any]]:
    """Return Persons: everybody in every frame that is listed, in time order."""
    listed = [(sighting.frame, index, sighting) for index, trail in enumerate(trails) for sighting in trail.sightings]
    ordered = sorted(listed, key=lambda each: each[:2])
    return [{"Timestamp": clock.at(frame), "Person": _person(index, seen)} for frame, index, seen in ordered]


def tracks_of(trails: Sequence[Trail], clock: Clock) -> list[dict[str, Any]]:
    """Return Tracks: from when to when everybody is to be seen."""
    return [
        {
            "Index": index,
            "StartTimestamp": clock.at(trail.first),
            "EndTimestamp": clock.until(trail.last),
            "FrameCount": trail.count,
            "Confidence": round(100 * trail.mean, 2),
        }
        for index, trail in enumerate(trails)
    ]


def _person(index: int, sighting: Sighting) -> dict[str, Any]:
    left, top, right, bottom = sighting.box
    box = {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top}
    return {"Index": index, "BoundingBox": box, "Confidence": round(sighting.confidence, 2)}
