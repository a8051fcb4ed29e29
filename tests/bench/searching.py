"""What search costs: how fast moments are indexed, and how long queries take, in CPU time of this process.

The moments have the shapes that operators give: labels of a long tail, speech of common and rare words, writing in the
image, faces, shots. The same seed gives the same moments.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.ports.moment_search import SearchRequest
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedAsset, indexed_moments
from media_insights.search.sqlite.sqlite_index import SqliteIndex

NAMESPACES = frozenset({"n"})
OF_AN_ASSET = 500
"""Moments of an asset: a few minutes of video."""
ROUNDS = 20
PLAIN = Index.model_validate({"list": "x[*]"})
QUERIES = {
    "a frequent word": "w1",
    "a rare word": "w900",
    "two words": "w1 w2",
    "a phrase": '"w1 w2"',
    "a beginning": "w12*",
    "a field and a number": "Name:label7 Confidence:>90",
    "one of two groups": "(label:label7 Confidence:>90) OR (text:w30)",
    "assets with both": "asset:(label:label3 AND says:w40)",
    "near each other": "near_10s:(label:label20 AND says:w40)",
    "everything, by time": "",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """CPU milliseconds of one kind of query."""

    median: float
    slowest: float
    """Of nineteen in twenty, the slowest."""


def main(counts: list[int]) -> None:
    """Print the figures for indexes of so many moments."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            index = SqliteIndex(Path(folder) / "index.sqlite")
            began = time.process_time()
            fill(index, count)
            spent = time.process_time() - began
            size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
            print(f"{count} moments: {count / spent:.0f} indexed per CPU second, {size:.0f} MiB")
            for name, query in QUERIES.items():
                found = figures_of(index, query)
                print(f"  {name:<22} {found.median:7.1f} ms, 19 of 20 below {found.slowest:.1f} ms")


def fill(index: SqliteIndex, count: int) -> None:
    """Index so many moments, asset by asset."""
    chance = random.Random(7)  # noqa: S311 - figures, no secrets
    for number in range(count // OF_AN_ASSET):
        asset = IndexedAsset(namespace="n", uid=f"u{number}", name=f"asset-{number}", title=f"Video {number}")
        index.replace(asset, indexed_moments(asset.uid, "r", moments(chance), PLAIN))


def moments(chance: random.Random) -> Iterator[Moment]:
    """Yield the moments of an asset."""
    for at in range(OF_AN_ASSET):
        start, sure = at * 1000, round(chance.uniform(50, 100), 2)
        match at % 5:
            case 0 | 1:
                name = f"label{int(chance.paretovariate(0.7)) % 300}"
                yield Moment(
                    operator="label_detection",
                    kind="Label",
                    title=name,
                    start=start,
                    end=start + 3000,
                    confidence=sure,
                    fields={"Name": name, "Parents": ["Thing"]},
                )
            case 2:
                yield Moment(
                    operator="transcribe", kind="Speech", title=words(chance, 12), start=start, end=start + 4000
                )
            case 3:
                text = words(chance, 3)
                yield Moment(operator="text_detection", kind="Text", title=text, start=start, confidence=sure)
            case _:
                yield Moment(operator="face_detection", kind="Face", title="Face", start=start, confidence=sure)


def words(chance: random.Random, count: int) -> str:
    """Return so many words, of which few are frequent."""
    return " ".join(f"w{int(chance.paretovariate(0.6)) % 5000}" for _ in range(count))


def figures_of(index: SqliteIndex, query: str) -> Figures:
    """Measure one kind of query."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        index.search(SearchRequest(query=query, namespaces=NAMESPACES, order="relevance" if query else "time"))
        spent.append((time.process_time() - began) * 1000)
    cuts = quantiles(spent, n=20)
    return Figures(median=cuts[9], slowest=cuts[18])


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10_000, 100_000])
