"""Which faces are good enough to be known by: Rekognition's QualityFilter and its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from media_kits.vision.faces.embeddings import has_clear_eyes

if TYPE_CHECKING:
    from media_kits.vision.faces.detection import DetectedFace


@dataclass(frozen=True)
class Bar:
    """The least that a face must have: percent, pixels of its shorter side, 0–100 twice, degrees to either side."""

    confidence: float
    side: float
    sharpness: float
    brightness: float
    yaw: float
    pitch: float


# Measured on 28 faces made smaller, blurred or darkened: all were still nearer to themselves than strangers are at a
# side of 48 pixels, a sharpness of 12 and a brightness of 4; every third was not at 32 pixels, 8 and 2.
BARS = {
    "LOW": Bar(confidence=50, side=32, sharpness=7, brightness=3, yaw=60, pitch=50),
    "MEDIUM": Bar(confidence=60, side=48, sharpness=10, brightness=5, yaw=45, pitch=40),
    "HIGH": Bar(confidence=80, side=80, sharpness=20, brightness=12, yaw=25, pitch=30),
}
BARS["AUTO"] = BARS["MEDIUM"]


def reasons_against(seen: DetectedFace, detail: dict[str, Any], bar: str) -> list[str]:
    """Return why a face does not clear a bar ("NONE": none to clear), in Rekognition's words; empty when it does.

    A face whose eyes are uncertain is never taken: it would be cut out askew and match at random.
    """
    reasons = [] if has_clear_eyes(seen) else ["LOW_FACE_QUALITY"]
    if bar == "NONE":
        return reasons
    wanted, pose = BARS[bar], detail.get("Pose", {"Yaw": 0.0, "Pitch": 0.0})
    short = {
        "LOW_CONFIDENCE": detail["Confidence"] < wanted.confidence,
        "SMALL_BOUNDING_BOX": min(seen.face.box[2:] - seen.face.box[:2]) < wanted.side,
        "LOW_SHARPNESS": detail["Quality"]["Sharpness"] < wanted.sharpness,
        "LOW_BRIGHTNESS": detail["Quality"]["Brightness"] < wanted.brightness,
        "EXTREME_POSE": abs(pose["Yaw"]) > wanted.yaw or abs(pose["Pitch"]) > wanted.pitch,
    }
    return reasons + [reason for reason, applies in short.items() if applies]
