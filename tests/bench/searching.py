"""What search costs in a file and in OpenSearch: how fast moments are indexed, their size, and what queries take.

The moments have the shapes that operators give: labels of a long tail, speech of common and rare words, writing in the
image, faces, shots. The same seed gives the same moments. CPU time is that of the process that searches: this one for
the file, the server for OpenSearch.

Usage: python -m tests.bench.searching [file|opensearch] [COUNT…]
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from dev.opensearch import server
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.ports.moment_search import SearchRequest
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedAsset, indexed_moments
from media_insights.search.opensearch.opensearch_index import OpenSearchIndex
from media_insights.search.opensearch.requests import OpenSearchConnection
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from tests.gateways import free_port

NAMESPACES = frozenset({"n"})
OF_AN_ASSET = 500
"""Moments of an asset: a few minutes of video."""
ROUNDS, FEWEST = 20, 5
"""How often each is asked, and how often where it takes long."""
CLIENTS = 16
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
class MeasuredIndex:
    """An index, and what it costs."""

    index: SqliteIndex | OpenSearchIndex
    cpu: Callable[[], float]
    """Seconds of CPU that it has spent."""
    size: Callable[[], float]
    """MiB that it takes."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of one kind of query, by so many clients at a time."""

    cpu: float
    """Of one query, on average."""
    median: float
    p95: float
    p99: float


def main(kind: str, counts: list[int]) -> None:
    """Print the figures for indexes of so many moments."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder, KINDS[kind](Path(folder)) as measured:
            report(kind, measured, count)


def report(kind: str, measured: MeasuredIndex, count: int) -> None:
    """Fill an index, and print what that and queries cost."""
    began, started = measured.cpu(), time.process_time()
    fill(measured.index, range(count // OF_AN_ASSET))
    spent, own, size = measured.cpu() - began, time.process_time() - started, measured.size()
    print(f"{kind}, {count} moments: {count / max(spent, own):.0f} indexed per CPU second, {size:.0f} MiB", flush=True)
    fill(measured.index, range(count // OF_AN_ASSET // 10))
    print(f"  a tenth of the assets indexed again: {measured.size():.0f} MiB")
    print(f"  {'':<22} {'CPU ms':>7} | 1 client: p50 p95 p99 ms | {CLIENTS} clients: p50 p95 p99 ms")
    for name, query in QUERIES.items():
        rounds = max(FEWEST, min(ROUNDS, 2_000_000 // count))
        one, many = figures_of(measured, query, 1, rounds), figures_of(measured, query, CLIENTS, 2 * rounds)
        walls = [f"{each.median:7.1f} {each.p95:7.1f} {each.p99:7.1f}" for each in (one, many)]
        print(f"  {name:<22} {one.cpu:7.1f} | {walls[0]} | {walls[1]}", flush=True)


@contextmanager
def in_file(folder: Path) -> Iterator[MeasuredIndex]:
    """Give an index in a file."""
    index = SqliteIndex(folder / "index.sqlite")
    yield MeasuredIndex(index, time.process_time, lambda: sum(each.stat().st_size for each in folder.iterdir()) / 2**20)


@contextmanager
def in_opensearch(folder: Path) -> Iterator[MeasuredIndex]:
    """Give an index in a server of its own."""
    port = free_port()
    with server.process(folder, port) as process:
        index = OpenSearchIndex(OpenSearchConnection(f"http://127.0.0.1:{port}", seconds=120.0))
        index.make()
        stat = Path(f"/proc/{process.pid}/stat")

        def cpu() -> float:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / 100

        def size() -> float:
            index.connection.ask("POST", f"/{index.moments}/_forcemerge?max_num_segments=1")
            stats = index.connection.ask("GET", f"/{index.moments}/_stats/store")
            return float(stats["_all"]["total"]["store"]["size_in_bytes"]) / 2**20

        yield MeasuredIndex(index, cpu, size)


KINDS = {"file": in_file, "opensearch": in_opensearch}


def fill(index: SqliteIndex | OpenSearchIndex, numbers: range) -> None:
    """Index assets of these numbers, one after the other."""
    for number in numbers:
        chance = random.Random(number)  # noqa: S311 - figures, no secrets
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


def figures_of(measured: MeasuredIndex, query: str, clients: int, rounds: int) -> Figures:
    """Measure one kind of query, asked so often by so many at a time."""
    request = SearchRequest(query=query, namespaces=NAMESPACES, order="relevance" if query else "time")

    def ask(_: int) -> float:
        began = time.perf_counter()
        measured.index.search(request)
        return (time.perf_counter() - began) * 1000

    ask(0)
    began = measured.cpu()
    with ThreadPoolExecutor(clients) as threads:
        spent = list(threads.map(ask, range(rounds)))
    cuts = quantiles(spent, n=100)
    return Figures(cpu=(measured.cpu() - began) * 1000 / rounds, median=cuts[49], p95=cuts[94], p99=cuts[98])


if __name__ == "__main__":
    words_ = sys.argv[1:]
    kind_ = words_.pop(0) if words_ and words_[0] in KINDS else "file"
    main(kind_, [int(each) for each in words_] or [10_000, 100_000])
