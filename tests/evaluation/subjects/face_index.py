"""face-index: how many of the faces that people see are good enough for it to take, and whether it takes others."""

from collections.abc import Iterator

from tests.evaluation import portraits
from tests.evaluation.figures import Figure
from tests.evaluation.running import Bench

OPERATOR = "face-index"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of faces that are taken with the default filter."""
    shots = [each for each in portraits.shots() if not each.changed]
    known, collection = portraits.indexed(bench)
    drawn = sum(len(shot.faces) for shot in shots)
    yield Figure(
        OPERATOR, "faces taken, of those drawn by eye", len(known) / drawn, f"{drawn} faces in {len(shots)} pictures"
    )
    yield Figure(
        OPERATOR,
        "faces taken where there is none",
        len(collection["Faces"]) - len(known),
        f"{len(shots)} pictures",
        digits=0,
    )
