"""Boxes in images: overlaps, duplicates, and the fractions in which results speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def overlaps(box: NDArray[Any], others: NDArray[Any]) -> NDArray[np.float32]:
    """Return intersection over union of one box with each of [n, 4]; boxes are left, top, right, bottom."""
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(others[:, 2:] - others[:, :2], axis=1) + np.prod(box[2:] - box[:2])
    return np.asarray(shared / np.maximum(areas - shared, 1e-9), np.float32)


def distinct(boxes: NDArray[Any], scores: NDArray[Any], overlap: float) -> list[int]:
    """Return the indices of the boxes to keep, best first: those that no better box overlaps more (greedy NMS)."""
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while order.size:
        best, order = int(order[0]), order[1:]
        kept.append(best)
        order = order[overlaps(boxes[best], boxes[order]) <= overlap]
    return kept


def bounding_box(box: NDArray[Any], width: int, height: int) -> dict[str, float]:
    """Return a box in pixels as Rekognition's BoundingBox: fractions of the image, kept inside it."""
    left, right = (min(max(float(value) / width, 0.0), 1.0) for value in (box[0], box[2]))
    top, bottom = (min(max(float(value) / height, 0.0), 1.0) for value in (box[1], box[3]))
    return {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top}
