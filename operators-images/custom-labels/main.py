"""custom-labels: labels of one's own, each shown by examples, for the images that look like them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examples_of_labels import KnownExamples, read_labels
from image_vectors import EmbeddedImages, read_images
from nearest_examples import LabelRule, LabelTrial, answer_of, confidence_of, trials_of

from media_operator import Operator, Reason, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK = 512
"""Images that are compared at once: 2 MB for a thousand examples."""


def main(operator: Operator) -> dict[str, Any]:
    """Return Rekognition's DetectCustomLabels shape for an image, with a time for each frame of a video."""
    images = read_images(operator)
    labels = read_labels(operator.require("labels"), images.model)
    rule = LabelRule(operator.parameters["neighbours"], operator.parameters["minSimilarity"] / 100)
    trials = trials_of(labels.similarities(labels.vectors), labels.labels, labels.sources, rule)
    if not labels.labels:
        operator.warn(
            Reason.LEFT_OUT, f"the collection {labels.name} holds no examples, so that every image is unknown"
        )
    found, unknown = list[dict[str, Any]](), list[dict[str, Any]]()
    for row, similarities in enumerate(_likenesses(operator, images, labels)):
        answer = answer_of(similarities, labels.labels, rule)
        sure = confidence_of(answer, trials) if answer else 0.0
        if answer and sure >= operator.parameters["minConfidence"]:
            label = {"Name": answer.label, "Confidence": sure, "Similarity": _percent(answer.similarity)}
            found.append(_placed(images, row, label, {"CustomLabel": label}))
        else:
            nearest = {"Nearest": _nearest(similarities, labels)}
            unknown.append(_placed(images, row, nearest, nearest))
    told = {"Unknown": unknown, "Collection": labels.provenance, "Labels": _taught(trials), "Model": images.model}
    return {**images.video, "CustomLabels": found, **told}


def _likenesses(operator: Operator, images: EmbeddedImages, labels: KnownExamples) -> Iterator[list[float]]:
    for start in range(0, len(images.times), BLOCK):
        yield from labels.similarities(images.vectors[start : start + BLOCK])
        operator.progress(min(start + BLOCK, len(images.times)), len(images.times))


def _placed(images: EmbeddedImages, row: int, of_image: dict[str, Any], of_frame: dict[str, Any]) -> dict[str, Any]:
    return {"Timestamp": images.times[row], **of_frame} if images.is_video else of_image


def _nearest(similarities: Sequence[float], labels: KnownExamples) -> dict[str, Any] | None:
    """Return which example came nearest, so that people see what a lower bound would give."""
    if not similarities:
        return None
    row = max(range(len(similarities)), key=lambda each: similarities[each])
    return {"Name": labels.labels[row], "Similarity": _percent(similarities[row])}


def _taught(trials: dict[str, LabelTrial]) -> list[dict[str, Any]]:
    return [
        {"Name": label, "Examples": each.examples, "Answered": each.answered, "Right": each.right}
        for label, each in trials.items()
    ]


def _percent(cosine: float) -> float:
    return max(0.0, min(100.0, 100 * cosine))


if __name__ == "__main__":
    run(main)
