"""What a face looks like: age, gender, expression, and what its mesh says about eyes and mouth.

All of it is apparent, as seen by small networks trained on public collections with their biases; that is why none of it
is computed unless asked for, and a weak answer is left out rather than reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.answers import reading
from media_kits.vision.networks import resized

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from media_kits.vision.faces.detectors import Face
    from media_kits.vision.faces.meshes import Mesh
    from media_kits.vision.networks import Network

AGE_SPREAD = 5  # years to both sides: the mean absolute error that such networks reach
SURE_EXPRESSION = 80.0  # percent; below it, faces that speak or are straight get arbitrary answers
CLOSED_EYE, OPEN_EYE = 0.12, 0.24  # height of the eye by its width
CLOSED_MOUTH, OPEN_MOUTH = 0.02, 0.30  # gap of the lips by the width of the mouth
SMILE, SMILING = "HAPPY", 50.0


@dataclass(frozen=True)
class Appearance:
    """The two networks that `attributes: all` needs."""

    age_gender: Network
    expression: Network

    @property
    def provenance(self) -> list[dict[str, str]]:
        """What a result says about the networks."""
        return [self.age_gender.provenance, self.expression.provenance]

    def attributes_of(self, pixels: NDArray[np.uint8], face: Face, mesh: Mesh) -> dict[str, Any]:
        """Return AgeRange, Gender, Smile, EyesOpen, MouthOpen and Emotions in Rekognition's shape."""
        crop = _square(pixels, face.box, 1.1)
        emotions = self._emotions(crop)
        return {
            **self._age_and_gender(crop),
            "Smile": _smile(emotions),
            "EyesOpen": _state(_eye_opening(mesh), CLOSED_EYE, OPEN_EYE),
            "MouthOpen": _state(mesh.apart(13, 14) / max(mesh.apart(61, 291), 1.0), CLOSED_MOUTH, OPEN_MOUTH),
            "Emotions": [emotion for emotion in emotions if emotion["Confidence"] >= SURE_EXPRESSION],
        }

    def _age_and_gender(self, crop: NDArray[np.uint8]) -> dict[str, Any]:
        answers = self.age_gender.run(self.age_gender.normalised(resized(crop, *self.age_gender.size))[None])
        with reading(self.age_gender, answers):
            ages, male = answers["age"].reshape(-1), float(answers["gender"].reshape(-1)[0])
        age = float(ages @ np.arange(len(ages)))
        return {
            "AgeRange": {"Low": max(0, round(age) - AGE_SPREAD), "High": round(age) + AGE_SPREAD},
            "Gender": {"Value": "Male" if male > 0.5 else "Female", "Confidence": max(male, 1 - male) * 100},
        }

    def _emotions(self, crop: NDArray[np.uint8]) -> list[dict[str, Any]]:
        """Return every expression with its confidence, the surest first."""
        answers = self.expression.run(self.expression.normalised(resized(crop, *self.expression.size))[None])
        with reading(self.expression, answers):
            named = list(zip(self.expression.manifest["labels"], answers["scores"].reshape(-1), strict=True))
        found = [{"Type": name, "Confidence": float(score) * 100} for name, score in named]
        return sorted(found, key=lambda emotion: -float(str(emotion["Confidence"])))


def _square(pixels: NDArray[np.uint8], box: NDArray[Any], margin: float) -> NDArray[np.uint8]:
    centre, half = (box[:2] + box[2:]) / 2, max(box[2:] - box[:2]) * margin / 2
    height, width = pixels.shape[:2]
    left, top = (max(0, int(value)) for value in centre - half)
    right, bottom = min(width, int(centre[0] + half) + 1), min(height, int(centre[1] + half) + 1)
    return pixels[top:bottom, left:right]


def _smile(emotions: list[dict[str, Any]]) -> dict[str, Any]:
    happy = next((item["Confidence"] for item in emotions if item["Type"] == SMILE), 0.0)
    return {"Value": happy > SMILING, "Confidence": max(happy, 100 - happy)}


def _eye_opening(mesh: Mesh) -> float:
    """Return height by width of the wider open eye: the other may be turned away."""
    left = mesh.apart(159, 145) / max(mesh.apart(33, 133), 1.0)
    right = mesh.apart(386, 374) / max(mesh.apart(362, 263), 1.0)
    return max(left, right)


def _state(opening: float, closed: float, opened: float) -> dict[str, Any]:
    """Return whether something is open; half way between closed and open is a confidence of 50."""
    degree = min(1.0, max(0.0, (opening - closed) / (opened - closed)))
    return {"Value": degree > 0.5, "Confidence": max(degree, 1 - degree) * 100}
