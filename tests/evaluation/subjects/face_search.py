"""face-search: is it the same person? Asked of all pairs of faces whose answer is known, and of changed pictures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.evaluation import portraits
from tests.evaluation.figures import Figure
from tests.evaluation.measures.verification import verification_of
from tests.evaluation.portraits import Portrait
from tests.evaluation.running import Bench

OPERATOR = "face-search"


@dataclass(frozen=True)
class Pair:
    """A face that was searched, a face of the collection, and whether the first was taken for the second."""

    searched: Portrait
    known: Portrait
    taken: bool


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield errors at the default threshold, among pairs of one person, of two, and of a picture and its likeness."""
    pairs = _pairs(bench)
    photographs = [each for each in pairs if not each.searched.changed]
    same = [each for each in photographs if portraits.is_same(each.searched, each.known)]
    other = [each for each in pairs if portraits.is_other(each.searched, each.known)]
    copies = [each for each in pairs if portraits.is_copy(each.searched, each.known)]
    found = verification_of([*((True, each.taken) for each in same), *((False, each.taken) for each in other)])
    again = verification_of((True, each.taken) for each in copies)
    yield Figure(
        OPERATOR, "pairs of one person that were told apart", found.false_non_match_rate, f"{found.same} pairs"
    )
    yield Figure(
        OPERATOR,
        "pairs of two persons that were taken for one",
        found.false_match_rate,
        f"{found.other} pairs",
        digits=3,
    )
    yield Figure(
        OPERATOR,
        "faces not known again mirrored, smaller and compressed",
        again.false_non_match_rate,
        f"{again.same} faces",
    )


def _pairs(bench: Bench) -> list[Pair]:
    known, collection = portraits.indexed(bench)
    shots = portraits.shots()
    answer = bench.run(
        OPERATOR,
        {"frames": portraits.frames_of(shots, bench), "faces": collection},
        {"maxMatches": 100},
        seconds=len(shots),
    )
    persons = answer.result["Persons"]
    return [
        pair
        for index, shot in enumerate(shots)
        for pair in _seen(shot, [it for it in persons if it["Timestamp"] == 1000 * index], known)
    ]


def _seen(shot: portraits.Shot, persons: Sequence[dict[str, Any]], known: dict[str, Portrait]) -> Iterator[Pair]:
    places = [person["Person"]["Face"]["BoundingBox"] for person in persons]
    for index, portrait in portraits.recognised(shot, places).items():
        taken = {match["Face"]["FaceId"] for match in persons[index]["FaceMatches"]}
        yield from (Pair(portrait, other, face in taken) for face, other in known.items())
