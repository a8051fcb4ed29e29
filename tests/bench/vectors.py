"""What vectors cost in a file and in OpenSearch, side by side: how fast they are indexed, and what questions take.

Vectors lie around made centres, as those of real images do; a question lies near one of them. The time for filling an
index is bounded: where it is over, the figures are those of the vectors that it has by then.

Usage: python -m tests.bench.vectors [COUNT]
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from media_insights.ports.moment_search import LikeRequest
from media_insights.search.image_questions import ImageQuestion
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.vectors import VectorBlock, VectorPlace
from tests.bench.searching import KINDS, NAMESPACES, MeasuredIndex

DIMENSION, CENTRES, OF_AN_ASSET = 384, 500, 500
QUESTIONS = 20
MOST_SECONDS = 150.0
"""For filling one index."""


@dataclass(frozen=True, slots=True)
class NearCentres:
    """Questions near the made centres: a text is the number of one."""

    def question_of(self, text: str) -> ImageQuestion:
        """Return the question of a number."""
        chance = np.random.default_rng(1_000_000 + int(text))
        return ImageQuestion(model="m", vector=tuple(_near(int(text) % CENTRES, 1, chance)[0].tolist()), floor=0.5)


def main(count: int) -> None:
    """Print the figures of both kinds of index, of at most so many vectors."""
    answers = list[list[set[str]]]()
    for kind in ("opensearch", "file"):  # the slower one first: the other gets as many
        with tempfile.TemporaryDirectory() as folder, KINDS[kind](Path(folder)) as measured:
            count, found = report(kind, measured, count)
        answers.append(found)
    shared = [len(one & other) / len(one) for one, other in zip(*reversed(answers), strict=True) if one]
    print(f"found by both, of what the file finds: {100 * sum(shared) / max(1, len(shared)):.0f} %")


def report(kind: str, measured: MeasuredIndex, count: int) -> tuple[int, list[set[str]]]:
    """Fill an index, print what that and questions cost, and return how many it has and what each question found."""
    object.__setattr__(measured.index, "image_questions", NearCentres())
    began, started, filled = measured.cpu(), time.monotonic(), 0
    for number in range(count // OF_AN_ASSET):
        measured.index.replace(
            IndexedAsset(namespace="n", uid=f"u{number}", name=f"asset-{number}"), [], [_block(number)]
        )
        filled += OF_AN_ASSET
        if time.monotonic() - started > MOST_SECONDS:
            break
    spent = measured.cpu() - began
    print(
        f"{kind}, {filled} vectors of {DIMENSION}: {filled / max(spent, 0.01):.0f} indexed per CPU second", flush=True
    )
    measured.index.alike(_asked(0))
    began = measured.cpu()
    found = [{hit.id for hit in measured.index.alike(_asked(number)).hits} for number in range(QUESTIONS)]
    print(f"  a question: {1000 * (measured.cpu() - began) / QUESTIONS:.0f} CPU ms", flush=True)
    return filled, found


def _asked(number: int) -> LikeRequest:
    return LikeRequest(text=str(number), namespaces=NAMESPACES, limit=20)


def _block(number: int) -> VectorBlock:
    chance = np.random.default_rng(number)
    rows = np.concatenate([_near(int(chance.integers(CENTRES)), 1, chance) for _ in range(OF_AN_ASSET)])
    return VectorBlock(
        result="seen",
        of="Image",
        model="m",
        floor=0.5,
        dimension=DIMENSION,
        places=tuple(VectorPlace(start=1000 * at) for at in range(OF_AN_ASSET)),
        numbers=[rows.astype("<f2").tobytes()],
    )


def _near(centre: int, count: int, chance: np.random.Generator) -> np.ndarray:
    middle = np.random.default_rng(10_000_000 + centre).normal(size=DIMENSION)
    rows = middle + chance.normal(scale=0.5, size=(count, DIMENSION))
    found: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
