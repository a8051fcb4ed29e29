"""How long after its result is stored an asset is found: a real indexer over an API server, and the answers it gives.

Runs end twice a second, each with two hundred labels, one of which no other asset has. What is timed begins when the
result and the objects that point to it are there, and ends with the first answer that holds that label: the watch, the
second for which further changes are waited for, reading, indexing and searching.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from media_insights.errors import Unavailable
from tests.unit.cluster.indexers import IndexedCluster, indexed_cluster

RATE = 2
ASSETS = 60
LABELS = 200
GOAL = 5.0
"""Seconds within which 95 of 100 are to be found."""
PAUSE = 0.1
"""Seconds between two questions: a lag is known to be at most so much less than it is measured."""
PATIENCE = 300.0


async def until_found(cluster: IndexedCluster, number: int) -> float:
    """Return after how many seconds an asset is found whose run ends now."""
    await asyncio.to_thread(cluster.analyse, f"film-{number}", f"Own{number}", *(f"Label{at}" for at in range(LABELS)))
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if await asyncio.to_thread(is_found, cluster, f"Own{number}"):
            return time.monotonic() - began
        await asyncio.sleep(PAUSE)
    raise TimeoutError(f"film-{number} is not found within {PATIENCE} s")


def is_found(cluster: IndexedCluster, label: str) -> bool:
    """Return whether a label is found; while an index is filled, nothing is."""
    try:
        return bool(cluster.titles(f"label:{label}"))
    except Unavailable:
        return False


async def measure(cluster: IndexedCluster) -> list[float]:
    """Return the lag of each asset in seconds, the shortest first."""
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles("sea"), "the first asset is found", 120)
        began, waiting = time.monotonic(), list[asyncio.Task[float]]()
        for number in range(ASSETS):
            await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
            waiting.append(asyncio.create_task(until_found(cluster, number)))
        return sorted(await asyncio.gather(*waiting))


def main() -> int:
    """Measure in a folder of its own; exit code 1 when the goal is missed."""
    sys.stdout.write(f"stored → searchable, {RATE} runs a second; load of the machine {os.getloadavg()[0]:.1f}\n")
    with (
        tempfile.TemporaryDirectory(prefix="bench-lag-") as folder,
        pytest.MonkeyPatch.context() as patch,
        indexed_cluster(Path(folder), patch) as cluster,
    ):
        late = asyncio.run(measure(cluster))
    half, most, last = (late[int(len(late) * part)] for part in (0.5, 0.95, 0.99))
    sys.stdout.write(
        f"  p50 {half:.1f} s, p95 {most:.1f} s, p99 {last:.1f} s, {len(late)} assets; goal: p95 {GOAL:.0f} s\n"
    )
    return int(most > GOAL)


if __name__ == "__main__":
    sys.exit(main())
