"""celebrity-recognition: four names in a gallery, one picture each; other pictures of them, and many strangers."""

from collections.abc import Iterator

from tests.evaluation import portraits
from tests.evaluation.figures import Figure
from tests.evaluation.measures.retrieval import counts_of
from tests.evaluation.running import Bench
from tests.operators.galleries import gallery

OPERATOR = "celebrity-recognition"
KNOWN = {"Obama": "obama", "Biden": "biden", "Collins": "astronaut", "Hopper": "hopper"}


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield precision and recall of names at the default confidence."""
    shots = [each for each in portraits.shots() if each.changed or each.case["media"] not in KNOWN.values()]
    answer = bench.run(
        OPERATOR, {"frames": portraits.frames_of(shots, bench), "gallery": gallery(None, **KNOWN)}, seconds=len(shots)
    )
    named = {(it["Timestamp"] // 1000, it["Celebrity"]["Name"]) for it in answer.result["Celebrities"]}
    true = {(index, face.name) for index, shot in enumerate(shots) for face in shot.faces if face.name}
    counts = counts_of(true, named)
    faces = sum(len(shot.faces) for shot in shots)
    yield Figure(OPERATOR, "precision of names", counts.precision, f"{faces} faces")
    yield Figure(OPERATOR, "recall of names", counts.recall, f"{len(true)} sightings of {len(KNOWN)} persons")
