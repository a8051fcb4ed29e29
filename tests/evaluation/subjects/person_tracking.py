"""person-tracking: made films of three people who walk at random, hide each other and pass behind a pillar."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures.boxes import Box, overlap
from tests.evaluation.measures.identities import Frame, identities_of
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth
from tests.operators import crowds
from tests.operators.crowds import Walk

OPERATOR = "person-tracking"
PER_SECOND = 5
"""Pictures that the operator looks at by default."""
SEEN = 0.5
"""Share of somebody that must be visible to be demanded; who is hidden more may be told or not."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield IDF1 and identity switches of all films together."""
    crowd = truth("crowds")
    wanted: list[Frame] = []
    told: list[Frame] = []
    for index, film in enumerate(crowd["films"]):
        walks = _walks(film["seed"], crowd["seconds"])
        pillars = [tuple(film["pillar"])] if "pillar" in film else []
        path = crowds.film(bench.made("crowd.mp4"), walks, crowd["seconds"], pillars, [film["still"]])
        persons = bench.run(OPERATOR, {"video": path}, seconds=crowd["seconds"]).result["Persons"]
        for tick in range(crowd["seconds"] * PER_SECOND):
            there = crowds.truth(walks, tick / PER_SECOND, pillars)
            wanted.append({f"{index}-{who}": _box(place) for who, place in there.items() if place.visible >= SEEN})
            hidden = [_box(place) for place in there.values() if place.visible < SEEN]
            told.append(_answers(persons, tick, index, hidden))
    found = identities_of(wanted, told)
    size = f"{found.sightings} sightings in {len(crowd['films'])} made films"
    yield Figure(OPERATOR, "IDF1", found.idf1, size)
    yield Figure(
        OPERATOR, "identity switches for 100 sightings", 100 * found.switches / found.sightings, size, digits=1
    )


def _walks(seed: int, seconds: float) -> list[Walk]:
    lots = random.Random(seed)  # noqa: S311 - no secret, just a film
    return [Walk(who, _way(lots, seconds)) for who in ("astronaut", "obama", "biden")]


def _way(lots: random.Random, seconds: float) -> tuple[tuple[float, float, float], ...]:
    moments = [0.0, seconds * lots.uniform(0.25, 0.4), seconds * lots.uniform(0.6, 0.75), seconds]
    height = lots.uniform(0.6, 0.85)
    return tuple((at, lots.uniform(0.05, 0.95), height) for at in moments)


def _answers(persons: Sequence[Mapping[str, Any]], tick: int, film: int, hidden: Sequence[Box]) -> Frame:
    now = [each["Person"] for each in persons if each["Timestamp"] == tick * 1000 // PER_SECOND]
    found = {f"{film}-{each['Index']}": _found(each["BoundingBox"]) for each in now}
    return {who: box for who, box in found.items() if all(overlap(box, place) < SEEN for place in hidden)}


def _box(place: crowds.Place) -> Box:
    return Box(place.left, place.top, place.right, place.bottom)


def _found(box: Mapping[str, float]) -> Box:
    return Box(box["Left"], box["Top"], box["Left"] + box["Width"], box["Top"] + box["Height"])
