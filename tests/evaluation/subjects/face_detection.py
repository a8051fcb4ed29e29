"""face-detection: faces drawn by eye in portraits, groups and a profile; and pictures where there is none."""

from collections.abc import Iterator
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures import boxes
from tests.evaluation.measures.boxes import Box
from tests.evaluation.measures.retrieval import NOTHING
from tests.evaluation.running import Bench
from tests.evaluation.stills import HEIGHT, WIDTH, zip_of
from tests.evaluation.truths import truth

OPERATOR = "face-detection"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield precision and recall at the default confidence, and how well boxes fit."""
    cases = truth("faces")
    answer = bench.run(OPERATOR, {"frames": zip_of(cases)}, seconds=len(cases))
    found = [
        [box_of(it["Face"]["BoundingBox"], case) for it in answer.result["Faces"] if it["Timestamp"] == 1000 * index]
        for index, case in enumerate(cases)
    ]
    counts, fits = NOTHING, []
    for case, answers in zip(cases, found, strict=True):
        truths = drawn(case)
        counts += boxes.counts_of(truths, answers, [Box(*place) for place in case.get("ignored", ())])
        fits += [
            boxes.overlap(truths[one], answers[other]) for other, one in boxes.matches(truths, answers, 0.3).items()
        ]
    size = f"{sum(len(case['faces']) for case in cases)} faces in {len(cases)} pictures"
    yield Figure(OPERATOR, "precision", counts.precision, size)
    yield Figure(OPERATOR, "recall", counts.recall, size)
    yield Figure(OPERATOR, "mean overlap (IoU) with boxes drawn by eye", sum(fits) / len(fits), size)


def drawn(case: dict[str, Any]) -> list[Box]:
    """Return the faces that were drawn by eye in a picture."""
    return [Box(*face["box"]) for face in case["faces"]]


def box_of(found: dict[str, float], case: dict[str, Any]) -> Box:
    """Return a box of the frame as fractions of the picture that is centred in it."""
    width, height = case["size"]
    scale = min(WIDTH / width, HEIGHT / height)
    wide, high = width * scale / WIDTH, height * scale / HEIGHT
    left, top = (found["Left"] - (1 - wide) / 2) / wide, (found["Top"] - (1 - high) / 2) / high
    return Box(left, top, left + found["Width"] / wide, top + found["Height"] / high)
